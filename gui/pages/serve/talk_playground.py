"""Try a served language model: chat with it, have a text go on, or hold two against each other."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QStackedWidget, QWidget

from gui.pages.serve.compare_lanes import CompareLanes, Target
from gui.pages.serve.lane import Lane
from gui.state.talks import talk_of
from gui.widgets.button import Button
from gui.widgets.card import Card
from gui.widgets.composer import Composer
from gui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from engine.schema.serve import ServedModel
    from gui.context import Context
    from gui.state.talk import Talk

_LONGEST_SYSTEM = 90  # pixels


class TalkPlayground(Card):
    """``sampling`` gives what a request says of drawing words, or None while that is wrong."""

    kind_changed = Signal()

    def __init__(
        self, context: "Context", sampling: Callable[[], dict[str, Any] | None], parent: QWidget | None = None
    ) -> None:
        super().__init__(self.tr("Playground"), " ", parent=parent)
        self._context, self._sampling = context, sampling
        self._endpoint, self._served = "", None
        modes = (
            ("chat", self.tr("Chat")),
            ("complete", self.tr("Complete")),
            ("compare", self.tr("Compare")),
        )
        self.mode = Segmented(modes, name=self.tr("Playground"))
        self.mode.changed.connect(lambda _: self._on_mode_changed())
        self.add_action(self.mode)
        self.system = QPlainTextEdit()
        self.system.setPlaceholderText(
            self.tr("What the model should be and do, said before everything else")
        )
        self.system.setAccessibleName(self.tr("System message"))
        self.system.setTabChangesFocus(True)
        self.system.setFixedHeight(_LONGEST_SYSTEM)
        self.lane = Lane(self.tr("Say something: the model answers here, word by word."))
        self.compared = CompareLanes(context)
        self.lanes = QStackedWidget()
        for widget in (self.lane, self.compared):
            self.lanes.addWidget(widget)
            widget.moved.connect(self._show_orders)
        self.composer = Composer(self.tr("Message"), "")
        self.composer.sent.connect(self._send)
        self.composer.stopped.connect(self.stop)
        self.add(self.system)
        self.add(self.lanes, 1)
        self.add_layout(self._orders())
        self.add(self.composer)
        self.system.hide()

    def _orders(self) -> QHBoxLayout:
        self.repeat = Button(self.tr("Regenerate"), "link")
        self.repeat.clicked.connect(self._repeat)
        self.clear = Button(self.tr("Clear"), "link")
        self.clear.clicked.connect(lambda: [talk.clear() for talk in self.talks()])
        self.system_link = Button(self.tr("System message"), "link")
        self.system_link.setCheckable(True)
        self.system_link.toggled.connect(self.system.setVisible)
        row = QHBoxLayout()
        row.setSpacing(6)
        for button in (self.repeat, self.clear, self.system_link):
            row.addWidget(button)
        row.addStretch(1)
        return row

    @property
    def kind(self) -> str:
        """What is asked: “chat” or “complete”."""
        if self.mode.value == "compare":
            return "chat" if self._chats else "complete"
        return self.mode.value

    @property
    def _chats(self) -> bool:
        """Until a model is loaded, nobody knows; then its playground must not have moved on."""
        return self._served is None or not self._served.can or "chat" in self._served.can

    def show_model(self, endpoint: str, served: "ServedModel", targets: list[Target]) -> None:
        """The model that is tried, and those it can be held against."""
        self._endpoint, self._served = endpoint, served
        self.mode.set_shown("chat", self._chats)
        if not self._chats and self.mode.value == "chat":
            self.mode.set_value("complete")
        self.compared.offer(targets, (endpoint, served.name))
        self._show_talks()

    def talks(self) -> "list[Talk]":
        """Those that are on the screen."""
        lanes = self.compared.lanes if self.mode.value == "compare" else [self.lane]
        talks = [lane.talk for lane in lanes if lane.talk is not None]
        return list({id(talk): talk for talk in talks}.values())

    def last_text(self) -> str:
        """What a person said last."""
        said = [
            turn.prompt or turn.text
            for talk in self.talks()
            for turn in talk.turns
            if turn.prompt or turn.role == "user"
        ]
        return said[-1] if said else ""

    def stop(self) -> None:
        for talk in self.talks():
            talk.stop()

    def let_go(self) -> None:
        """The page is about to go; what is being written goes on."""
        self.lane.let_go()
        self.compared.let_go()

    def _on_mode_changed(self) -> None:
        self._show_talks()
        self.kind_changed.emit()

    def _show_talks(self) -> None:
        comparing = self.mode.value == "compare"
        self.lanes.setCurrentIndex(int(comparing))
        if not comparing and self._served is not None:
            self.lane.show_talk(talk_of(self._context, self._endpoint, self._served.name, self.mode.value))
        chats = self.kind == "chat"
        self.composer.set_placeholder(self.tr("Message…") if chats else self.tr("A text to go on with…"))
        self.system_link.setVisible(chats)
        self.system.setVisible(chats and self.system_link.isChecked())
        self._show_orders()

    def _show_orders(self) -> None:
        talks = self.talks()
        writing = any(talk.writing for talk in talks)
        ready = self._served is not None and self._served.state in ("ready", "idle", "restarting")
        self.composer.set_state(ready, writing, self.tr("The model is not ready"))
        self.repeat.setEnabled(ready and bool(talks) and all(talk.can_repeat for talk in talks))
        self.clear.setEnabled(any(talk.turns for talk in talks))

    def _send(self, text: str) -> None:
        sampling = self._sampling()
        if sampling is None:
            return
        for talk in self.talks():
            if self.kind == "chat":
                talk.chat(text, sampling, self.system.toPlainText())
            else:
                talk.complete(text, sampling)
        if self.kind == "chat":
            self.composer.text.clear()

    def _repeat(self) -> None:
        sampling = self._sampling()
        if sampling is not None:
            for talk in self.talks():
                talk.repeat(sampling, self.system.toPlainText())
