"""One GPU: how busy, how full, how hot; what is not known says so."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.i18n import amounts
from gui.widgets.card import Card
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.key_number import KeyNumber
from gui.widgets.label import Label
from gui.widgets.meter_bar import MeterBar
from gui.widgets.sparkline import Sparkline

if TYPE_CHECKING:
    from engine.schema.machine import GpuSample, Sample
    from gui.state.machine import MachineState

HOT = 84.0  # °C, where most cards begin to lower their clocks


class GpuCard(Card):
    """``key`` is the device's id, such as cuda:0."""

    def __init__(self, key: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(key, name, parent)
        self._key = key
        self._heat = self.add_action(Label("", "caption").set_tabular())
        self._busy = self.add(KeyNumber())
        self._course = self.add(Sparkline("accent", 0, 100, height=44))
        self._course.setAccessibleName(self.tr("{0}, busy").format(key))
        self._memory = Label("").set_tabular()
        line = QHBoxLayout()
        line.addWidget(Label(self.tr("Memory"), "dim"))
        line.addStretch(1)
        line.addWidget(self._memory)
        self.add_layout(line)
        self._meter = self.add(MeterBar(colour="violet", name=self.tr("{0}, memory").format(key)))
        self._clocks = self.add(ElidedLabel("", "caption"))
        self._users = self.add(ElidedLabel("", "caption"))

    def show_state(self, state: "MachineState", seconds: float) -> None:
        sample = _gpu(state.latest, self._key)
        if sample is None:
            return
        unknown = self.tr("unknown")
        self._busy.set_value(
            *((f"{sample.busy:.0f}", self.tr("% busy")) if sample.busy is not None else (unknown, ""))
        )
        self._course.set_values(state.course(lambda each: _busy(each, self._key), seconds))
        self._show_heat(sample, unknown)
        self._show_memory(sample, unknown)
        self._clocks.setText(self._clock_words(sample, unknown))
        self._users.setText(self._user_words(state))

    def _show_heat(self, sample: "GpuSample", unknown: str) -> None:
        heat = f"{sample.temperature:.0f} °C" if sample.temperature is not None else unknown
        power = f"{sample.power:.0f} W" if sample.power is not None else unknown
        self._heat.setText(f"{heat} · {power}" if heat != power else unknown)
        self._heat.set_role("warning" if (sample.temperature or 0) >= HOT or sample.throttle else "caption")

    def _show_memory(self, sample: "GpuSample", unknown: str) -> None:
        used, total = sample.memory_used, sample.memory_total
        if used is None or not total:
            self._memory.setText(unknown)
            self._meter.set_share(None)
            return
        self._memory.setText(f"{amounts.size_parts(used)[0]} / {amounts.size(total)}")
        self._meter.set_share(used / total)

    def _clock_words(self, sample: "GpuSample", unknown: str) -> str:
        if sample.clock is None:
            return self.tr("clock {0}").format(unknown)
        clock = f"{sample.clock:.0f}" + (f" / {sample.clock_max:.0f}" if sample.clock_max else "")
        reasons = ", ".join(sample.throttle or ())
        return self.tr("{0} MHz").format(clock) + (
            self.tr(" · throttled: {0}").format(reasons) if reasons else ""
        )

    def _user_words(self, state: "MachineState") -> str:
        users = [row for row in state.processes if self._key in row.devices and row.job_name]
        return ", ".join(" · ".join(part for part in (row.job_name, row.role) if part) for row in users)


def _gpu(sample: "Sample | None", key: str) -> "GpuSample | None":
    return next((gpu for gpu in sample.gpus if gpu.id == key), None) if sample else None


def _busy(sample: "Sample", key: str) -> float | None:
    gpu = _gpu(sample, key)
    return gpu.busy if gpu else None
