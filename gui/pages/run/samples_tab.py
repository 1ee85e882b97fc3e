"""What a language model says at each evaluation to the prompts it was given, newest first."""

from PySide6.QtGui import QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QVBoxLayout, QWidget

from gui.state.run_record import Event
from gui.theme.fonts import words
from gui.theme.theme import theme
from gui.theme.tokens import BODY, CAPTION
from gui.widgets.card import Card
from gui.widgets.chart_axis import thousands
from gui.widgets.label import Label

_MOST = 500  # samples that are shown


class SamplesTab(QWidget):
    """Prompts stand dim before what the model made of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._samples: list[Event] = []
        self._empty = Label(self.tr("The model answers its prompts at each evaluation."), "faint", wrap=True)
        self.text = QTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.tr("Samples, newest first"))
        card = Card(self.tr("Samples"), self.tr("newest first"))
        card.add(self._empty)
        card.add(self.text, 1)
        card.body.addStretch(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)
        theme().changed.connect(self._write)
        self.show_samples([])

    def show_samples(self, samples: list[Event]) -> None:
        newest = samples[-_MOST:]
        self._empty.setVisible(not newest)
        self.text.setVisible(bool(newest))
        if newest != self._samples:
            self._samples = list(newest)
            self._write()

    def _write(self) -> None:
        place = self.text.verticalScrollBar().value()
        self.text.clear()
        cursor = self.text.textCursor()
        step = None
        for sample in _newest_first(self._samples):
            if sample["step"] != step:
                step = sample["step"]
                self._put(cursor, self.tr("Step {0}").format(thousands(step)) + "\n", "faint", CAPTION, True)
            self._put(cursor, sample["prompt"], "dim", BODY, True)
            self._put(cursor, sample["text"].rstrip() + "\n\n", "text", BODY)
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        self.text.verticalScrollBar().setValue(place)

    def _put(self, cursor: QTextCursor, text: str, colour: str, size: int, bold: bool = False) -> None:
        """Plain text in a format: what a model says is never read as markup."""
        format = QTextCharFormat()
        format.setFont(words(size, QFont.Weight.DemiBold if bold else QFont.Weight.Normal))
        format.setForeground(theme().colour(colour))
        cursor.insertText(text, format)


def _newest_first(samples: list[Event]) -> list[Event]:
    """By step, and within a step in the order of the prompts."""
    return sorted(samples, key=lambda sample: -sample["step"])
