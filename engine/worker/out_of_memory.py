"""Recognises that memory ran out, and says in which phase, what was asked for and what was free."""

import os
import re
import traceback
from typing import Any

import psutil

_UNITS = {"B": 1, "bytes": 1} | {f"{letter}iB": 1 << 10 * (n + 1) for n, letter in enumerate("KMGTPE")}
_ASKED = (
    re.compile(r"[Tt]ried to allocate ([\d.]+) (\w+)"),  # torch, on CUDA and on the CPU
    re.compile(r"[Uu]nable to allocate ([\d.]+) (\w+)"),  # numpy
)
_FREE = re.compile(r"of which ([\d.]+) (\w+) is free")

# Where the traceback passes through says what was being done; the innermost place known decides.
_PHASES = (
    ("/engine/train/checkpoint", "save", "save"),
    ("/engine/train/checkpoint", "resume", "load"),
    ("/engine/train/evaluate", "", "evaluate"),
    ("/engine/train/optimizer", "", "optimizer"),
    ("/torch/optim/", "", "optimizer"),
    ("/torch/_tensor", "backward", "backward"),
    ("/torch/autograd/", "", "backward"),
    ("/engine/train/strategy/", "gradients", "forward"),
    ("/engine/train/task/", "", "forward"),
    ("/engine/model/networks/build", "", "model"),
)


def is_out_of_memory(error: BaseException) -> bool:
    """Whether memory is what was lacking, the machine's or a device's."""
    text = str(error)
    return (
        isinstance(error, MemoryError)
        or type(error).__name__ == "OutOfMemoryError"
        or "can't allocate memory" in text
        or "CUDA out of memory" in text
    )


def memory_params(error: BaseException, rank: int, phase: str) -> dict[str, Any]:
    """Parameters of the problem: rank, phase, bytes asked for and free. ``phase`` is what the run said last."""
    text = str(error)
    return {
        "rank": rank,
        "phase": phase_of(error, phase),
        "asked_bytes": next((size for rule in _ASKED if (size := _size(rule, text))), "?"),
        "free_bytes": _size(_FREE, text) or psutil.virtual_memory().available,
        "text": text.strip().partition("\n")[0][:500],
    }


def phase_of(error: BaseException, otherwise: str) -> str:
    """What the innermost frame that we know was doing: load, forward, backward, optimizer, evaluate, save."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = frame.filename.replace(os.sep, "/")
        for place, function, phase in _PHASES:
            if place in path and function in frame.name:
                return phase
    return otherwise


def _size(rule: re.Pattern[str], text: str) -> int | None:
    found = rule.search(text)
    if found is None or found[2].rstrip(".") not in _UNITS:
        return None
    return int(float(found[1].rstrip(".")) * _UNITS[found[2].rstrip(".")])
