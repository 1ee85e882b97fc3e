"""In which numbers a language model computes where nobody has said. Knows no model's layout."""

from collections.abc import Mapping
from typing import Any

import torch

_HALVES = ("avx512_bf16", "amx_bf16", "bf16")  # a processor's arithmetic in bfloat16, as torch names it


def fastest(device: torch.device, *, has_kernels: bool) -> torch.dtype:
    """Sixteen bits, which are half as much to read, unless torch would have to widen each number first: products of prompts
    then took five times as long as in float32 (AVX-512 without bfloat16). Our own kernels widen as fast as they read."""
    if device.type != "cpu" or has_kernels or _computes_in_halves(torch.cpu.get_capabilities()):
        return torch.bfloat16
    return torch.float32


def _computes_in_halves(processor: Mapping[str, Any]) -> bool:
    return any(processor.get(name) for name in _HALVES)
