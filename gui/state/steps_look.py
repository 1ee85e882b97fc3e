"""What the steps of a spec's data do to the first rows, asked a moment after the last edit. No widgets."""

import copy
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from engine.schema.preview import StepsPreview
    from gui.client.connection import Connection

LOOK_DELAY = 300  # ms after the last edit


class StepsLook(QObject):
    """Asks once for what was asked many times; an answer to an older question is dropped."""

    looked = Signal(object)  # StepsPreview, or None where there are no steps to look at
    refused = Signal(object)  # tuple[Problem, ...]

    def __init__(self, connection: "Connection", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._connection = connection
        self._wanted: tuple[str, str, dict[str, Any]] | None = None
        self._timer = QTimer(self, singleShot=True, interval=LOOK_DELAY)
        self._timer.timeout.connect(self._ask)

    def ask(self, dataset: str, task: str, data: dict[str, Any]) -> None:
        """Look at the steps of ``data``; what was just looked at is not looked at again."""
        wanted = (dataset, task, copy.deepcopy(data))
        if wanted == self._wanted:
            return
        self._wanted = wanted
        if data.get("steps"):
            self._timer.start()
        else:
            self._timer.stop()
            self.looked.emit(None)

    def _ask(self) -> None:
        wanted = self._wanted
        if wanted is None:
            return
        self._connection.call(
            lambda engine: engine.preview_steps(*wanted),
            lambda preview: self._on_looked(wanted, preview),
            lambda problems: self._on_refused(wanted, problems),
            self,
        )

    def _on_looked(self, wanted: tuple, preview: "StepsPreview") -> None:
        if wanted is self._wanted:
            self.looked.emit(preview)

    def _on_refused(self, wanted: tuple, problems: tuple) -> None:
        if wanted is self._wanted:
            self.refused.emit(problems)
