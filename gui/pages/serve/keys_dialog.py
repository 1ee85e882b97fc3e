"""The keys of this home: who may ask what, how much they did, a new one, an end to one; and the audit log."""

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gui.client.words import problem_line
from gui.forms.editors import schema_text
from gui.i18n.amounts import ago, moment, number, short_number
from gui.pages.serve.audit_words import action_words, detail_words, who_words
from gui.pages.serve.fresh_key import FreshKey
from gui.pages.serve.key_form import KeyForm
from gui.state.key_ring import KeyRing
from gui.widgets.ask import Question
from gui.widgets.button import Button
from gui.widgets.data_table import Column, DataTable
from gui.widgets.label import Label
from gui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from engine.schema.api import Key
    from gui.context import Context

KEYS, NEW, AUDIT = "keys", "new", "audit"
REVOKE = "revoke"


class KeysDialog(QDialog):
    """``key_made`` tells a new key, with its secret."""

    key_made = Signal(object)

    def __init__(self, context: "Context", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Keys"))
        self.resize(1000, 560)
        self.ring = KeyRing(context.connection, self)
        tabs = ((KEYS, self.tr("Keys")), (NEW, self.tr("New key")), (AUDIT, self.tr("Audit log")))
        self.tabs = Segmented(tabs, name=self.tr("Keys"))
        served = {each.name for job in context.library.endpoints() for each in job.spec.models}
        self.fresh, self.form = FreshKey(), KeyForm(sorted(served))
        self.keys = DataTable(self._key_columns(), key=lambda key: key.id, name=self.tr("Keys"))
        self.audit = DataTable(self._audit_columns(), key=id, name=self.tr("Audit log"))
        self.problem = Label("", "bad", wrap=True)
        self.problem.hide()
        self.stack = QStackedWidget()
        self._lay_out()
        self.tabs.changed.connect(self._show_tab)
        self.form.wanted.connect(self._make)
        self.keys.acted.connect(lambda key, _: self._ask_revoke(key))
        self.ring.keys_changed.connect(lambda: self.keys.set_rows(self.ring.keys))
        self.ring.audit_changed.connect(lambda: self.audit.set_rows(self.ring.audit))
        self.ring.made.connect(self._on_made)
        self.ring.refused.connect(self._on_refused)
        self.ring.refresh()

    def _lay_out(self) -> None:
        words = self.tr(
            "A program that asks an endpoint shows one of these keys; each person and program has its own."
        )
        head = QHBoxLayout()
        head.addWidget(Label(words, "dim", wrap=True), 1)
        head.addWidget(self.tabs)
        new = QWidget()
        column = QVBoxLayout(new)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        column.addStretch(1)
        for page in (self.keys, new, self.audit):
            self.stack.addWidget(page)
        close = Button(self.tr("Close"))
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(self.fresh)
        layout.addWidget(self.problem)
        layout.addWidget(self.stack, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)

    def _key_columns(self) -> list[Column]:
        everything = self.tr("all")
        return [
            Column("name", self.tr("Name"), lambda key: key.name, stretch=True, tip=lambda key: self.tr("made {0}").format(moment(key.created))),
            Column("hint", self.tr("Key"), lambda key: key.hint, mono=True, width=96),
            Column("models", self.tr("Models"), lambda key: ", ".join(key.models or ()) or everything, width=104,
                   tip=lambda key: ", ".join(key.models or ()) or everything),
            Column("actions", self.tr("Allowed"), lambda key: ", ".join(schema_text(each) for each in key.actions), width=84),
            Column("limits", self.tr("Limits"), self._limits, width=110, tip=self._limits),
            Column("expires", self.tr("Expires"), self._expiry, lambda key: key.expires, width=96, colour=_expiry_colour),
            Column("used", self.tr("Last used"), lambda key: ago(key.last_used), lambda key: key.last_used, width=96),
            Column("requests", self.tr("Requests"), lambda key: number(key.requests), lambda key: key.requests, right=True, width=76),
            Column("tokens", self.tr("Tokens"), lambda key: short_number(_tokens(key)), _tokens, right=True, width=66),
            Column(REVOKE, "", lambda key: self.tr("revoke"), width=66, action=True, colour=lambda key: "bad"),
        ]  # fmt: skip

    def _audit_columns(self) -> list[Column]:
        return [
            Column(
                "time", self.tr("When"), lambda line: moment(line.time), lambda line: line.time, width=140
            ),
            Column("who", self.tr("Who"), who_words, width=170),
            Column("action", self.tr("What"), action_words, width=220),
            Column("details", self.tr("Of what"), detail_words, stretch=True, tip=detail_words),
        ]

    def _limits(self, key: "Key") -> str:
        parts = []
        if key.requests_per_minute:
            parts.append(self.tr("{0} requests/min").format(number(key.requests_per_minute)))
        if key.tokens_per_minute:
            parts.append(self.tr("{0} tokens/min").format(short_number(key.tokens_per_minute)))
        return ", ".join(parts) or self.tr("none")

    def _expiry(self, key: "Key") -> str:
        if key.expires is None:
            return self.tr("never")
        return self.tr("expired") if key.expires < time.time() else moment(key.expires)[:10]

    def ask_for_new(self) -> None:
        """Begin with the form of a new key."""
        self.tabs.set_value(NEW)
        self._show_tab(NEW)
        self.form.begin()

    def _show_tab(self, tab: str) -> None:
        self.stack.setCurrentIndex((KEYS, NEW, AUDIT).index(tab))
        self.problem.hide()
        if tab == AUDIT:
            self.ring.refresh_audit()
        elif tab == KEYS:
            self.ring.refresh()

    def _make(self, values: dict) -> None:
        self.problem.hide()
        self.ring.make(**values)

    def _on_made(self, key: "Key") -> None:
        self.fresh.show_secret(key.secret or "")
        self.form.clear()
        self.tabs.set_value(KEYS)
        self._show_tab(KEYS)
        self.key_made.emit(key)

    def _ask_revoke(self, key: "Key") -> None:
        text = self.tr("Whoever uses it is answered no more, at once. It cannot be brought back.")
        question = Question(
            self.tr("Revoke the key “{0}”?").format(key.name),
            text,
            self.tr("Revoke"),
            dangerous=True,
            parent=self,
        )
        question.accepted.connect(lambda: self.ring.revoke(key.id))
        question.open()

    def _on_refused(self, problems: tuple) -> None:
        rest = self.form.set_problems(problems) if self.tabs.value == NEW else list(problems)
        self.problem.setText("\n".join(problem_line(problem) for problem in rest))
        self.problem.setVisible(bool(rest))


def _tokens(key: "Key") -> int:
    return key.prompt_tokens + key.completion_tokens


def _expiry_colour(key: "Key") -> str | None:
    return "bad" if key.expires is not None and key.expires < time.time() else None
