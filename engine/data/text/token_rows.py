"""How a batch of tokens says what it is: the one tensor that a network reads, by its number of dimensions.

(rows, context)             tokens
(rows, 2, context)          tokens, and to which document each belongs: several share a row without seeing each other
(rows, sequences, k, context)  rows that are several sequences, each of k as above: two answers to be compared
"""

from typing import Any

PADDING_DOCUMENT = 0  # what fills a row up belongs to no document


def sequences_in(shape: tuple[int, ...]) -> int:
    """Sequences that the network reads in a batch of this shape."""
    return shape[0] * (shape[1] if len(shape) == 4 else 1)


def parted(inputs: Any) -> tuple[Any, Any]:
    """Tokens and documents, (sequences, context) each; no documents where each row is one."""
    if inputs.ndim == 2:
        return inputs, None
    rows = inputs.flatten(0, 1) if inputs.ndim == 4 else inputs
    return rows[:, 0], rows[:, 1] if rows.shape[1] > 1 else None
