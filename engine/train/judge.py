"""Watches one score on the validation rows: which evaluation was the best, and since when nothing has improved.

Plain numbers, so that a checkpoint can keep them.
"""

import math
from typing import Any

from engine.schema.metrics import Judged, MetricName, is_better


class Judge:
    """``patience`` counts evaluations that do not better the score by more than ``min_delta``; without, it never ends."""

    def __init__(self, metric: MetricName, patience: int | None = None, min_delta: float = 0.0) -> None:
        self.metric = metric
        self._patience, self._min_delta = patience, min_delta
        self._mark: float | None = None  # what an improvement is measured from
        self.best: Judged | None = None
        self.without_improvement = 0

    def see(self, values: dict[str, Any], step: int) -> bool:
        """Take note of an evaluation; True when it is the best so far. One without the score improves nothing."""
        value = values.get(self.metric)
        if value is None or not math.isfinite(value):
            self.without_improvement += 1
            return False
        improved = self._mark is None or is_better(self.metric, value, self._mark, self._min_delta)
        self._mark = value if improved else self._mark
        self.without_improvement = 0 if improved else self.without_improvement + 1
        if self.best is not None and not is_better(self.metric, value, self.best.value):
            return False
        self.best = Judged(metric=self.metric, value=value, step=step)
        return True

    def forget_best(self) -> None:
        """Its weights are gone: whatever comes next is the best there is."""
        self.best = None

    @property
    def is_over(self) -> bool:
        return self._patience is not None and self.without_improvement >= self._patience

    def as_json(self) -> dict[str, Any]:
        best = None if self.best is None else self.best.model_dump(mode="json")
        return {"best": best, "mark": self._mark, "without_improvement": self.without_improvement}

    def load(self, value: dict[str, Any]) -> None:
        """The inverse of ``as_json``; of an older program's checkpoint, which knows none of it, a fresh start."""
        best = value.get("best")
        self.best = Judged.model_validate(best) if best is not None else None
        self._mark, self.without_improvement = value.get("mark"), value.get("without_improvement", 0)
