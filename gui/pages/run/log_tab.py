"""What the run's processes printed, rank by rank, read on while the run lives."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.widgets.card import Card
from gui.widgets.log_view import LogView

if TYPE_CHECKING:
    from engine.schema.api import LogPart
    from gui.context import Context

_EVERY_MS = 1000
_PART = 256 * 1024
_TAIL = 1024 * 1024  # of a long log, its end


class LogTab(QWidget):
    """Reads while it is shown; costs nothing while it is not."""

    def __init__(self, context: "Context", job_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._job_id = job_id
        self._offset: int | None = None  # None: the length is not known yet
        self._asked = ""  # which source the answer under way belongs to
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self._read)
        self.view = LogView()
        self.view.source_chosen.connect(self._on_source_chosen)
        card = Card()
        card.add(self.view, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)
        self.set_ranks(1)

    def set_ranks(self, count: int) -> None:
        ranks = [(str(rank), self.tr("Rank {0}").format(rank)) for rank in range(count)]
        self.view.set_sources([*ranks, ("shim", self.tr("Shim, which keeps the processes"))])

    def choose(self, source: str) -> None:
        self.view.sources.setCurrentIndex(max(self.view.sources.findData(source), 0))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()
        self._read()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)

    def _on_source_chosen(self, source: str) -> None:
        self._offset = None
        self._asked = ""
        self._read()

    def _read(self) -> None:
        source = self.view.source
        if self._asked == source:
            return
        self._asked = source
        job, offset = self._job_id, self._offset
        self._context.connection.call(
            lambda engine: _tail(engine, job, source, offset),
            lambda part: self._on_read(source, part),
            lambda problems: self._on_failed(source),
            receiver=self,
        )

    def _on_read(self, source: str, part: "LogPart") -> None:
        if source != self.view.source:
            return
        self._asked = ""
        if self._offset is not None and part.size < self._offset:  # the log began anew
            self.view.clear()
            self._offset = None
            return
        self._offset = part.offset
        self.view.append(part.text)
        if part.offset < part.size and part.text:
            self._read()

    def _on_failed(self, source: str) -> None:
        if source == self._asked:
            self._asked = ""


def _tail(engine, job: str, source: str, offset: int | None) -> "LogPart":
    if offset is None:
        size = engine.log(job, source, 0, 1).size
        offset = max(0, size - _TAIL)
    return engine.log(job, source, offset, _PART)
