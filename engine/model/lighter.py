"""A text classifier in fewer bits: whether its answers stay what they are, and come sooner.

bf16 keeps eight bits of a number; a processor with products of it (AMX, AVX512-BF16) or a GPU multiplies it several times as
fast, one without takes longer than in fp32. Whole numbers of eight bits are fast where a processor sums their products in 32
bits (VNNI, AMX); without, torch's products saturate in 16. Which is worth it depends on machine and model, so each is tried on
texts before it is taken.
"""

import copy
import time
from collections.abc import Callable, Sequence, Set
from typing import NamedTuple

import numpy as np
import torch
from torch import nn

from engine.model.dynamic_int8 import DynamicInt8Linear, Rows

TOLERANCE = 0.01  # of a probability, in a trial; of 512 real reviews two moved by more, the most by 0.02
WHOLE, HALF, EIGHT = 32, 16, 8  # bits of a number
FASTER = 1.2  # times; less is not worth any change
_TEXTS, _LENGTHS = 16, (4, 16, 64)
_BF16 = ("amx_bf16", "avx512_bf16", "bf16")  # what processors call their products of bf16
WIDE_SUMS = ("avx512_vnni", "avx_vnni", "amx_int8")  # and of whole numbers, summed in 32 bits

Answer = Callable[[Sequence[list[int]]], np.ndarray]  # texts as tokens to (texts, labels) probabilities


class Trial(NamedTuple):
    """What a network said, and in how many seconds."""

    shares: np.ndarray
    seconds: float


def tried(
    answer: Answer, tokens: Sequence[list[int]], clock: Callable[[], float] = time.perf_counter
) -> Trial:
    """The better of two times: the first has to fetch what the second finds."""
    seconds = []
    for _ in range(2):
        began = clock()
        shares = answer(tokens)
        seconds.append(clock() - began)
    return Trial(shares, min(seconds))


def agree(whole: Trial, lighter: Trial) -> bool:
    """False where any probability moves by more than the tolerance, or is no number."""
    return bool((np.abs(lighter.shares - whole.shares) <= TOLERANCE).all())


def texts_to_try(vocabulary: int, most: int) -> list[list[int]]:
    """Words at random, the same for every start: texts that the model has never met."""
    draw = np.random.default_rng(0)
    lengths = [min(_LENGTHS[number % len(_LENGTHS)], most) for number in range(_TEXTS)]
    return [draw.integers(0, vocabulary, length).tolist() for length in lengths]


def kinds(bits: int | None, device: str) -> list[int]:
    """What to try where so many bits are asked for; of None what may be faster here."""
    if device != "cpu":
        return [HALF] if bits in (None, HALF) else []
    able = torch.cpu.get_capabilities()
    fast = [
        kind for kind, names in ((HALF, _BF16), (EIGHT, WIDE_SUMS)) if any(able.get(name) for name in names)
    ]
    if bits is None:
        return fast
    return [bits] if bits == HALF or bits in fast else []


def lightened(module: nn.Module, bits: int, rows: Rows) -> nn.Module:
    """A copy that computes in 16 or 8 bits. In 8 it shares what stays whole: embeddings, norms and the head, in which all
    errors would meet."""
    if bits == HALF:
        return copy.deepcopy(module).bfloat16()
    shared = {id(tensor): tensor for tensor in (*module.parameters(), *module.buffers())}
    copied = copy.deepcopy(module, shared)
    linears = [part for part in copied.modules() if type(part) is nn.Linear]
    _put_whole_numbers(copied, {*linears[:-1]}, rows)
    return copied


def _put_whole_numbers(module: nn.Module, linears: Set[nn.Linear], rows: Rows) -> None:
    for name, part in module.named_children():
        if part in linears:
            setattr(module, name, DynamicInt8Linear.of(part, rows))
        else:
            _put_whole_numbers(part, linears, rows)
