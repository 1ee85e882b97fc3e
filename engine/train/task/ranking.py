"""How well scores put the rows of a class before all others: ROC and precision–recall, from histograms that add up.

A histogram counts the rows of the class, and the others, by the log-odds of their score in 1,024 bins of 1/32 between
−16 and 16: rows within 3 % of the same odds count as equal. Where log-odds spread over one or more, as those of any
model that has learnt something do, both areas are exact to 0.001.
"""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

BINS = 1024
MOST_POINTS = 101  # of a curve
_LARGEST = 16.0  # log-odds: e⁻¹⁶ is one in nine million
_DIGITS = 5


def log_odds(scores: Tensor) -> Tensor:
    """Of each class against all others, from scores before softmax; rows × classes, in double."""
    shares = functional.log_softmax(scores.double(), dim=1)
    return shares - torch.log(-torch.expm1(shares))


def tally(odds: Tensor, truth: Tensor) -> Tensor:
    """Classes × 2 × bins: how many of the rows that are of the class (second) and are not (first) fall in each bin.

    ``odds`` and ``truth`` (booleans) are rows × classes.
    """
    classes = odds.shape[1]
    places = ((odds + _LARGEST) * (BINS / (2 * _LARGEST))).nan_to_num(0.0).clamp(0, BINS - 1).long()
    cells = (torch.arange(classes, device=odds.device) * 2 + truth.long()) * BINS + places
    return torch.bincount(cells.flatten(), minlength=classes * 2 * BINS).reshape(classes, 2, BINS).double()


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
