"""Fit check: the memory of one rank against what there is, and the figures of the plan."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from engine.schema.plan import Plan
from gui.i18n.amounts import duration, energy, number, short_number, size, speed
from gui.widgets.button import Button
from gui.widgets.card import Card
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.label import Label
from gui.widgets.stacked_bar import Part, StackedBar

_LEAST = 1e-3  # seconds; nothing takes 0 ms
_WORTH_SAYING = 1.0  # seconds for a checkpoint; less is no reason to think about it
_ALWAYS = ("parameters", "rows", "steps", "ranks", "disk")


class FitCard(Card):
    """Shows a Plan; without one it says that nothing is known yet. ``measure_wanted`` asks for a dry run."""

    measure_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Fit check"))
        self.measure = Button(self.tr("Measure"), "link")
        self.measure.setToolTip(
            self.tr("Runs 20 steps: from then on memory and speed are measured here, not estimated.")
        )
        self.measure.clicked.connect(self.measure_wanted)
        self.add_action(self.measure)
        self._caption = Label(self.tr("Memory per rank"))
        self._total = Label("–").set_tabular()
        line = QHBoxLayout()
        line.addWidget(self._caption)
        line.addStretch()
        line.addWidget(self._total)
        self.add_layout(line)
        self._bar = StackedBar(self.tr("Memory per rank"))
        self.add(self._bar)
        self.show_plan(None)

    def show_plan(self, plan: Plan | None) -> None:
        """Draw the memory of one rank."""
        if plan is None:
            self._total.setText("–")
            self._bar.setMinimumHeight(self._bar.height() if self._bar.isVisible() else 0)  # nothing jumps
            self._bar.set_parts((), 1)
            return
        self._bar.setMinimumHeight(0)
        memory, available = plan.memory, plan.memory_available
        self._total.setText(_of(memory.total, available))
        fits = available is None or memory.total <= available
        self._total.set_role("" if fits else "bad")
        parts = [
            Part(self.tr("weights"), memory.weights, size(memory.weights), "series1"),
            Part(self.tr("gradients"), memory.gradients, size(memory.gradients), "series2"),
            Part(self.tr("optimizer"), memory.optimizer, size(memory.optimizer), "series4"),
            Part(self.tr("activations"), memory.activations, size(memory.activations), "series3"),
            Part(self.tr("buffers"), memory.buffers, size(memory.buffers), "#35b6c9"),
            Part(self.tr("data"), memory.data, size(memory.data), "series5"),
            Part(self.tr("other"), memory.overhead, size(memory.overhead), "faint"),
        ]
        self._bar.set_parts([part for part in parts if part.value], float(available or memory.total))


class PlanCard(Card):
    """Parameters, rows, steps, disk: one line each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.body.setSpacing(0)
        self._values: dict[str, Label] = {}
        self._rows: dict[str, tuple[QWidget, QFrame]] = {}
        self._add("parts", self.tr("Runs"))
        self._add("parameters", self.tr("Trainable parameters"))
        self._add("rows", self.tr("Rows train · validation · test"))
        self._add("steps", self.tr("Steps"))
        self._add("ranks", self.tr("Ranks"))
        self._add("speed", self.tr("Expected speed"))
        self._add("time", self.tr("Expected time"))
        self._add("checkpoint", self.tr("Time for a checkpoint"))
        self._add("disk", self.tr("Disk for checkpoints"))
        self._add("energy", self.tr("Energy"))
        self._show_only({})
        self.show_plan(None)

    def show_plan(self, plan: Plan | None) -> None:
        """Fill the lines; what is not known of this run has none."""
        if plan is None:
            for label in self._values.values():
                label.setText("–")
            return
        said = {**self._sizes(plan), **self._costs(plan)}
        self._show_only(said)
        for key, text in said.items():
            self._values[key].setText(text)

    def _sizes(self, plan: Plan) -> dict[str, str]:
        rows = " · ".join(number(plan.rows.get(part, 0)) for part in ("train", "validation", "test"))
        ranks = (
            self.tr("{count} × {threads} threads")
            if plan.threads_per_rank > 1
            else self.tr("{count} × {threads} thread")
        )
        steps = self.tr("{steps} · {each} an epoch")
        runs = {"parts": number(plan.parts)} if plan.parts > 1 else {}
        return runs | {
            "parameters": short_number(plan.parameters),
            "rows": rows,
            "steps": steps.format(steps=number(plan.total_steps), each=number(plan.steps_per_epoch)),
            "ranks": ranks.format(count=plan.world_size, threads=plan.threads_per_rank),
        }

    def _costs(self, plan: Plan) -> dict[str, str]:
        """About: they are expected, not measured."""
        about = {
            "time": plan.seconds and duration(max(plan.seconds, _LEAST)),
            "checkpoint": (plan.checkpoint_seconds or 0) >= _WORTH_SAYING
            and duration(plan.checkpoint_seconds),
            "energy": plan.energy and energy(plan.energy),
        }
        said = {key: f"≈ {text}" for key, text in about.items() if text}
        if plan.units_per_second:
            said["speed"] = speed(plan.units_per_second, plan.units)
        return {**said, "disk": _of(plan.disk, plan.disk_free)}

    def _show_only(self, known: Mapping[str, str]) -> None:
        """Some lines always stand; a line of separation is between those that show."""
        shown = [key for key in self._rows if key in known or key in _ALWAYS]
        for key, (row, separator) in self._rows.items():
            row.setVisible(key in shown)
            separator.setVisible(key in shown and key != shown[-1])

    def _add(self, key: str, title: str) -> None:
        row, separator = QWidget(self), QFrame(self)
        row.setFixedHeight(27)
        value = Label("–").set_tabular()
        value.setAccessibleName(title)
        line = QHBoxLayout(row)
        line.setContentsMargins(4, 0, 4, 0)
        line.setSpacing(8)
        line.addWidget(ElidedLabel(title, "dim"), 1)
        line.addWidget(value, 0, Qt.AlignmentFlag.AlignRight)
        separator.setProperty("role", "separator")
        self.add(row)
        self.add(separator)
        self._values[key] = value
        self._rows[key] = (row, separator)


def _of(used: int, available: int | None) -> str:
    """“0.4 GB of 311 GB”, or the first alone where the second is unknown."""
    return size(used) if available is None else f"{size(used)} / {size(available)}"
