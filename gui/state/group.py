"""A job made of runs as the screen shows it: its events, and its parts as they are at this moment. No widgets."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from gui.state.event_feed import EventFeed
from gui.state.group_record import GroupRecord, PartRecord
from gui.state.job_facts import metric_of, score_of, state_of
from gui.state.run import RunState

if TYPE_CHECKING:
    from engine.schema.api import PartRow
    from engine.schema.job import Job
    from gui.context import Context

_CURVES_MS = 2000  # events tell a part's curve at its end; while it runs the engine is asked
_SOON_MS = 300  # parts tell of every lot of their steps


@dataclass(frozen=True)
class GroupPart:
    """One part: what its job's events told, and what its run says now."""

    number: int
    job: str
    state: str  # a job's states, or “pruned” and “budget”
    values: dict[str, Any] = field(default_factory=dict)
    round: int = 0
    score: float | None = None  # on the validation rows, so far
    metrics: dict[str, dict[str, float | None]] = field(default_factory=dict)
    curve: tuple[tuple[int, float | None], ...] = ()
    seconds: float | None = None
    model: str | None = None
    is_best: bool = False
    error: Any = None  # Problem


class GroupState(QObject):
    """Follows one job made of runs; ``changed`` tells that ``parts`` or ``record`` have."""

    changed = Signal()
    refused = Signal(object)  # tuple[Problem, ...]: the engine knows no such job

    def __init__(self, context: "Context", job_id: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.job_id = job_id
        self._context = context
        self._curves: dict[int, tuple[tuple[int, float | None], ...]] = {}
        self._asking = False
        self._run = RunState(self, GroupRecord())
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self.changed)
        self._curve_clock = QTimer(self, interval=_CURVES_MS)
        self._curve_clock.timeout.connect(self.ask_curves)
        self._run.changed.connect(lambda _: self._tell_soon())
        context.library.job_changed.connect(self._on_job_changed)
        self._feed = EventFeed(context.connection, job_id, self._run, self.refused.emit)
        self.destroyed.connect(self._feed.close)

    @property
    def record(self) -> GroupRecord:
        record: GroupRecord = self._run.record
        return record

    @property
    def job(self) -> "Job | None":
        return self._context.library.jobs.get(self.job_id)

    def watch_curves(self, watched: bool) -> None:
        """Ask for the curves of running parts now and again: only while somebody looks."""
        self._curve_clock.start() if watched else self._curve_clock.stop()

    def close_streams(self) -> None:
        """Stop following; whoever looks is about to go."""
        self._feed.close()
        self._curve_clock.stop()

    def parts(self) -> list[GroupPart]:
        """By number."""
        jobs = self._context.library.jobs
        return [self._part(told, jobs.get(told.job)) for _, told in sorted(self.record.parts.items())]

    def baseline(self, split: str) -> dict[str, Any]:
        """The naive answer's scores on a split, each the mean over the parts where they differ by their rows."""
        told = ((self.record.summary or {}).get("metrics") or {}).get(split, {}).get("baseline")
        if isinstance(told, dict):
            means = {name: value["mean"] for name, value in told.items() if isinstance(value, dict)}
            return {**told, **means}
        jobs = (self._context.library.jobs.get(part.job) for part in self.record.parts.values())
        known = [((job.metrics or {}).get(split) or {}).get("baseline") for job in jobs if job is not None]
        return _means([baseline for baseline in known if isinstance(baseline, dict)])

    def _part(self, told: PartRecord, job: "Job | None") -> GroupPart:
        return GroupPart(
            number=told.number,
            job=told.job,
            state=state_of(job) if job is not None else told.state,
            values=told.values,
            round=told.round,
            score=told.score if told.is_ended or job is None else self._score_now(job),
            metrics=told.metrics,
            curve=told.curve or self._curves.get(told.number, ()),
            seconds=told.seconds if told.is_ended else None,
            model=job.model if job is not None else None,
            is_best=told.number == self.record.best,
            error=job.error if job is not None else None,
        )

    def _score_now(self, part: "Job") -> float | None:
        score = score_of(part, metric_of(self.job.spec)) if self.job is not None else None
        return score.value if score is not None else None

    def _on_job_changed(self, job_id: str) -> None:
        job = self._context.library.jobs[job_id]
        if job_id == self.job_id:
            self._feed.follow_on(str(job.state))
            self.changed.emit()
        elif job.parent == self.job_id:
            self._tell_soon()

    def _tell_soon(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def ask_curves(self) -> None:
        """What the parts that run have measured so far."""
        if self._asking or not self.record.running:
            return
        self._asking = True
        group = self.job_id
        self._context.connection.call(
            lambda engine: engine.parts(group), self._on_curves, lambda _: self._on_curves([]), self
        )

    def _on_curves(self, rows: "list[PartRow]") -> None:
        self._asking = False
        self._curves |= {row.number: row.curve for row in rows}
        self._tell_soon()


def _means(baselines: list[dict[str, Any]]) -> dict[str, Any]:
    if not baselines:
        return {}
    names = [name for name, value in baselines[0].items() if isinstance(value, int | float)]
    known = {
        name: [one[name] for one in baselines if isinstance(one.get(name), int | float)] for name in names
    }
    return {
        "name": baselines[0].get("name"),
        **{name: sum(values) / len(values) for name, values in known.items()},
    }
