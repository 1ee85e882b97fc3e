"""The imports that are under way, a card each: how far, how fast, how long still."""

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.i18n.amounts import duration, rate, size
from gui.state.dataset_import import DatasetImport
from gui.state.import_progress import WAITING, ImportProgress
from gui.state.library import Library
from gui.widgets.label import Label
from gui.widgets.progress_card import ProgressCard

SHOWN = 3


class ImportCards(QWidget):
    """Also those that another window or a terminal began; hidden while there are none."""

    def __init__(self, library: Library, imports: DatasetImport, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library, self._imports = library, imports
        self._cards: dict[str, ProgressCard] = {}
        self._waiting = Label("", "dim")
        self._waiting.hide()
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(8)
        self._lines.addWidget(self._waiting)
        library.imports_changed.connect(self._follow)
        imports.waiting_changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        under_way = list(self._library.imports.values())
        shown = under_way[:SHOWN]
        for id in self._cards.keys() - {each.id for each in shown}:
            card = self._cards.pop(id)
            self._lines.removeWidget(card)
            card.hide()
            card.deleteLater()
        for each in shown:
            self._card(each.id).show_progress(each.name, self._words(each), each.share)
        behind = [*(each.name for each in under_way[SHOWN:]), *self._imports.waiting]
        self._waiting.setVisible(bool(behind))
        self._waiting.setText(self.tr("Then: {names}").format(names=", ".join(behind[:6])))
        self.setVisible(bool(shown or behind))

    def _card(self, id: str) -> ProgressCard:
        if id not in self._cards:
            card = self._cards[id] = ProgressCard()
            card.cancelled.connect(partial(self._imports.cancel, id))
            self._lines.insertWidget(self._lines.count() - 1, card)
        return self._cards[id]

    def _words(self, each: ImportProgress) -> str:
        if each.phase == WAITING:
            return (
                self.tr("waits for the import before it")
                if len(self._library.imports) > 1
                else self.tr("begins")
            )
        phases = {
            "survey": self.tr("looking through the file"),
            "read": self.tr("reading"),
            "write": self.tr("writing Modelyard's copy"),
        }
        said = [phases.get(each.phase, each.phase)]
        if each.total_bytes:
            done = self.tr("{done} of {total}")
            said.append(done.format(done=size(each.done_bytes), total=size(each.total_bytes)))
        if (speed := each.rate()) is not None:
            said.append(rate(speed))
        if each.seconds_left is not None:
            said.append(self.tr("{time} left").format(time=duration(each.seconds_left)))
        return " · ".join(said)
