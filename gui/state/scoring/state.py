"""A file that is being scored, as the screen shows it. No widgets."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from gui.client.words import problem_line
from gui.state.scoring.mapping import match_columns
from gui.state.scoring.rows_file import LINE, READABLE, RowsFile
from gui.state.scoring.scored_file import free_path
from gui.state.scoring.scorer import RefusedLine, Score, Scorer

if TYPE_CHECKING:
    from engine.schema.api import Sniffed
    from engine.schema.card import ModelCard
    from gui.client.connection import Connection
    from gui.client.hearing import Hearing


class FileScoring(QObject):
    """``choose`` a file, look at ``mapping``, ``begin``. ``changed`` tells that any of it did."""

    changed = Signal()

    def __init__(self, connection: "Connection", endpoint: str, name: str, card: "ModelCard") -> None:
        super().__init__()
        self.endpoint, self.name, self.card = endpoint, name, card
        self.path: Path | None = None
        self.file: RowsFile | None = None
        self.mapping: dict[str, str | None] = {}
        self.score: Score | None = None
        self.refused: list[RefusedLine] = []
        self.problem = ""  # in words
        self._connection = connection
        self._hearing: Hearing[Score] | None = None

    @property
    def running(self) -> bool:
        return self._hearing is not None

    @property
    def missing(self) -> list[str]:
        """Inputs that no column is chosen for."""
        return [name for name, column in self.mapping.items() if column is None]

    @property
    def can_begin(self) -> bool:
        return self.file is not None and not self.running and len(self.missing) < len(self.mapping)

    def choose(self, path: Path) -> None:
        """Look at a file; what it holds comes with ``changed``."""
        self.path, self.file, self.mapping = path, None, {}
        self._forget()
        self._connection.call(
            lambda engine: engine.sniff_file(str(path)), self._on_sniffed, self._on_refused, receiver=self
        )
        self.changed.emit()

    def map(self, name: str, column: str | None) -> None:
        """Take an input from this column."""
        self.mapping[name] = column
        self.changed.emit()

    def begin(self) -> None:
        if not self.can_begin or self.file is None or self.path is None:
            return
        self._forget()
        file, mapping, target = self.file, dict(self.mapping), free_path(self.path)
        self._hearing = self._connection.hear(
            lambda _: Scorer(self.card, file, mapping, target, self._predict),
            self._on_scores,
            self._on_end,
            receiver=self,
        )
        self.changed.emit()

    def cancel(self) -> None:
        """End it; no file is left."""
        if self._hearing is not None:
            self._hearing.close()
            self._hearing = None
            self.score = None
            self.changed.emit()

    def _forget(self) -> None:
        self.score, self.problem = None, ""
        self.refused.clear()

    def _predict(self, inputs: Sequence[Any]) -> Any:
        """On the thread that scores; of the engine that runs by then."""
        endpoint, name = self.endpoint, self.name
        return self._connection.ask(lambda engine: engine.predict(endpoint, list(inputs), name))["outputs"]

    def _on_sniffed(self, sniffed: "Sniffed") -> None:
        columns = [LINE] if sniffed.form == "text" else [column.name for column in sniffed.columns]
        if self.path is None or sniffed.reading.format not in READABLE:
            self.problem = self.tr("Choose a file of texts: CSV, TSV, JSON lines or plain lines.")
        else:
            self.file = RowsFile(self.path, sniffed.reading, columns)
            self.mapping = match_columns(self.card.inputs, columns)
        self.changed.emit()

    def _on_scores(self, scores: list[Score]) -> None:
        for score in scores:
            self.refused += score.newly_refused
        self.score = scores[-1]
        self.changed.emit()

    def _on_end(self, problems: tuple) -> None:
        self._hearing = None
        if problems:
            self.score = None  # no file was left
            self._on_refused(problems)
        else:
            self.changed.emit()

    def _on_refused(self, problems: tuple) -> None:
        self.problem = problem_line(problems[0])
        self.changed.emit()
