"""All runs as a table's rows, those of one job folded beneath it; kept up to date one by one."""

import time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt

from gui.forms.labels import model_words, task_words
from gui.forms.setting_labels import settings_words
from gui.i18n.amounts import ago, duration
from gui.state.job_facts import JobScore, devices_of, metric_of, model_name, run_of, score_of, state_of
from gui.widgets.badge import state_word
from gui.widgets.cells import ID, SORT, VALUE
from gui.widgets.chart_axis import figure
from gui.widgets.folded_model import FoldedModel
from gui.widgets.part_words import done_words, kind_words, part_words
from gui.widgets.phase_words import phase_words
from gui.widgets.score_words import score_rank, score_words

if TYPE_CHECKING:
    from engine.schema.job import Job

STATE, NAME, TASK, MODEL, PROGRESS, SCORE, CURVE, TIME, DEVICES, CREATED = range(10)
ACTIVE = frozenset({"waiting", "starting", "running", "pausing", "paused", "stopping"})
_ORDER = ("running", "starting", "pausing", "stopping", "waiting", "paused", "failed", "stopped", "finished")
_BAR = {"finished": "good", "failed": "bad", "stopped": "dim", "paused": "warning"}


class RunsModel(FoldedModel):
    """Rows in the order they came; the proxy sorts."""

    right = (SCORE,)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._titles = (
            self.tr("State"), self.tr("Name"), self.tr("Task"), self.tr("Model"), self.tr("Progress"),
            self.tr("Score"), self.tr("Curve"), self.tr("Time"), self.tr("Devices"), self.tr("Created"),
        )  # fmt: skip

    def key_of(self, item: "Job") -> str:
        return item.id

    def above_of(self, item: "Job") -> str | None:
        return item.parent

    def cell(self, item: "Job", column: int, role: int) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._text(item, column)
            case Qt.ItemDataRole.ToolTipRole:
                return self._tip(item, column)
            case _ if role == VALUE:
                return self._drawn(item, column)
            case _ if role == SORT:
                return self._sorted_by(item, column)
            case _ if role == ID:
                return item.id
        return None

    def score(self, job: "Job") -> JobScore | None:
        """Its score; of a sweep that runs, the best of the trials that have finished."""
        above = self._above(job)
        told = score_of(job, metric_of(above.spec) if above is not None else None)
        if told is None and job.kind in ("sweep", "search"):
            scores = [self.score(part) for part in self.beneath(job.id) if part.state == "finished"]
            ranked = sorted((score for score in scores if score is not None), key=_rank)
            return ranked[0] if ranked else None
        return told

    def _text(self, job: "Job", column: int) -> str:
        match column:
            case 0:
                return state_word(state_of(job))
            case 1:
                return self._name(job)
            case 2:
                return task_words(run_of(job.spec).task) if job.part is None else ""
            case 3:
                name = model_name(job.spec)
                return model_words(name) if name else self.tr("several")
            case 4:
                return self._progress(job)
            case 5:
                return _score_text(self.score(job))
            case 6:
                return ""
            case 7:
                return self._time(job)
            case 8:
                return _devices(job)
            case _:
                return ago(job.created)

    def _name(self, job: "Job") -> str:
        if job.trial:
            return self.tr("{0} (trial)").format(job.name)
        above = self._above(job)
        return part_words(above.kind, job.part.number) if above is not None and job.part else job.name

    def _note(self, job: "Job") -> str:
        """Beside the name: what a job is made of, or what makes a part differ from its siblings."""
        if job.is_group:
            return kind_words(job.kind, job.progress.total_steps)
        return settings_words(job.part.values) if job.part is not None else ""

    def _above(self, job: "Job") -> "Job | None":
        return self._tops[self._rows[job.parent]] if job.parent in self._rows else None

    def _progress(self, job: "Job") -> str:
        if job.is_group:
            return done_words(job.kind, job.progress.step, job.progress.total_steps)
        share = share_done(job)
        return "" if share is None else f"{share:.0%}"

    def _time(self, job: "Job") -> str:
        if job.state in ("starting", "running"):
            left = job.progress.seconds_left
            if job.is_group and left is None:
                return self._progress(job)
            return (
                self.tr("{0} left").format(duration(left))
                if left is not None
                else phase_words(job.progress.phase)
            )
        if job.started and job.ended:
            return duration(job.ended - job.started)
        return ""

    def _tip(self, job: "Job", column: int) -> str | None:
        if column == NAME:
            # A tool tip guesses whether it is markup; a name must not be.
            told = " · ".join(part for part in (job.name, self._note(job)) if part)
            return told.replace("<", "‹").replace(">", "›")
        if column in (TASK, MODEL, PROGRESS, SCORE):
            return self._text(job, column)
        if column == CREATED:
            return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(job.created))
        return None

    def _drawn(self, job: "Job", column: int) -> Any:
        match column:
            case 0:
                return state_of(job)
            case 1:
                return (self._name(job), self._note(job))
            case 4:
                return (share_done(job), _BAR.get(str(job.state), "accent"))
            case 6:
                return list(job.progress.spark) or None
        return None

    def _sorted_by(self, job: "Job", column: int) -> Any:
        match column:
            case 0:
                return (_ORDER.index(job.state) if job.state in _ORDER else len(_ORDER), job.position)
            case 1:
                return (job.part.number if job.part is not None else -1, job.name.lower())
            case 2:
                return run_of(job.spec).task
            case 3:
                return model_name(job.spec) or ""
            case 4:
                return share_done(job) or 0.0
            case 5:
                return _rank(self.score(job))
            case 7:
                return job.progress.seconds_left or (
                    (job.ended or 0.0) - (job.started or 0.0) if job.ended else 0.0
                )
            case 8:
                return _devices(job)
            case 9:
                return job.created
        return 0


def share_done(job: "Job") -> float | None:
    """How much of a run is done; a finished one is done though it may have stopped early."""
    if job.state == "finished":
        return 1.0
    total = job.progress.total_steps
    return min(1.0, job.progress.step / total) if total else (0.0 if job.state == "waiting" else None)


def _score_text(score: JobScore | None) -> str:
    """“RMSE 54.31 ± 1.20”."""
    if score is None:
        return ""
    spread = f" ± {figure(score.sd)}" if score.sd is not None else ""
    return f"{score_words(score.metric)} {figure(score.value)}{spread}"


def _rank(score: JobScore | None) -> tuple[float, float]:
    """The better first, score by score; the unknown last."""
    return score_rank(score.metric, score.value) if score is not None else (float("inf"), 0.0)


def _devices(job: "Job") -> str:
    """cpu × 2, cuda:0."""
    devices = devices_of(job)
    counted = {device: devices.count(device) for device in dict.fromkeys(devices)}
    return ", ".join(device if count == 1 else f"{device} × {count}" for device, count in counted.items())
