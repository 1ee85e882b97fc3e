"""Texts as lists of token numbers, each as long as it is, and which of them a network reads at a time.

Texts of about one length go together: of 64 reviews in one pass a third was padding. Passes that are small enough stay in
a core's cache, and as each core has passes of its own, none waits for another inside one.
"""

import math
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from itertools import pairwise

import numpy as np

_PLACES = 384  # rows × tokens of a pass that fill a core's arithmetic and not its cache

Scores = Callable[[np.ndarray], np.ndarray]  # (rows, tokens) to (rows, …)


def filled(tokens: Sequence[Sequence[int]], padding: int) -> np.ndarray:
    """Rows of one length. An empty text becomes one that is padding."""
    longest = max([1, *map(len, tokens)])
    rows = np.full((len(tokens), longest), padding, dtype=np.int64)
    for row, numbers in zip(rows, tokens, strict=True):
        row[: len(numbers)] = numbers
    return rows


class Passes:
    """Takes texts through a network. ``places`` of None puts all of them into one pass, as a GPU likes it."""

    def __init__(self, padding: int, threads: int = 1, places: int | None = _PLACES) -> None:
        self._padding, self._threads, self._places = padding, threads, places

    def through(self, scores: Scores, tokens: Sequence[Sequence[int]]) -> np.ndarray:
        """What ``scores`` says, one row a text, in order. It is called in several threads where there are several
        passes, each of which computes alone."""
        order = sorted(range(len(tokens)), key=lambda number: -len(tokens[number]))
        groups = self._groups(order, tokens)
        rows = (filled([tokens[number] for number in group], self._padding) for group in groups)
        found = (
            [*map(scores, rows)] if min(len(groups), self._threads) == 1 else [*self._pool.map(scores, rows)]
        )
        together = np.concatenate(found)
        together[order] = together.copy()
        return together

    def _groups(self, order: Sequence[int], tokens: Sequence[Sequence[int]]) -> list[list[int]]:
        """As many as the threads can do in turns, the largest as small as it can be: then none waits long for another."""
        if self._places is None or not order:
            return [[*order]]
        longest = [max(1, len(tokens[number])) for number in order]
        turns = math.ceil(sum(longest) / (self._places * self._threads))
        few, enough = longest[0], longest[0] * len(order)  # rows × tokens of the largest
        while few < enough:
            most = (few + enough) // 2
            if len(_cuts(longest, most)) <= turns * self._threads:
                enough = most
            else:
                few = most + 1
        cuts = _cuts(longest, enough)
        return [[*order[start:end]] for start, end in pairwise([*cuts, len(order)])]

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self._threads, "pass", initializer=_compute_alone)


def _cuts(lengths: Sequence[int], most: int) -> list[int]:
    """Where groups begin, of texts from the longest to the shortest, if none may be larger than ``most``."""
    cuts = [0]
    for place, _ in enumerate(lengths):
        if lengths[cuts[-1]] * (place + 1 - cuts[-1]) > most and place > cuts[-1]:
            cuts.append(place)
    return cuts


def _compute_alone() -> None:
    import torch

    torch.set_num_threads(1)  # of this thread; the others keep theirs
