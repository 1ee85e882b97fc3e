"""Files, folders and samples on their way into the home as datasets. No widgets."""

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from engine.schema.card import DatasetCard
    from engine.schema.reading import ReadingOptions
    from gui.client.connection import Connection

CANCELLED = "import_cancelled"  # the problem's code


class _Wish(NamedTuple):
    """What was asked for and waits its turn."""

    name: str
    order: Callable[[Any], Any]
    id: str = ""  # of the import; a sample has none


class DatasetImport(QObject):
    """One import at a time; what is asked meanwhile waits its turn."""

    started = Signal(str)  # what is being read
    imported = Signal(object)  # DatasetCard
    refused = Signal(object)  # tuple[Problem, ...]
    cancelled = Signal(str)  # what was being read
    waiting_changed = Signal()
    idle = Signal()

    def __init__(self, connection: "Connection", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._connection = connection
        self._waiting: list[_Wish] = []
        self._current: _Wish | None = None

    @property
    def is_busy(self) -> bool:
        return self._current is not None

    @property
    def waiting(self) -> list[str]:
        """Names of what waits its turn."""
        return [wish.name for wish in self._waiting]

    def add_file(self, path: Path, form: str = "auto", reading: "ReadingOptions | None" = None) -> None:
        """Import a file or folder of this machine, read as it is found or as a person says."""
        id = secrets.token_hex(8)
        self._ask(
            _Wish(
                path.name,
                lambda client: client.import_dataset(str(path), form=form, reading=reading, import_id=id),
                id,
            )
        )

    def add_sample(self, recipe: str, title: str) -> None:
        """Import the sample that a recipe comes with."""
        self._ask(_Wish(title, lambda client: client.import_sample(recipe)))

    def cancel(self, id: str) -> None:
        """End an import that is under way, whoever began it; one that has just ended is no trouble."""
        self._connection.call(lambda client: client.cancel_import(id))

    def _ask(self, wish: _Wish) -> None:
        self._waiting.append(wish)
        if not self.is_busy:
            self._next()
        self.waiting_changed.emit()

    def _next(self) -> None:
        self._current = self._waiting.pop(0) if self._waiting else None
        if self._current is None:
            self.idle.emit()
        else:
            self.started.emit(self._current.name)
            self._connection.call(self._current.order, self._on_imported, self._on_refused)
        self.waiting_changed.emit()

    def _on_imported(self, card: "DatasetCard") -> None:
        self.imported.emit(card)
        self._next()

    def _on_refused(self, problems: tuple) -> None:
        if problems and problems[0].code == CANCELLED:
            self.cancelled.emit(self._current.name if self._current else "")
        else:
            self.refused.emit(problems)
        self._next()
