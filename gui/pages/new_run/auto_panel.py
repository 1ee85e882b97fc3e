"""What Auto would take for the chosen devices, why, and the button that takes it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from engine.schema.plan import CheckItem, Proposal
from gui.client.words import say_item
from gui.forms.labels import changes_words, strategy_words
from gui.widgets.button import Button
from gui.widgets.label import Label
from gui.widgets.sign import Sign


class AutoPanel(QFrame):
    """Shows a Proposal; ``wanted`` tells that a person takes it."""

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self._what = Label("", "heading", wrap=True)
        self._reasons = QVBoxLayout()
        self._reasons.setSpacing(3)
        self.use = Button(self.tr("Use these settings"))
        self.use.clicked.connect(self.wanted)
        words = QVBoxLayout()
        words.setSpacing(5)
        words.addWidget(self._what)
        words.addLayout(self._reasons)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(12)
        layout.addLayout(words, 1)
        layout.addWidget(self.use, 0, Qt.AlignmentFlag.AlignTop)
        self.show_proposal(None)

    def show_proposal(self, proposal: Proposal | None) -> None:
        """Say what would be taken and why."""
        while (item := self._reasons.takeAt(0)) is not None:
            item.widget().deleteLater()
        known = proposal is not None and bool(proposal.changes)
        self.use.setVisible(known)
        if not known or proposal is None:
            self._what.setText(self.tr("What would be taken is said here when the check is through."))
            return
        self._what.setText(self.tr("Would take: {0}").format(changes_words(proposal.changes)))
        for reason in proposal.reasons:
            self._reasons.addWidget(_Reason(say_item(_titled(reason)), reason.ok))
        self.setAccessibleName(self._what.text())


def _titled(reason: CheckItem) -> CheckItem:
    """A strategy by its title, not by its key."""
    name = reason.params.get("strategy")
    params = {**reason.params, "strategy": strategy_words(str(name))} if name else reason.params
    return reason.model_copy(update={"params": params})


class _Reason(QWidget):
    def __init__(self, text: str, good: bool) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(Sign("good" if good else "warning"), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(Label(text, "caption", wrap=True), 1)
