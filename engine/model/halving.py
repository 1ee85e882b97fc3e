"""Whether a text classifier's answers stay what they are in bfloat16, and come sooner.

bf16 keeps eight bits of a number. A processor with tile products (AMX) or a GPU multiplies it several times as fast; one
without takes longer than in fp32. So both are tried on texts before one is taken.
"""

import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

TOLERANCE = 0.01  # of a probability
_FASTER = 1.2  # times; less is not worth any change
_TEXTS, _LENGTHS = 16, (4, 16, 64)

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


def is_worth_it(whole: Trial, half: Trial) -> bool:
    """False where any probability moves by more than the tolerance, is no number, or nothing is won."""
    agrees = bool((np.abs(half.shares - whole.shares) <= TOLERANCE).all())
    return agrees and half.seconds * _FASTER <= whole.seconds


def texts_to_try(vocabulary: int, most: int) -> list[list[int]]:
    """Words at random, the same for every start: texts that the model has never met."""
    draw = np.random.default_rng(0)
    lengths = [min(_LENGTHS[number % len(_LENGTHS)], most) for number in range(_TEXTS)]
    return [draw.integers(0, vocabulary, length).tolist() for length in lengths]
