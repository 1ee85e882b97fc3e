"""Scores of answers, exactly; each row counts as often as its weight says, which is what a bootstrap needs.

A score that cannot be told (no spread, or one class alone) is NaN.
"""

from collections.abc import Callable
from functools import cached_property

import numpy as np

from engine.report.answers import Answers
from engine.schema.metrics import MOST_CLASSES_RANKED

_ROUNDING = 1e-24  # of a mean square: less than that is no spread


class Scorer:
    """The scores of one set of answers under any weights of its rows."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers

    def scores(self, weights: np.ndarray | None = None) -> dict[str, float]:
        """Every score that fits the task; ``weights`` (rows,) are counts."""
        weights = np.ones(len(self.answers)) if weights is None else weights
        return self._of_classes(weights) if self.answers.labels else self._of_numbers(weights)

    def one(self, metric: str, weights: np.ndarray) -> float:
        """The score by which slices and columns are weighed."""
        if metric == "rmse":
            return float(np.sqrt(_mean(self.answers.losses, weights)))
        return _mean(self._hits, weights)

    def _of_numbers(self, weights: np.ndarray) -> dict[str, float]:
        truth = self.answers.truth
        error = self.answers.given - truth
        squared = _mean(error**2, weights)
        spread = _mean((truth - _mean(truth, weights)) ** 2, weights)
        known = np.where(truth != 0, weights, 0)
        relative = np.abs(error) / np.where(truth != 0, np.abs(truth), 1)
        return {
            "rmse": float(np.sqrt(squared)),
            "mae": _mean(np.abs(error), weights),
            "r2": 1 - squared / spread if spread > _ROUNDING * _mean(truth**2, weights) else np.nan,
            "mape": _mean(relative, known),
        }

    def _of_classes(self, weights: np.ndarray) -> dict[str, float]:
        return {
            "accuracy": _mean(self._hits, weights),
            "f1_macro": self._f1(weights),
            **self._areas(weights),
            "loss": _mean(self._losses, weights),
        }

    def _areas(self, weights: np.ndarray) -> dict[str, float]:
        """Not of very many classes: with its resamples a thousand would take five minutes."""
        if len(self.answers.labels) > MOST_CLASSES_RANKED:
            return {}
        return {
            "roc_auc": self._mean_over_classes(roc_auc, weights),
            "pr_auc": self._mean_over_classes(average_precision, weights),
        }

    @cached_property
    def _hits(self) -> np.ndarray:
        return self.answers.hits.astype(np.float64)

    @cached_property
    def _losses(self) -> np.ndarray:
        return self.answers.losses

    @cached_property
    def _chosen(self) -> np.ndarray:
        """What was answered, 0 or 1 for each row and class."""
        if self.answers.several:
            return (self.answers.given >= 0.5).astype(np.float64)
        return np.eye(len(self.answers.labels))[self.answers.given.argmax(axis=1)]

    @cached_property
    def _ranks(self) -> list[np.ndarray]:
        """Of each class, the place of each row's probability among all that differ, smallest first."""
        given = self.answers.given
        return [np.unique(given[:, number], return_inverse=True)[1] for number in range(given.shape[1])]

    def _f1(self, weights: np.ndarray) -> float:
        hits = weights @ (self._chosen * self.answers.truth)
        named = weights @ self._chosen + weights @ self.answers.truth
        return float(np.mean(2 * hits / np.maximum(named, 1e-12)))

    def _mean_over_classes(self, score: "RankedScore", weights: np.ndarray) -> float:
        """One against the rest; of two classes the second alone, as is the custom."""
        numbers = (
            [1] if len(self.answers.labels) == 2 and not self.answers.several else range(len(self._ranks))
        )
        values = [score(self._ranks[n], weights * self.answers.truth[:, n], weights) for n in numbers]
        known = [value for value in values if not np.isnan(value)]
        return float(np.mean(known)) if known else np.nan


RankedScore = Callable[[np.ndarray, np.ndarray, np.ndarray], float]


def roc_auc(ranks: np.ndarray, positive: np.ndarray, weights: np.ndarray) -> float:
    """Chance that a row of the class is ranked above one of another, ties by half (Mann and Whitney, 1947)."""
    good, bad = np.bincount(ranks, positive), np.bincount(ranks, weights - positive)
    below = np.cumsum(bad) - bad
    pairs = good.sum() * bad.sum()
    return float((good * (below + bad / 2)).sum() / pairs) if pairs > 0 else np.nan


def average_precision(ranks: np.ndarray, positive: np.ndarray, weights: np.ndarray) -> float:
    """Area under precision over recall as a sum of steps, rows of equal probability taken together."""
    good, every = np.bincount(ranks, positive)[::-1], np.bincount(ranks, weights)[::-1]
    total = good.sum()
    if total <= 0:
        return np.nan
    seen = np.cumsum(every)
    precision = np.divide(np.cumsum(good), seen, out=np.zeros_like(seen), where=seen > 0)
    return float((precision * good).sum() / total)


def _mean(values: np.ndarray, weights: np.ndarray) -> float:
    total = weights.sum()
    return float(values @ weights / total) if total > 0 else np.nan
