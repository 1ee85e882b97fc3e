"""Code that asks the endpoint what the playground asks, in three languages, to copy."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gui.pages.serve.snippets.curl import curl_code
from gui.pages.serve.snippets.javascript import javascript_code
from gui.pages.serve.snippets.python import python_code
from gui.pages.serve.snippets.question import PLACEHOLDER, Question
from gui.widgets.card import Card
from gui.widgets.code_view import CodeView
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.segmented import Segmented

_WRITERS = {"python": python_code, "curl": curl_code, "javascript": javascript_code}


class CodeCard(Card):
    """``show_question`` writes it anew. ``language_changed`` asks for that."""

    language_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Call it from code"), parent=parent)
        languages = (("python", "Python"), ("curl", "curl"), ("javascript", "JavaScript"))
        self.language = Segmented(languages, name=self.tr("Language"))
        self.language.changed.connect(lambda _: self.language_changed.emit())
        self.add_action(self.language)
        self.code = CodeView(self.tr("Code that asks the endpoint"))
        self.add(self.code, 1)
        self.hint = ElidedLabel("", "faint")  # a wrapped one would have the column scroll
        self.add(self.hint)

    def show_question(self, question: Question) -> None:
        self.code.set_code(_WRITERS[self.language.value](question))
        fresh = question.key != PLACEHOLDER
        self.hint.setText(
            self.tr("The key above is shown only as long as this window is open.")
            if fresh
            else self.tr("Put a key in place of {0}: “Keys” makes one.").format(PLACEHOLDER)
        )
