"""Texts as lists of token numbers, each as long as it is, and which of them a network reads at a time.

Texts of about one length go together: of 64 reviews in one pass a third was padding. Passes that are small enough stay in
a core's cache, and as each core has passes of its own, none waits for another inside one.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property

import numpy as np

_PLACES = 768  # rows × tokens of a pass that fill a core's arithmetic and not its cache

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
        groups = [*self._groups(order, tokens)]
        rows = (filled([tokens[number] for number in group], self._padding) for group in groups)
        found = (
            [*map(scores, rows)] if min(len(groups), self._threads) == 1 else [*self._pool.map(scores, rows)]
        )
        together = np.concatenate(found)
        together[order] = together.copy()
        return together

    def _groups(self, order: Sequence[int], tokens: Sequence[Sequence[int]]) -> Iterator[list[int]]:
        """The longest first, so that the last passes are short and no thread waits long for another."""
        most = self._places and min(self._places, sum(map(len, tokens)) // self._threads)
        group: list[int] = []
        for number in order:
            if group and most is not None and len(tokens[group[0]]) * (len(group) + 1) > most:
                yield group
                group = []
            group.append(number)
        yield group

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self._threads, "pass", initializer=_compute_alone)


def _compute_alone() -> None:
    import torch

    torch.set_num_threads(1)  # of this thread; the others keep theirs
