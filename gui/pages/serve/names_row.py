"""The names behind one address, where there are several: one of them is looked at."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from gui.widgets.badge import state_word
from gui.widgets.button import Button
from gui.widgets.chips import Chip
from gui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from engine.schema.serve import ServedModel

_WIDEST = 160  # pixels of the name that is to be removed


class NamesRow(QWidget):
    """``chosen`` tells a name; ``remove_wanted`` one that is to be served no more."""

    chosen = Signal(str)
    remove_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips: dict[str, Chip] = {}
        self._chosen = ""
        self.remove = Button("", "danger_link")
        self.remove.clicked.connect(lambda: self.remove_wanted.emit(self._chosen))
        self._flow = FlowLayout(self, 8, 6)
        self._flow.addWidget(self.remove)

    def show_models(self, models: "Sequence[ServedModel]", chosen: str) -> None:
        self._chosen = chosen
        if list(self.chips) != [each.name for each in models]:
            self._rebuild([each.name for each in models])
        for each in models:
            chip, ready = self.chips[each.name], each.state == "ready"
            word = state_word(each.state)
            chip.setText(each.name if ready else f"{each.name} · {word}")
            chip.setChecked(each.name == chosen)
            chip.set_mark(each.state in ("restarting", "failed", "locked"))
            chip.setAccessibleName(f"{each.name}, {word}")
        self.setVisible(len(models) > 1)
        self.remove.setText(self.tr("Remove {0}").format(self._shortened(chosen)))
        self.remove.setAccessibleName(self.tr("Remove {0}").format(chosen))
        self.updateGeometry()

    def _shortened(self, name: str) -> str:
        return self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, _WIDEST)

    def _rebuild(self, names: Sequence[str]) -> None:
        while self._flow.count():
            widget = self._flow.takeAt(0).widget()
            if isinstance(widget, Chip):
                widget.hide()
                widget.deleteLater()
        self.chips = {name: self._chip(name) for name in names}
        for widget in (*self.chips.values(), self.remove):
            self._flow.addWidget(widget)

    def _chip(self, name: str) -> Chip:
        chip = Chip(name, self)
        chip.clicked.connect(lambda: self._on_clicked(name))
        return chip

    def _on_clicked(self, name: str) -> None:
        self.chips[name].setChecked(True)
        self.chosen.emit(name)
