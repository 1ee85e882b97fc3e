"""Scores of several runs as mean and standard deviation. Arithmetic alone."""

import math
from collections.abc import Sequence
from typing import Any

from engine.jobs.groups.part import Seen, numbers


def over_folds(parts: Sequence[Seen]) -> dict[str, dict[str, Any]]:
    """By split and score: ``{"mean", "sd", "values"}``, the values in the order of the folds that finished.

    The standard deviation is that of a sample, n − 1 in the denominator; None of fewer than two.
    A score that a fold does not have (R² of a single row) is None, and left out of the mean.
    """
    done = sorted((part for part in parts if part.is_finished), key=lambda part: part.number)
    folds = [part.numbers for part in done]
    splits = dict.fromkeys(split for fold in folds for split in fold)
    return {
        split: _scores([fold.get(split, {}) for fold in folds]) | _baseline(split, done) for split in splits
    }


def _scores(folds: list[dict[str, float | None]]) -> dict[str, Any]:
    names = dict.fromkeys(name for fold in folds for name in fold)
    return {name: spread([fold.get(name) for fold in folds]) for name in names}


def _baseline(split: str, done: Sequence[Seen]) -> dict[str, Any]:
    """What a simple guess had on the same folds."""
    told = [part.metrics.get(split, {}).get("baseline") for part in done]
    known = [baseline for baseline in told if isinstance(baseline, dict)]
    if not known or len(known) < len(done):
        return {}
    return {"baseline": {"name": known[0].get("name"), **_scores([numbers(guess) for guess in known])}}


def spread(values: Sequence[float | None]) -> dict[str, Any]:
    """Mean and sample standard deviation of the values that are there."""
    known = [value for value in values if value is not None]
    mean = math.fsum(known) / len(known) if known else None
    sd = None
    if mean is not None and len(known) > 1:
        sd = math.sqrt(math.fsum((value - mean) ** 2 for value in known) / (len(known) - 1))
    return {"mean": mean, "sd": sd, "values": list(values)}
