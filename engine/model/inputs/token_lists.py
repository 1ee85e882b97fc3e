"""Texts as lists of token numbers, each as long as it is, and how many of them a network reads at a time."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

_FILLED = 0.25  # the most of a group's places that may hold padding, where ...
_WORTH = 512  # ... it has so many tokens already that one pass more costs less


def filled(tokens: Sequence[Sequence[int]], padding: int) -> np.ndarray:
    """Rows of one length. An empty text becomes one that is padding."""
    longest = max([1, *map(len, tokens)])
    rows = np.full((len(tokens), longest), padding, dtype=np.int64)
    for row, numbers in zip(rows, tokens, strict=True):
        row[: len(numbers)] = numbers
    return rows


def by_length(
    tokens: Sequence[Sequence[int]], padding: int, scores: Callable[[np.ndarray], np.ndarray]
) -> np.ndarray:
    """What ``scores`` says of filled rows, one row a text, in order; texts of about one length go together."""
    order = sorted(range(len(tokens)), key=lambda number: len(tokens[number]))
    found = [
        scores(filled([tokens[number] for number in group], padding)) for group in _groups(order, tokens)
    ]
    together = np.concatenate(found)
    together[order] = together.copy()
    return together


def _groups(order: Sequence[int], tokens: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    group: list[int] = []
    total = 0
    for number in order:
        length = len(tokens[number])
        places = length * (len(group) + 1)
        if total >= _WORTH and places - total - length > _FILLED * places:
            yield group
            group, total = [], 0
        group.append(number)
        total += length
    yield group
