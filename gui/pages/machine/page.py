"""The machine: processor, memory, disk, network, GPUs, and what is using them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from gui.context import Context
from gui.pages.machine.gpu_card import GpuCard
from gui.pages.machine.host_cards import DiskCard, MemoryCard, NetworkCard, ProcessorCard
from gui.pages.machine.process_card import ProcessCard
from gui.theme.tokens import GAP
from gui.widgets.page import Page
from gui.widgets.page_header import PageHeader
from gui.widgets.segmented import Segmented

GPUS_PER_ROW = 4


class MachinePage(Page):
    """Follows the resources while it is in front."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._machine = context.machine
        self._watching = False
        self._header = PageHeader(self.tr("Machine"))
        self._range = Segmented(
            [("60", self.tr("1 min")), ("600", self.tr("10 min")), ("3600", self.tr("1 h"))],
            context.memory.get("machine", "60"),
            self.tr("Time range"),
        )
        self._range.changed.connect(self._on_range_changed)
        self._header.add_action(self._range)
        self._gpus: dict[str, GpuCard] = {}
        self._gpu_grid = QGridLayout()
        self._gpu_grid.setSpacing(GAP)
        self._host = (ProcessorCard(), MemoryCard(), DiskCard(), NetworkCard())
        self._processes = ProcessCard(context)
        self.column.addWidget(self._header)
        self.column.addLayout(self._gpu_grid)
        self.column.addLayout(self._host_row())
        self.column.addWidget(self._processes, 1)
        self._machine.machine_changed.connect(self._on_machine_changed)
        self._machine.resources_changed.connect(self._on_resources_changed)
        self._on_machine_changed()

    def shown(self, id: str | None = None) -> None:
        if not self._watching:
            self._watching = True
            self._machine.watch()
        self._on_resources_changed()

    def hidden(self) -> None:
        if self._watching:
            self._watching = False
            self._machine.unwatch()

    def _host_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GAP)
        for card, stretch in zip(self._host, (36, 24, 22, 22), strict=True):
            row.addWidget(card, stretch)
        return row

    def _on_range_changed(self, value: str) -> None:
        self._context.memory["machine"] = value
        self._on_resources_changed()

    def _on_machine_changed(self) -> None:
        machine = self._machine.machine
        if machine is None:
            return
        driver = self.tr("driver {0}").format(machine.driver) if machine.driver else ""
        parts = (machine.hostname, machine.system, driver)
        self._header.set_subtitle(" · ".join(part for part in parts if part))
        names = {device.id: device.name for device in machine.devices if device.id != "cpu"}
        for key, name in names.items():
            if key not in self._gpus:
                self._add_gpu(key, name)
        self._processes.set_has_gpus(bool(names))
        for card in self._host:
            card.set_machine(machine)

    def _add_gpu(self, key: str, name: str) -> None:
        card = self._gpus[key] = GpuCard(key, name)
        row, column = divmod(len(self._gpus) - 1, GPUS_PER_ROW)
        self._gpu_grid.addWidget(card, row, column, Qt.AlignmentFlag.AlignTop)
        self._gpu_grid.setColumnStretch(column, 1)

    def _on_resources_changed(self) -> None:
        if not self._watching or self._machine.latest is None:
            return
        seconds = float(self._range.value)
        for card in (*self._host, *self._gpus.values()):
            card.show_state(self._machine, seconds)
        self._processes.set_rows(self._machine.processes)
