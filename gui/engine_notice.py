"""Says above every page why there is no engine, and offers to start it."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.client.words import say_problem
from gui.widgets.notice import Notice

if TYPE_CHECKING:
    from gui.engine_process import EngineProcess


class EngineNotice(QWidget):
    """Hidden while an engine answers or is being started for the first time."""

    def __init__(self, engine: "EngineProcess", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._notice = Notice()
        self._notice.acted.connect(engine.start)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 0)
        layout.addWidget(self._notice)
        engine.changed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        self.setVisible(self._engine.state == "lost" and self._engine.was_asked)
        if not self._engine.trouble:
            self._notice.say(
                self.tr("The engine is not running."),
                self.tr("Runs go on without it; lists and charts show what was last known."),
                level="warning",
                action=self.tr("Start the engine"),
            )
            return
        words = say_problem(self._engine.trouble[0])
        self._notice.say(words.what, words.why, words.what_to_do, "error", self.tr("Try again"))
