"""Code that asks the endpoint what the playground asks, in three languages, to copy."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.pages.serve.snippets.curl import curl_code
from gui.pages.serve.snippets.javascript import javascript_code
from gui.pages.serve.snippets.python import python_code
from gui.pages.serve.snippets.question import PLACEHOLDER, Question
from gui.widgets.button import Button
from gui.widgets.card import Card
from gui.widgets.code_view import CodeView
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.segmented import Segmented

_WRITERS = {"python": python_code, "curl": curl_code, "javascript": javascript_code}


class CodeCard(Card):
    """``show_question`` writes it anew. ``language_changed`` asks for that, ``key_wanted`` for a key to put into it."""

    language_changed = Signal()
    key_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Call it from code"), parent=parent)
        languages = (("python", "Python"), ("curl", "curl"), ("javascript", "JavaScript"))
        self.language = Segmented(languages, name=self.tr("Language"))
        self.language.changed.connect(lambda _: self.language_changed.emit())
        self.add_action(self.language)
        self.code = CodeView(self.tr("Code that asks the endpoint"))
        self.add(self.code, 1)
        self.hint = ElidedLabel("", "faint")  # a wrapped one would have the column scroll
        self.new_key = Button(self.tr("New key…"), "link")
        self.new_key.clicked.connect(self.key_wanted)
        foot = QHBoxLayout()
        foot.addWidget(self.hint, 1)
        foot.addWidget(self.new_key)
        self.add_layout(foot)

    def show_question(self, question: Question, unreached: bool = False) -> None:
        """``unreached``: a key was made here, but not for the model that is asked."""
        self.code.set_code(_WRITERS[self.language.value](question))
        self.new_key.setVisible(question.key == PLACEHOLDER)
        self.hint.setText(self._hint(question, unreached))

    def _hint(self, question: Question, unreached: bool) -> str:
        if question.key != PLACEHOLDER:
            return self.tr("The key above is shown only as long as this window is open.")
        if unreached:
            return self.tr("The key made before is not for “{0}”, which came later.").format(question.model)
        return self.tr("Put a key in place of {0}.").format(PLACEHOLDER)
