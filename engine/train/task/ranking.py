"""How well scores put the rows of a class before all others: ROC and precision–recall, from histograms that add up.

A histogram counts the rows of the class, and the others, by the log-odds of their score in equal bins between −16 and
16. Of two classes there are 32,768, so that rows within 0.1 % of the same odds count as equal: a model that has hardly
begun to learn says nearly the same of every row. Of more than 16 classes there are 1,024 each, and rows within 3 % are
equal; where log-odds spread over one or more, both areas are exact to 0.001 even then.
"""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

_FEWEST_BINS = 1024
_BINS = (
    1 << 15
)  # of all classes together, unless each would have fewer than that: half a megabyte that ranks add up
MOST_POINTS = 101  # of a curve
_LARGEST = 16.0  # log-odds: e⁻¹⁶ is one in nine million
_DIGITS = 5


def bins(classes: int) -> int:
    """Bins in each of the histograms of so many classes."""
    return max(_FEWEST_BINS, 1 << (_BINS // max(classes, 1)).bit_length() - 1)


def log_odds(scores: Tensor) -> Tensor:
    """Of each class against all others, from scores before softmax; rows × classes, in double."""
    shares = functional.log_softmax(scores.double(), dim=1)
    return shares - torch.log(-torch.expm1(shares))


def tally(odds: Tensor, truth: Tensor) -> Tensor:
    """Classes × 2 × bins: how many of the rows that are of the class (second) and are not (first) fall in each bin.

    ``odds`` and ``truth`` (booleans) are rows × classes.
    """
    classes, count = odds.shape[1], bins(odds.shape[1])
    places = ((odds + _LARGEST) * (count / (2 * _LARGEST))).nan_to_num(0.0).clamp(0, count - 1).long()
    cells = (torch.arange(classes, device=odds.device) * 2 + truth.long()) * count + places
    return torch.bincount(cells.flatten(), minlength=classes * 2 * count).reshape(classes, 2, count).double()


def roc_auc(counts: np.ndarray) -> float | None:
    """Chance that a row of the class scores above another, ties counting half; None where either is missing."""
    others, own = counts
    if not own.sum() or not others.sum():
        return None
    below = np.cumsum(others) - others
    return float((own * (below + others / 2)).sum() / (own.sum() * others.sum()))


def average_precision(counts: np.ndarray) -> float | None:
    """Σ (recall gained) · precision over the thresholds, highest first; None without a row of the class."""
    others, own = counts[:, ::-1]
    if not own.sum():
        return None
    found = np.cumsum(own)
    precision = found / np.maximum(found + np.cumsum(others), 1)
    return float((own * precision).sum() / own.sum())


def mean_over(values: Sequence[float | None]) -> float | None:
    """Of the classes that have a value; None when none has."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def roc_points(counts: np.ndarray) -> dict[str, list[float]] | None:
    """Shares of the others (fpr) and of the class (tpr) above each threshold, from (0, 0) to (1, 1)."""
    others, own = counts[:, ::-1]
    if not own.sum() or not others.sum():
        return None
    false, true = (np.concatenate([[0.0], np.cumsum(part) / part.sum()]) for part in (others, own))
    return _columns(fpr=false, tpr=true)


def pr_points(counts: np.ndarray) -> dict[str, list[float]] | None:
    """Precision by recall, from the highest threshold to the lowest."""
    others, own = counts[:, ::-1]
    if not own.sum():
        return None
    found, wrong = np.cumsum(own), np.cumsum(others)
    said = found + wrong > 0
    recall, precision = found[said] / own.sum(), found[said] / (found[said] + wrong[said])
    return _columns(recall=recall, precision=precision)


def _columns(**columns: np.ndarray) -> dict[str, list[float]]:
    """At most ``MOST_POINTS`` points, at even distances along the curve, its ends among them."""
    first, second = columns.values()
    way = np.concatenate([[0.0], np.cumsum(np.abs(np.diff(first)) + np.abs(np.diff(second)))])
    kept = np.unique(np.searchsorted(way, np.linspace(0, way[-1], MOST_POINTS)).clip(0, len(way) - 1))
    return {name: np.round(values[kept], _DIGITS).tolist() for name, values in columns.items()}
