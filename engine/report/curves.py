"""Curves of a classifier, and the answers of a regression beside the truth; few enough points to draw."""

import numpy as np

from engine.report.answers import Answers
from engine.schema.report import CalibrationBin, Curve

MOST_POINTS = 200
MOST_CLASSES = 20  # more curves in one picture cannot be told apart
PAIRS = 1000  # of answers and truths
_BINS = 10


def roc_curve(truth: np.ndarray, given: np.ndarray) -> Curve:
    """False positive rate over true positive rate, from the strictest threshold to the mildest."""
    good, bad = _counted(truth, given)
    x, y = bad / max(bad[-1], 1), good / max(good[-1], 1)
    return _thinned(np.r_[0, x], np.r_[0, y])


def precision_recall_curve(truth: np.ndarray, given: np.ndarray) -> Curve:
    """Recall over precision."""
    good, bad = _counted(truth, given)
    return _thinned(good / max(good[-1], 1), good / np.maximum(good + bad, 1))


def calibration(answers: Answers) -> tuple[CalibrationBin, ...]:
    """Answers by the probability of what was answered: of those given with 0.8, 8 of 10 should be right."""
    confidence, right = answers.given.max(axis=1), answers.hits
    places = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    return tuple(
        CalibrationBin(
            confidence=float(confidence[here].mean()),
            accuracy=float(right[here].mean()),
            rows=int(here.sum()),
        )
        for number in range(_BINS)
        if (here := places == number).any()
    )


def residual_pairs(answers: Answers, seed: int = 0) -> tuple[tuple[float, float], ...]:
    """Answer and truth of some rows, drawn once."""
    places = np.arange(len(answers))
    if len(places) > PAIRS:
        places = np.sort(np.random.default_rng(seed).choice(places, PAIRS, replace=False))
    return tuple(zip(answers.given[places].tolist(), answers.truth[places].tolist(), strict=True))


def _counted(truth: np.ndarray, given: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows of the class, and others, at or above each threshold; rows of equal probability come together."""
    order = np.argsort(-given, kind="stable")
    ends = np.r_[np.flatnonzero(np.diff(given[order])), len(given) - 1]
    good = np.cumsum(truth[order])[ends]
    return good, ends + 1 - good


def _thinned(x: np.ndarray, y: np.ndarray) -> Curve:
    if len(x) > MOST_POINTS:
        kept = np.unique(np.linspace(0, len(x) - 1, MOST_POINTS).round().astype(int))
        x, y = x[kept], y[kept]
    return Curve(x=tuple(x.tolist()), y=tuple(y.tolist()))
