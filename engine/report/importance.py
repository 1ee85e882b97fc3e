"""Which columns a model leans on: how much worse it is when one column says nothing (Breiman, 2001)."""

import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from engine.report.scores import Scorer
from engine.schema.metrics import HIGHER_IS_BETTER
from engine.schema.report import Importance

REPEATS = 3
MOST_ROWS = 1000
SECONDS = 20.0  # for all columns; those that come later are not weighed


def importance_of(
    records: Sequence[dict[str, Any]],
    score: Callable[[Sequence[dict[str, Any]]], Scorer],
    metric: str,
    seed: int = 0,
    clock: Callable[[], float] = time.monotonic,
) -> tuple[Importance, ...]:
    """Deal out each column's values anew among the records, and see how the score falls; most important first.

    ``score`` answers records and compares them with their truth.
    """
    ones = np.ones(len(records))
    whole = score(records).one(metric, ones)
    sign = 1 if metric in HIGHER_IS_BETTER else -1
    generator, end = np.random.default_rng(seed), clock() + SECONDS
    found = []
    for column in records[0]:
        if clock() > end:
            break
        drops = []
        for _ in range(REPEATS):
            order = generator.permutation(len(records))
            dealt = [
                {**record, column: records[other][column]}
                for record, other in zip(records, order, strict=True)
            ]
            drops.append(sign * (whole - score(dealt).one(metric, ones)))
        found.append(Importance(column=column, drop=float(np.mean(drops)), deviation=float(np.std(drops))))
    return tuple(sorted(found, key=lambda importance: -importance.drop))
