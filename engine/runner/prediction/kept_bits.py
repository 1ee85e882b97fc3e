"""In how many bits a text classifier computes, kept beside the run: it is tried once, and after a restart answers as before."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import torch

from engine.system.files import read_json, write_json

_KEPT = "bits.json"


def kept_bits(run: Path, key: str) -> int | None:
    """What was found before; None where nothing was, or nobody can read it."""
    bits = _told(run).get(key)
    return bits if isinstance(bits, int) else None


def keep_bits(run: Path, key: str, bits: int) -> None:
    write_json(run / _KEPT, {**_told(run), key: bits})


def key_of(device: str, threads: int, kinds: Sequence[int]) -> str:
    """Another device, processor, number of threads or version of torch is tried anew, and so are other kinds."""
    told = [device, threads, *kinds, torch.__version__, dict(torch.cpu.get_capabilities())]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def _told(run: Path) -> dict[str, object]:
    told = read_json(run / _KEPT)
    return told if isinstance(told, dict) else {}
