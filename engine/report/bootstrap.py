"""How far a score could be off by the luck of the test rows: percentile bootstrap (Efron, 1979)."""

import math
from collections.abc import Callable

import numpy as np

from engine.report.scores import Scorer
from engine.schema.report import Score

RESAMPLES = 500
_BORDERS = (2.5, 97.5)  # percentiles: 95 of 100
_FEWEST = 10  # rows; fewer say nothing of their spread


def intervals(scorer: Scorer, seed: int = 0) -> dict[str, Score]:
    """Every score with its interval; rows are drawn with replacement, as many as there are."""
    values = scorer.scores()
    drawn = [scorer.scores(weights) for weights in resamples(len(scorer.answers), seed)]
    return {name: score_of(value, [scores[name] for scores in drawn]) for name, value in values.items()}


def interval(measure: Callable[[np.ndarray], float], rows: int, seed: int = 0) -> Score:
    """One measure with its interval; it is given how often each row counts."""
    drawn = [measure(weights) for weights in resamples(rows, seed)]
    return score_of(measure(np.ones(rows)), drawn)


def resamples(rows: int, seed: int) -> list[np.ndarray]:
    """How often each row is drawn, one array for each resample; none where rows are too few."""
    if rows < _FEWEST:
        return []
    generator = np.random.default_rng(seed)
    shares = np.full(rows, 1 / rows)
    return [generator.multinomial(rows, shares).astype(np.float64) for _ in range(RESAMPLES)]


def score_of(value: float, drawn: list[float]) -> Score:
    """A value with the borders of what was drawn."""
    known = [other for other in drawn if math.isfinite(other)]
    if not known:
        return Score(value=finite(value))
    low, high = np.percentile(known, _BORDERS)
    return Score(value=finite(value), low=float(low), high=float(high))


def finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
