"""The engine: whether it runs, which version, where it listens, and how to stop it."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.client.words import problem_line
from gui.closing import confirm, confirm_stop_everything
from gui.context import Context
from gui.i18n import amounts
from gui.pages.settings.rows import Rows
from gui.widgets.badge import Badge
from gui.widgets.button import Button
from gui.widgets.card import Card
from gui.widgets.label import Label

_COLOURS = {"connected": "good", "connecting": "warning", "lost": "bad"}


class EngineCard(Card):
    """Shows the address, never the token."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Engine"))
        self._context = context
        self._engine = context.engine
        self._state = Badge()
        self.add_action(self._state)
        rows = Rows()
        self._version = rows.add_value(self.tr("Version"))
        self._address = rows.add_value(self.tr("Address"), code=True)
        self._process = rows.add_value(self.tr("Process"), code=True)
        self._since = rows.add_value(self.tr("Running since"))
        self.add(rows)
        self._trouble = self.add(Label("", "bad", wrap=True))
        self.add(
            Label(
                self.tr("Runs and endpoints go on when the engine is restarted or stopped."),
                "caption",
                wrap=True,
            )
        )
        self.add_layout(self._buttons())
        self._engine.changed.connect(self._refresh)
        self._refresh()

    def _buttons(self) -> QHBoxLayout:
        self._start = Button(self.tr("Start"), "primary")
        self._restart = Button(self.tr("Restart"))
        self._stop = Button(self.tr("Stop"))
        self._stop_all = Button(self.tr("Stop all…"), "danger")
        self._start.clicked.connect(self._engine.start)
        self._restart.clicked.connect(self._engine.restart)
        self._stop.clicked.connect(self._on_stop)
        self._stop_all.clicked.connect(self._on_stop_all)
        line = QHBoxLayout()
        line.setSpacing(10)
        for button in (self._start, self._restart, self._stop, self._stop_all):
            line.addWidget(button)
        line.addStretch(1)
        return line

    def _refresh(self) -> None:
        state, info = self._engine.state, self._engine.info
        words = {
            "connected": self.tr("running"),
            "connecting": self.tr("starting"),
            "lost": self.tr("not running"),
        }
        self._state.set_text(words[state], _COLOURS[state])
        self._version.setText(info.version if info else amounts.UNKNOWN)
        self._address.setText(self._engine.address if info else amounts.UNKNOWN)
        self._process.setText(str(info.pid) if info else amounts.UNKNOWN)
        self._since.setText(amounts.moment(info.started if info else None))
        trouble = self._engine.trouble if state != "connected" else ()
        self._trouble.setText(problem_line(trouble[0]) if trouble else "")
        self._trouble.setVisible(bool(trouble))
        self._start.setVisible(state == "lost")
        for button in (self._restart, self._stop, self._stop_all):
            button.setEnabled(state == "connected")

    def _on_stop(self) -> None:
        if confirm(
            self,
            self.tr("Stop the engine?"),
            self.tr(
                "Runs and endpoints go on and are found again by the next engine. The queue waits until then."
            ),
            self.tr("Stop the engine"),
        ):
            self._engine.stop()

    def _on_stop_all(self) -> None:
        if confirm_stop_everything(self, len(self._context.library.active_jobs())):
            self._engine.stop(everything=True)
