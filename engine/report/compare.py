"""Are two models really different? The same test rows, answered by both; the difference with its chance of being luck."""

import math

import numpy as np

from engine.report.answers import Answers
from engine.report.bootstrap import finite, interval, resamples, score_of
from engine.report.scores import Scorer
from engine.schema.report import Difference


def difference_of(first: str, second: str, ours: Answers, theirs: Answers) -> Difference:
    """Two models by id with their answers; only rows that both answered are compared."""
    _, mine, other = np.intersect1d(ours.rows, theirs.rows, return_indices=True)
    one, two = Scorer(ours.take(mine)), Scorer(theirs.take(other))
    metric, rows = ("accuracy" if ours.labels else "rmse"), len(mine)
    drawn = [one.one(metric, w) - two.one(metric, w) for w in resamples(rows, seed=0)]
    every = np.ones(rows)
    return Difference(
        first=first,
        second=second,
        rows=rows,
        metric=metric,
        scores=(
            interval(lambda weights: one.one(metric, weights), rows),
            interval(lambda weights: two.one(metric, weights), rows),
        ),
        difference=score_of(one.one(metric, every) - two.one(metric, every), drawn),
        p_value=_p_value(one.answers, two.answers) if rows else None,
        same_rows=len(ours) == len(theirs) == rows,
    )


def _p_value(one: Answers, two: Answers) -> float | None:
    """Of classes McNemar's exact test (1947) on the rows that one alone got right; of numbers a sign-flip test of the
    paired squared errors (Fisher, 1935)."""
    if one.labels:
        ours, theirs = one.hits, two.hits
        return _binomial(int((ours & ~theirs).sum()), int((theirs & ~ours).sum()))
    return _sign_flips(one.losses - two.losses)


def _binomial(wins: int, losses: int) -> float:
    """Chance of a split at least as uneven when both are equally good; two-sided."""
    total = wins + losses
    if not total:
        return 1.0
    tail = sum(_chance(total, k) for k in range(min(wins, losses) + 1))
    return min(1.0, 2 * tail)


def _chance(total: int, k: int) -> float:
    logarithm = math.lgamma(total + 1) - math.lgamma(k + 1) - math.lgamma(total - k + 1) - total * math.log(2)
    return math.exp(logarithm)


def _sign_flips(differences: np.ndarray, repeats: int = 2000) -> float | None:
    observed = abs(differences.mean())
    generator = np.random.default_rng(0)
    means = [
        abs((differences * generator.choice((-1.0, 1.0), len(differences))).mean()) for _ in range(repeats)
    ]
    return finite((1 + sum(mean >= observed for mean in means)) / (repeats + 1))
