"""The cleaning steps of a new run: what they do is shown at their chips, and they are edited in a window of their own."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from engine.schema.card import DatasetCard
from gui.pages.new_run.data_card import DataCard
from gui.pages.new_run.steps_dialog import StepsDialog
from gui.state.steps_look import StepsLook

if TYPE_CHECKING:
    from gui.client.connection import Connection


class PreparedData(QWidget):
    """Stands between the data card and the engine's preview. Never shown itself."""

    def __init__(self, connection: "Connection", card: DataCard, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._connection, self._data = connection, card
        self._look = StepsLook(connection, self)
        self._look.looked.connect(card.show_preview)
        self._look.refused.connect(lambda problems: card.show_preview(None))
        self.dialog: StepsDialog | None = None

    def look(self, card: DatasetCard | None, spec: dict[str, Any]) -> None:
        """Ask what the steps do, a moment from now."""
        if card is not None:
            self._look.ask(card.id, str(spec.get("task", "")), {**spec.get("data", {}), "source": card.id})

    def edit(self, card: DatasetCard, spec: dict[str, Any], place: int) -> None:
        """Open the steps, at one of them or at a new one."""
        self.dialog = StepsDialog(card, spec, StepsLook(self._connection, self), self.window())
        self.dialog.accepted.connect(self._on_accepted)
        self.dialog.finished.connect(self._on_finished)
        self.dialog.open()
        QTimer.singleShot(0, self.dialog, lambda: self.dialog and self.dialog.begin_at(place))

    def _on_accepted(self) -> None:
        if self.dialog is not None:
            self._data.take_steps(self.dialog.steps)

    def _on_finished(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = None
