"""Devices picked by click: a chip for each GPU, and for the CPU a chip with the number of ranks on it."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSpinBox, QWidget

from engine.schema.machine import Device
from gui.forms.editors import Editor
from gui.widgets.chips import Chip
from gui.widgets.flow import FlowLayout

CPU = Device(id="cpu", name="CPU")


class DeviceEditor(Editor):
    """One entry of the value per rank: ``["cpu", "cpu"]`` is two ranks on the CPU."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._row = QWidget()
        super().__init__(self._row, parent)
        self._layout = FlowLayout(self._row, 8, 6)
        self._chips: dict[str, Chip] = {}
        self._devices: list[Device] = []
        self._users: Mapping[str, Sequence[str]] = {}
        self._ranks = QSpinBox()
        self._ranks.setRange(1, 64)
        self._ranks.setPrefix("× ")
        self._ranks.setFixedWidth(84)
        self._ranks.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._ranks.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._ranks.setAccessibleName(self.tr("Ranks on the CPU"))
        self._ranks.setToolTip(self.tr("Ranks on the CPU"))
        self._ranks.valueChanged.connect(self._on_ranks_changed)
        self._unknown: list[str] = []
        self._single = False
        self._rebuild([CPU], ["cpu"])

    def set_devices(self, devices: Sequence[Device]) -> None:
        """Offer the machine's devices; the picked ones stay picked."""
        if list(devices) != self._devices:
            self._rebuild(list(devices) or [CPU], self.value())

    def set_users(self, users: Mapping[str, Sequence[str]]) -> None:
        """Say what runs on each device now, by the names of the jobs."""
        self._users = users
        for device in self._devices:
            self._say_use(device)

    def set_single(self, single: bool) -> None:
        """Let each device be taken once only, or any number of ranks on the CPU."""
        self._single = single
        self._ranks.setVisible(not single and "cpu" in self._chips)

    def value(self) -> list[str]:
        picked = []
        for id, chip in self._chips.items():
            if chip.isChecked():
                picked += [id] * (self._ranks.value() if id == "cpu" else 1)
        return picked + self._unknown

    def set_value(self, value: Any) -> None:
        ids = [str(id) for id in value] if isinstance(value, list | tuple) else []
        self._show(ids)

    def stops(self) -> list[QWidget]:
        stops: list[QWidget] = []
        for id, chip in self._chips.items():
            stops += [chip, self._ranks] if id == "cpu" else [chip]
        return stops

    def _rebuild(self, devices: list[Device], picked: list[str]) -> None:
        while self._layout.count():
            widget = self._layout.takeAt(0).widget()
            if widget is not None and widget is not self._ranks:
                widget.hide()
                widget.deleteLater()
        self._devices = devices
        self._chips = {device.id: self._chip(device) for device in devices}
        self.set_users(self._users)
        for id, chip in self._chips.items():
            self._layout.addWidget(chip)
            if id == "cpu":
                self._layout.addWidget(self._ranks)
        self.set_single(self._single)
        slots = next((device.slots for device in devices if device.id == "cpu"), 1)
        self._set_ranks(self._ranks.value(), max(slots, picked.count("cpu"), 1))
        self._show(picked)

    def _chip(self, device: Device) -> Chip:
        chip = Chip(device.id)
        chip.clicked.connect(self._on_chip_clicked)
        return chip

    def _say_use(self, device: Device) -> None:
        chip, names = self._chips[device.id], list(dict.fromkeys(self._users.get(device.id, ())))
        busy = self.tr("busy: {0}").format(", ".join(names)) if names else self.tr("free")
        chip.set_mark(bool(names))
        chip.setToolTip(f"{device.name}\n{busy}")
        chip.setAccessibleName(f"{device.id}, {device.name}, {busy}")

    def _show(self, ids: list[str]) -> None:
        for id, chip in self._chips.items():
            chip.setChecked(id in ids)
        self._unknown = [id for id in ids if id not in self._chips]
        ranks = max(ids.count("cpu"), 1)
        self._set_ranks(ranks, max(self._ranks.maximum(), ranks))
        self._ranks.setEnabled("cpu" in ids)

    def _set_ranks(self, ranks: int, most: int) -> None:
        self._ranks.blockSignals(True)
        self._ranks.setMaximum(most)
        self._ranks.setValue(ranks)
        self._ranks.blockSignals(False)

    def _on_chip_clicked(self) -> None:
        cpu = self._chips.get("cpu")
        self._unknown = []
        self._ranks.setEnabled(cpu is not None and cpu.isChecked())
        self.changed.emit()

    def _on_ranks_changed(self) -> None:
        self.changed.emit()
