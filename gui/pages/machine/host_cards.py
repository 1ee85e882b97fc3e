"""Processor, memory, disk and network: one card each, all fed with the machine's state."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from gui.i18n import amounts
from gui.widgets.card import Card
from gui.widgets.core_bars import CoreBars
from gui.widgets.key_number import KeyNumber
from gui.widgets.label import Label
from gui.widgets.sparkline import Sparkline

if TYPE_CHECKING:
    from engine.schema.machine import Machine
    from gui.state.machine import MachineState


class ProcessorCard(Card):
    """Every core as a bar, and the whole processor's course."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Processor"))
        self._facts = self.add_action(Label("", "dim").set_tabular())
        self._bars = self.add(CoreBars())
        self._course = self.add(Sparkline("good", 0, 100, height=40), 1)
        self._course.setAccessibleName(self.tr("Processor, course"))
        self._threads = ""

    def set_machine(self, machine: "Machine") -> None:
        self._threads = self.tr("{0} threads").format(machine.threads)
        self.setToolTip(machine.cpu)

    def show_state(self, state: "MachineState", seconds: float) -> None:
        sample = state.latest
        clock = f"{sample.frequency / 1000:.1f} GHz" if sample.frequency else ""
        parts = (self._threads, clock, amounts.percent(sample.cpu))
        self._facts.setText(" · ".join(part for part in parts if part))
        self._bars.set_cores(sample.cores)
        self._course.set_values(state.course(lambda each: each.cpu, seconds))


class MemoryCard(Card):
    """Memory in use, of all there is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Memory"))
        self._swap = self.add_action(Label("", "caption"))
        self._used = self.add(KeyNumber())
        self._course = self.add(Sparkline("violet", 0, height=40), 1)
        self._course.setAccessibleName(self.tr("Memory, course"))

    def set_machine(self, machine: "Machine") -> None:
        """Nothing here depends on it."""

    def show_state(self, state: "MachineState", seconds: float) -> None:
        sample = state.latest
        value, unit = amounts.size_parts(sample.memory_used)
        whole, whole_unit = amounts.size_parts(sample.memory_total)
        self._used.set_value(
            value, f"/ {whole} {whole_unit}" if unit == whole_unit else f"{unit} / {whole} {whole_unit}"
        )
        self._swap.setText(
            self.tr("swap {0}").format(amounts.size(sample.swap_used)) if sample.swap_used else ""
        )
        self._course.set_values(state.course(lambda each: each.memory_used, seconds), sample.memory_total)


class DiskCard(Card):
    """Room on the disk that holds the home, and how fast it is read and written."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Disk"))
        self._free = self.add(KeyNumber())
        self._rates = self.add(Label("", "caption"))
        self._course = self.add(Sparkline("orange", 0, height=30), 1)
        self._course.setAccessibleName(self.tr("Disk, reading and writing"))

    def set_machine(self, machine: "Machine") -> None:
        self.set_subtitle(machine.disk)

    def show_state(self, state: "MachineState", seconds: float) -> None:
        sample = state.latest
        value, unit = amounts.size_parts(sample.disk_free)
        whole = amounts.size(sample.disk_total)
        self._free.set_value(value, self.tr("{0} free of {1}").format(unit, whole))
        read, write = amounts.rate(sample.disk_read), amounts.rate(sample.disk_write)
        self._rates.setText(self.tr("read {0}").format(read) + "\n" + self.tr("write {0}").format(write))
        self._course.set_values(state.course(lambda each: _sum(each.disk_read, each.disk_write), seconds))


class NetworkCard(Card):
    """What comes in and goes out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Network"))
        self._in = self.add(KeyNumber())
        self._out = self.add(Label("", "caption"))
        self._course = self.add(Sparkline("accent", 0, height=30), 1)
        self._course.setAccessibleName(self.tr("Network, course"))

    def set_machine(self, machine: "Machine") -> None:
        """Nothing here depends on it."""

    def show_state(self, state: "MachineState", seconds: float) -> None:
        sample = state.latest
        value, unit = amounts.size_parts(sample.network_in)
        self._in.set_value(value, self.tr("{0}/s in").format(unit) if unit else "")
        self._out.setText(self.tr("{0} out").format(amounts.rate(sample.network_out)))
        self._course.set_values(state.course(lambda each: _sum(each.network_in, each.network_out), seconds))


def _sum(*values: float | None) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
