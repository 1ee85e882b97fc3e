"""Cells that hold several labels, as the sets they mean."""

from collections.abc import Iterable, Sequence

import numpy as np


def labels_of(cell: str | None, separator: str) -> list[str]:
    """The labels of a cell, without the spaces around them; none of an empty cell."""
    return [label for part in (cell or "").split(separator) if (label := part.strip())]


def labels_among(cells: Iterable[str | None], separator: str) -> tuple[str, ...]:
    """Every label that a cell names, in order."""
    return tuple(sorted({label for cell in cells for label in labels_of(cell, separator)}))


def multi_hot(cells: Sequence[str | None], separator: str, labels: Sequence[str]) -> np.ndarray:
    """Rows × labels in fp32: 1 where the cell names the label, else 0."""
    number_of = {label: number for number, label in enumerate(labels)}
    hot = np.zeros((len(cells), len(labels)), dtype=np.float32)
    for row, cell in zip(hot, cells, strict=True):
        row[[number_of[label] for label in labels_of(cell, separator)]] = 1
    return hot
