"""How far the run is, in words, a bar, and a few numbers."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from gui.i18n.amounts import duration, energy_parts
from gui.state.run_record import RunRecord
from gui.widgets.card import Card
from gui.widgets.chart_axis import figure, thousands
from gui.widgets.key_number import KeyNumber
from gui.widgets.phase_words import phase_words
from gui.widgets.progress_line import ProgressLine
from gui.widgets.score_words import score_words

if TYPE_CHECKING:
    from engine.schema.job import Job


class ProgressCard(Card):
    """Shows a job and what its events say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._progress = ProgressLine()
        self.words, self.left = self._progress.words, self._progress.left
        self.loss = KeyNumber(self.tr("train loss"), width=66)
        self.validation = KeyNumber(self.tr("validation"), width=104)
        self.best = KeyNumber(self.tr("best"), width=132)
        self.best.hide()
        self.speed = KeyNumber(self.tr("throughput"), unit=self.tr("rows/s"), width=108)
        self.elapsed = KeyNumber(self.tr("training time"), width=86)
        self.energy = KeyNumber(self.tr("energy"), width=80)
        self.energy.hide()
        row = QHBoxLayout()
        row.setSpacing(22)
        row.addWidget(self._progress, 1)
        for number in (self.loss, self.validation, self.best, self.speed, self.elapsed, self.energy):
            row.addWidget(number)
        self.body.addLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_run(self, job: "Job", record: RunRecord) -> None:
        step, total = _step(job, record), _total(job, record)
        share = min(1.0, step / total) if total else None
        if job.state == "finished":
            share = 1.0
        self._progress.set_share(share, str(job.state))
        self.words.setText(self._words(job, record, step, total))
        self.left.setText(self._left(job, record, share))
        self._show_numbers(job, record)

    def _words(self, job: "Job", record: RunRecord, step: int, total: int | None) -> str:
        phase = record.phase or job.progress.phase
        if job.state == "waiting":
            return self.tr("Waiting for its devices: {0}").format(", ".join(job.spec.strategy.devices))
        if job.state in ("starting", "running") and not step:
            return phase_words(phase) or self.tr("Starting its processes")
        parts = []
        per_epoch = record.started.get("steps_per_epoch")
        if per_epoch and total:
            epochs = -(-total // per_epoch)
            now = min(max(-(-step // per_epoch), 1), epochs)
            parts.append(self.tr("Epoch {0} of {1}").format(thousands(now), thousands(epochs)))
        steps = (
            self.tr("step {0} / {1}").format(thousands(step), thousands(total))
            if total
            else self.tr("step {0}").format(thousands(step))
        )
        parts.append(steps)
        if record.phase in ("evaluate", "save") and job.state == "running":
            parts.append(phase_words(record.phase))
        if record.ended and record.ended.get("early"):
            parts.append(self.tr("stopped early: validation no longer improved"))
        return " · ".join(parts)

    def _left(self, job: "Job", record: RunRecord, share: float | None) -> str:
        percent = "" if share is None else f"{share:.0%}"
        if job.state == "finished":
            took = (job.ended or 0) - (job.started or job.created)
            return self.tr("finished in {0}").format(duration(took))
        seconds = job.progress.seconds_left
        if job.state == "running" and seconds is not None:
            percent = self.tr("about {0} left · {1}").format(duration(max(seconds, 1.0)), percent)
        return percent

    def _show_numbers(self, job: "Job", record: RunRecord) -> None:
        loss = record.loss if record.loss is not None else job.progress.loss
        self.loss.set_value(figure(loss))
        validation = (
            record.validation_loss if record.validation_loss is not None else job.progress.validation_loss
        )
        self.validation.set_value(figure(validation))
        by_loss = record.judged is None or record.judged["metric"] == "loss"
        self.validation.set_note(self.tr("best") if by_loss and record.validation_is_best else "")
        self._show_best(record)
        self._show_speed(job, record)
        self.elapsed.set_value(duration(record.elapsed if record.step else None))
        used = record.energy
        self.energy.setVisible(used is not None)
        self.energy.set_value(*energy_parts(used))

    def _show_best(self, record: RunRecord) -> None:
        """By the score that judges. While that is the loss and the newest is the best, the word beside it says so."""
        judged = record.judged
        shown = judged is not None and (judged["metric"] != "loss" or not record.validation_is_best)
        self.best.setVisible(shown)
        if judged is not None and shown:
            self.best.set_caption(self.tr("best {0}").format(score_words(judged["metric"])))
            self.best.set_value(
                figure(judged["value"]), self.tr("step {0}").format(thousands(judged["step"]))
            )

    def _show_speed(self, job: "Job", record: RunRecord) -> None:
        recent = sorted(record.series["throughput"].values[-9:].tolist())
        told = job.progress.samples_per_second
        speed = recent[len(recent) // 2] if recent else told and told * record.units_per_row
        unit = self.tr("tok/s") if record.units == "tokens" else self.tr("rows/s")
        self.speed.set_value(figure_short(speed), unit)


def figure_short(value: float | None) -> str:
    """Three figures are enough for a rate: 980, 1.53k, 41.2k."""
    if value is None:
        return "–"
    if value >= 10_000:
        return figure(value)
    return thousands(value) if value >= 100 else f"{value:.1f}"


def _step(job: "Job", record: RunRecord) -> int:
    return record.step or job.progress.step


def _total(job: "Job", record: RunRecord) -> int | None:
    return record.started.get("total_steps") or job.progress.total_steps
