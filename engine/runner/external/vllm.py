"""vLLM, where it is installed: for models it knows, straight from their folder."""

import importlib.util
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.runner.external.peer import Peer, Task

_DTYPES = {16: "bfloat16", 32: "float32"}
_CACHE_GIB = 4  # on a processor, where vLLM does not look itself
_NAME = "model"  # under which it is asked


def find_program() -> list[str] | None:
    """The command that starts it: of this environment, or of another one on the path."""
    if importlib.util.find_spec("vllm") is not None:
        return [sys.executable, "-m", "vllm.entrypoints.cli.main"]
    found = shutil.which("vllm")
    return None if found is None else [found]


def is_known(folder: Path, bits: int) -> bool:
    """Whether the folder is one of transformers' own with whole weights, in bits that vLLM serves as they are."""
    return bits in _DTYPES and (folder / "config.json").is_file() and (folder / "model.safetensors").is_file()


class Vllm(Peer):
    """Tokens go in and come out as numbers; its tokenizer is not asked."""

    name = "vllm"
    path = "/v1/completions"

    def __init__(
        self,
        program: list[str],
        folder: Path,
        context: int,
        streams: int,
        threads: int,
        device: str,
        bits: int,
    ) -> None:
        super().__init__()
        self._program, self._folder, self._device, self._bits = program, folder, device, bits
        self._context, self._streams, self._threads = context, streams, threads

    def command(self, port: int) -> list[str]:
        return [
            *self._program, "serve", str(self._folder), "--served-model-name", _NAME, "--host", "127.0.0.1",
            "--port", str(port), "--max-model-len", str(self._context), "--max-num-seqs", str(self._streams),
            "--dtype", _DTYPES[self._bits], "--api-key", self.key, "--disable-uvicorn-access-log",
        ]  # fmt: skip

    def environment(self) -> Mapping[str, str]:
        common = {"HF_HUB_OFFLINE": "1", "VLLM_NO_USAGE_STATS": "1", "OMP_NUM_THREADS": str(self._threads)}
        if self._device == "cpu":
            return {**common, "VLLM_CPU_KVCACHE_SPACE": str(_CACHE_GIB)}
        return {**common, "CUDA_VISIBLE_DEVICES": self._device.partition(":")[2] or "0"}

    def body(self, task: Task) -> dict[str, Any]:
        asked = task.asked
        return {
            "model": _NAME,
            "prompt": list(task.tokens),
            "max_tokens": task.most,
            "stream": True,
            "return_token_ids": True,
            "ignore_eos": asked.ignore_end,
            "stop_token_ids": sorted(task.stops),
            "seed": task.seed,
            "temperature": asked.temperature,
            "top_p": asked.top_p,
            "top_k": asked.top_k,
            "min_p": asked.min_p,
            "presence_penalty": asked.presence_penalty,
            "frequency_penalty": asked.frequency_penalty,
            "repetition_penalty": asked.repetition_penalty,
            "logit_bias": {str(token): bias for token, bias in asked.logit_bias.items()} or None,
        }

    def told(self, event: dict[str, Any], task: Task) -> tuple[list[int], bool]:
        if "error" in event:
            raise ValueError(str(event["error"])[:300])
        choice = event["choices"][0]
        tokens = list(choice.get("token_ids") or ())
        finish = choice.get("finish_reason")
        if finish == "stop" and not set(tokens) & task.stops:
            tokens += sorted(task.stops)[:1]
        return tokens, finish is not None
