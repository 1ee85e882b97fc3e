"""The engine as the window shows it: who answers, since when, and how it is stopped or started anew."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from engine.schema.api import EngineInfo
    from gui.client.connection import Connection


class EngineProcess(QObject):
    """Asks who answers each time a connection is made."""

    changed = Signal()

    def __init__(self, connection: "Connection", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.info: EngineInfo | None = None
        self.address = ""
        self.trouble: tuple = ()  # why there is no engine
        self.was_asked = False  # somebody has looked for it
        self._connection = connection
        connection.state_changed.connect(self._on_state_changed)
        connection.troubled.connect(self._on_troubled)

    @property
    def state(self) -> str:
        return self._connection.state

    def start(self) -> None:
        self._connection.start()

    def stop(self, everything: bool = False) -> None:
        """Stop the engine; with ``everything`` its runs and endpoints too, after a checkpoint."""
        self._connection.rest()
        self._connection.call(lambda client: client.stop_engine(everything))

    def restart(self) -> None:
        """Stop the engine and let the connection start another; runs go on meanwhile."""
        self._connection.replace()
        self._connection.call(lambda client: client.stop_engine(False))

    def _on_troubled(self, problems: tuple) -> None:
        self.trouble = problems
        self.changed.emit()

    def _on_state_changed(self, state: str) -> None:
        self.was_asked = True
        if state == "connected":
            self.trouble = ()
            self._connection.call(lambda client: (client.engine(), client.url), self._on_info)
        else:
            self.info = None
        self.changed.emit()

    def _on_info(self, answer: "tuple[EngineInfo, str]") -> None:
        self.info, self.address = answer
        self.changed.emit()
