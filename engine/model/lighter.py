"""A text classifier in fewer bits: whether its answers stay what they are, and come sooner.

bf16 keeps eight bits of a number; a processor with products of it (AMX, AVX512-BF16) or a GPU multiplies it several times as
fast, one without takes longer than in fp32. Whole numbers of eight bits are fast on nearly every processor. Which is worth
it depends on machine and model, so each is tried on texts before it is taken.
"""

import copy
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import nn

from engine.model.dynamic_int8 import DynamicInt8Linear, Rows

TOLERANCE = 0.02  # of a probability
WHOLE, HALF, EIGHT = 32, 16, 8  # bits of a number
FASTER = 1.2  # times; less is not worth any change
_TEXTS, _LENGTHS = 16, (4, 16, 64)
_LEAST_OUTPUTS = 64  # of a layer in whole numbers: a head is small, and all errors meet in it
_BF16 = ("amx_bf16", "avx512_bf16", "bf16")  # what a processor with products of bf16 calls them

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
    if bits is not None:
        return [bits] if bits == HALF or (bits == EIGHT and device == "cpu") else []
    if device != "cpu":
        return [HALF]
    able = torch.cpu.get_capabilities()
    return [*([HALF] if any(able.get(name) for name in _BF16) else []), EIGHT]


def lightened(module: nn.Module, bits: int, rows: Rows) -> nn.Module:
    """A copy that computes in 16 or 8 bits."""
    copied = copy.deepcopy(module)
    return copied.bfloat16() if bits == HALF else _in_whole_numbers(copied, rows)


def _in_whole_numbers(module: nn.Module, rows: Rows) -> nn.Module:
    for name, part in module.named_children():
        if type(part) is nn.Linear and part.out_features >= _LEAST_OUTPUTS:
            setattr(module, name, DynamicInt8Linear.of(part, rows))
        else:
            _in_whole_numbers(part, rows)
    return module
