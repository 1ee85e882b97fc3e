"""Several runs side by side: their records, and the settings in which they differ. No widgets."""

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, Signal

from gui.state.event_feed import EventFeed
from gui.state.run import RunState
from gui.widgets.chart_data import Series

if TYPE_CHECKING:
    from engine.schema.job import Job
    from gui.context import Context


class CompareState(QObject):
    """Follows each run; ``changed`` tells whose curves grew."""

    changed = Signal(str)

    def __init__(self, context: "Context", job_ids: list[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.job_ids = job_ids
        self.runs: dict[str, RunState] = {}
        self._feeds: list[EventFeed] = []
        for job_id in job_ids:
            state = self.runs[job_id] = RunState(self)
            state.changed.connect(lambda _, job_id=job_id: self.changed.emit(job_id))
            self._feeds.append(EventFeed(context.connection, job_id, state))
        for feed in self._feeds:
            self.destroyed.connect(feed.close)

    def close_streams(self) -> None:
        for feed in self._feeds:
            feed.close()


def differing_settings(jobs: "list[Job]") -> list[tuple[str, list[str]]]:
    """(dotted path, value in each run) for every setting of the specs that is not the same in all."""
    flat = [_flat(job.spec.model_dump(mode="json")) for job in jobs]
    paths = list(dict.fromkeys(path for one in flat for path in one))
    rows = [(path, [_said(one.get(path)) for one in flat]) for path in paths if path not in ("kind", "name")]
    return [(path, values) for path, values in rows if len(set(values)) > 1]


def final_scores(jobs: "list[Job]", names: list[str]) -> list[tuple[str, str, list[float | None]]]:
    """(split, score, value in each run) of the finished runs' scores that any of them has."""
    rows = []
    for split in ("train", "validation", "test"):
        for name in names:
            values = [((job.metrics or {}).get(split) or {}).get(name) for job in jobs]
            known = [value if isinstance(value, int | float) else None for value in values]
            if any(value is not None for value in known):
                rows.append((split, name, known))
    return rows


def is_proof(jobs: "list[Job]") -> bool:
    """Whether these are two trials that differ in how they lie over the devices alone."""
    if len(jobs) != 2 or not all(job.trial for job in jobs):
        return False
    return all(path.startswith("strategy.") for path, _ in differing_settings(jobs))


def largest_difference(one: Series, other: Series) -> tuple[float, int] | None:
    """(largest relative difference, its step) over the steps that both have; None while they share none."""
    steps, first, second = np.intersect1d(one.steps, other.steps, return_indices=True)
    a, b = one.values[first], other.values[second]
    known = np.isfinite(a) & np.isfinite(b)
    if not known.any():
        return None
    scale = np.maximum(np.abs(b[known]), np.finfo(np.float64).tiny)
    apart = np.abs(a[known] - b[known]) / scale
    worst = int(np.argmax(apart))
    return float(apart[worst]), int(steps[known][worst])


def _flat(value: Any, path: str = "") -> dict[str, Any]:
    if not isinstance(value, dict):
        return {path: value}
    rows: dict[str, Any] = {}
    for key, item in value.items():
        rows |= _flat(item, f"{path}.{key}" if path else key)
    return rows


def _said(value: Any) -> str:
    if value is None:
        return "–"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
