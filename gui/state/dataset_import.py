"""Files and samples on their way into the home as datasets. No widgets."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from engine.schema.card import DatasetCard
    from gui.client.connection import Connection


class DatasetImport(QObject):
    """One import at a time; what is asked meanwhile waits its turn."""

    started = Signal(str)  # what is being read
    imported = Signal(object)  # DatasetCard
    refused = Signal(object)  # tuple[Problem, ...]
    idle = Signal()

    def __init__(self, connection: "Connection", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._connection = connection
        self._waiting: list[tuple[str, Callable[[Any], Any]]] = []
        self.is_busy = False

    def add_file(self, path: Path) -> None:
        """Import a file of this machine."""
        self._ask(path.name, lambda client: client.import_dataset(str(path)))

    def add_sample(self, recipe: str, title: str) -> None:
        """Import the sample that a recipe comes with."""
        self._ask(title, lambda client: client.import_sample(recipe))

    def _ask(self, name: str, order: Callable[[Any], Any]) -> None:
        self._waiting.append((name, order))
        if not self.is_busy:
            self._next()

    def _next(self) -> None:
        if not self._waiting:
            self.is_busy = False
            self.idle.emit()
            return
        name, order = self._waiting.pop(0)
        self.is_busy = True
        self.started.emit(name)
        self._connection.call(order, self._on_imported, self._on_refused)

    def _on_imported(self, card: "DatasetCard") -> None:
        self.imported.emit(card)
        self._next()

    def _on_refused(self, problems: tuple) -> None:
        self.refused.emit(problems)
        self._next()
