"""A file looked at before it is imported: what was found, by what a person says of it. No widgets."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from engine.schema.api import Sniffed
    from engine.schema.reading import ReadingOptions
    from gui.client.connection import Connection

DELAY = 200  # ms after the last change
TOLD_BY_SETTINGS = (
    ".csv",
    ".tsv",
    ".tab",
    ".txt",
    ".text",
    "",
    ".xlsx",
    ".xlsm",
)  # how they are read is a guess


def is_guessed(path: Path) -> bool:
    """Whether a person may want to see how a file is read before it is imported."""
    return path.is_file() and path.suffix.lower() in TOLD_BY_SETTINGS


class Sniffing(QObject):
    """An answer to an older question is dropped."""

    looking = Signal()
    found = Signal(object)  # Sniffed
    refused = Signal(object)  # tuple[Problem, ...]

    def __init__(self, connection: "Connection", path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._connection, self.path = connection, path
        self.form, self.reading = "auto", None
        self._asked = 0
        self._timer = QTimer(self, singleShot=True, interval=DELAY)
        self._timer.timeout.connect(self.look)

    def say(self, form: str, reading: "ReadingOptions | None") -> None:
        """Take what a person says of the file; it is looked at a moment later."""
        self.form, self.reading = form, reading
        self._asked += 1
        self._timer.start()

    def look(self) -> None:
        """Look at the file now."""
        self._asked += 1
        asked, path, form, reading = self._asked, str(self.path), self.form, self.reading
        self.looking.emit()
        self._connection.call(
            lambda engine: engine.sniff_file(path, form, reading),
            lambda sniffed: self._on_found(asked, sniffed),
            lambda problems: self._on_refused(asked, problems),
            self,
        )

    def _on_found(self, asked: int, sniffed: "Sniffed") -> None:
        if asked == self._asked:
            self.found.emit(sniffed)

    def _on_refused(self, asked: int, problems: tuple) -> None:
        if asked == self._asked:
            self.refused.emit(problems)
