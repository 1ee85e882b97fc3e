"""One talk on the screen: its turns, and what each answer took."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.i18n.amounts import number
from gui.widgets.transcript import Transcript

if TYPE_CHECKING:
    from gui.state.talk import Said, Talk
    from gui.widgets.bubble import Bubble

_TELL_MS = 250  # between two looks at the figures of an answer that is being written


class Lane(QWidget):
    """Shows a ``Talk``; another one can take its place. ``moved`` tells that a turn began or ended."""

    moved = Signal()

    def __init__(self, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.talk: Talk | None = None
        self.transcript = Transcript(empty)
        self._clock = QTimer(self, interval=_TELL_MS)
        self._clock.timeout.connect(self._show_figures)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(self.transcript, 1)

    def show_talk(self, talk: "Talk") -> None:
        if talk is self.talk:
            return
        self.let_go()
        self.talk = talk
        for place in range(len(talk.turns)):
            self._on_begun(place)
            self._put_words(place)
            self._on_ended(place)
        for signal, slot in self._slots():
            signal.connect(slot)

    def let_go(self) -> None:
        """The talk goes on without being looked at."""
        if self.talk is not None:
            for signal, slot in self._slots():
                signal.disconnect(slot)
        self.talk = None
        self.transcript.cut(0)

    def _slots(self) -> tuple:
        talk = self.talk
        return (
            (talk.begun, self._on_begun),
            (talk.grown, self._on_grown),
            (talk.ended, self._on_ended),
            (talk.cut, self._on_cut),
        )

    def _on_begun(self, place: int) -> None:
        turn = self.talk.turns[place]
        side = "wide" if turn.prompt else turn.role
        name = self.tr("You") if turn.role == "user" else self.talk.name
        bubble = self.transcript.add(side, name)
        if turn.role == "user":
            bubble.text.append(turn.text)
            return
        if turn.prompt:
            bubble.text.begin_with(turn.prompt)
        bubble.text.set_writing(True)
        self._clock.start()
        self.moved.emit()

    def _put_words(self, place: int) -> None:
        turn = self.talk.turns[place]
        if turn.role == "assistant" and turn.text:
            self._bubble(place).text.append(turn.text)

    def _on_grown(self, place: int, text: str) -> None:
        self._bubble(place).text.append(text)

    def _on_ended(self, place: int) -> None:
        turn, bubble = self.talk.turns[place], self._bubble(place)
        if turn.role == "user" or not turn.finish:
            return
        bubble.text.set_writing(False)
        bubble.set_problem(turn.problem)
        bubble.set_caption(self._figures(turn))
        self._clock.stop()
        self.moved.emit()

    def _on_cut(self, place: int) -> None:
        self.transcript.cut(place)
        self.moved.emit()

    def _show_figures(self) -> None:
        if self.talk is not None and self.talk.turns:
            place = len(self.talk.turns) - 1
            self._bubble(place).set_caption(self._figures(self.talk.turns[place]))

    def _figures(self, turn: "Said") -> str:
        """“38 ms to first token · 104 tok/s · 46 tokens”."""
        figures = turn.figures
        parts = []
        if figures.first is not None:
            parts.append(self.tr("{0} ms to first token").format(number(figures.first * 1000)))
        if figures.rate is not None:
            parts.append(self.tr("{0} tok/s").format(number(figures.rate)))
        if figures.tokens:
            words = self.tr("1 token") if figures.tokens == 1 else self.tr("{0} tokens")
            parts.append(words.format(number(figures.tokens)))
        if turn.unseen:
            parts.append(self.tr("without the first {0} messages").format(number(turn.unseen)))
        said = {
            "length": self.tr("ended at the longest answer"),
            "stopped": self.tr("stopped"),
        }.get(turn.finish)
        return " · ".join([*parts, *([said] if said else [])])

    def _bubble(self, place: int) -> "Bubble":
        return self.transcript.bubbles[place]
