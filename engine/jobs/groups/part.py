"""One run of a group as decisions see it: its state, its score so far, its settings. Plain values."""

import math
from dataclasses import dataclass, field
from typing import Any

from engine.jobs.store import JobRow
from engine.schema.job import ENDED, Job, Part, State
from engine.schema.metrics import HIGHER_IS_BETTER
from engine.schema.problem import Problem

Curve = tuple[tuple[int, float | None], ...]


@dataclass(frozen=True)
class Seen:
    """A part at this moment. Its score is of the metric that the group judges by, on the validation rows."""

    number: int
    job: str
    state: State
    values: dict[str, Any] = field(default_factory=dict)
    round: int = 0
    attempt: int = 1
    cut: str | None = None
    devices: tuple[str, ...] = ()
    metrics: dict[str, dict[str, Any]] = field(default_factory=dict)  # by split, as its run told them
    curve: Curve = ()
    score: float | None = None
    seconds: float | None = None  # of training
    wall: float | None = None  # seconds from its first start to its end
    epochs: float | None = None  # passes over the training rows so far
    model: str | None = None
    error: Problem | None = None

    @property
    def is_live(self) -> bool:
        return self.state not in ENDED

    @property
    def is_finished(self) -> bool:
        return self.state == State.FINISHED

    @property
    def numbers(self) -> dict[str, dict[str, float | None]]:
        """Its scores that are numbers, by split; tables and names left out."""
        return {split: numbers(values) for split, values in self.metrics.items()}

    @property
    def word(self) -> str:
        """Its state as events say it: what the engine cut short is told from what failed."""
        return self.cut if self.cut and self.state == State.STOPPED else self.state.value


def seen(row: JobRow, metric: str, takes_best: bool) -> Seen:
    """A part from its row. ``takes_best``: its model is of its best evaluation rather than of its last."""
    job, fold = row.job, row.fold
    part = job.part or Part(number=0)
    curve = tuple((step, _number(values.get(metric))) for step, values in fold.evaluations)
    return Seen(
        number=part.number,
        job=job.id,
        state=job.state,
        values=part.values,
        round=part.round,
        attempt=part.attempt,
        cut=part.cut,
        devices=_devices(job),
        metrics=job.metrics or {},
        curve=curve,
        score=_score(job, curve, metric, takes_best),
        seconds=fold.elapsed,
        wall=job.ended - job.started if job.ended and job.started else None,
        epochs=fold.step / fold.steps_per_epoch if fold.steps_per_epoch else None,
        model=job.model,
        error=job.error,
    )


def standing(job: Job) -> Seen:
    """A part without its scores: enough to see whether it follows its group."""
    part = job.part or Part(number=0)
    return Seen(number=part.number, job=job.id, state=job.state, attempt=part.attempt, cut=part.cut)


def numbers(values: dict[str, Any]) -> dict[str, float | None]:
    """Of one split."""
    return {
        name: _number(value)
        for name, value in values.items()
        if value is None or (isinstance(value, int | float) and not isinstance(value, bool))
    }


def better_of(metric: str, scores: list[float]) -> float:
    """The best of some scores."""
    return max(scores) if metric in HIGHER_IS_BETTER else min(scores)


def _score(job: Job, curve: Curve, metric: str, takes_best: bool) -> float | None:
    final = _number((job.metrics or {}).get("validation", {}).get(metric))
    if job.state == State.FINISHED and final is not None:
        return final
    finite = [value for _, value in curve if value is not None]
    if not finite:
        return None
    return better_of(metric, finite) if takes_best else finite[-1]


def _devices(job: Job) -> tuple[str, ...]:
    strategy = getattr(job.spec, "strategy", None)
    return job.devices or tuple(getattr(strategy, "devices", ()))


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else None
