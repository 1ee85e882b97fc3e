"""Asks how a model is to be served, and has the engine do it."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from gui.client.words import problem_line
from gui.forms.editors import QuietComboBox
from gui.forms.serve_form import ServeForm
from gui.state.own_key import keep_key
from gui.state.serving import free_served_name, live_endpoints
from gui.state.versions import score_of, version_name
from gui.widgets.button import Button
from gui.widgets.label import Label
from gui.widgets.page import Scrolled
from gui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from engine.schema.card import ModelCard
    from gui.context import Context

OWN, BEHIND = "own", "behind"
_LEAST, _MOST = 440, 760  # pixels of height; in between as much as the form needs


class ServeDialog(QDialog):
    """``model`` is the one to begin with, ``endpoint`` the address to add it to; both can be changed.

    ``added`` tells the job of an endpoint that runs, and by which name it serves one more model.
    """

    added = Signal(object, str)

    def __init__(
        self,
        context: "Context",
        model: str | None = None,
        endpoint: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Serve a model"))
        self.resize(740, _LEAST)
        self.models = QuietComboBox()
        self.models.setAccessibleName(self.tr("Model"))
        self.where = Segmented(
            ((OWN, self.tr("At an address of its own")), (BEHIND, self.tr("Behind an endpoint that runs"))),
            name=self.tr("Where"),
        )
        self.endpoints = QuietComboBox()
        self.endpoints.setAccessibleName(self.tr("Endpoint"))
        machine = getattr(context.machine, "machine", None)
        self.form = ServeForm(machine.devices if machine is not None else ())
        self.problem = Label("", "bad", wrap=True)
        self.problem.hide()
        self.yes, self.no = Button(self.tr("Serve"), "primary"), Button(self.tr("Cancel"))
        self._fill(model, endpoint)
        self._lay_out()
        self.models.activated.connect(lambda _: self._show_model())
        self.where.changed.connect(lambda _: self._show_where())
        self.yes.clicked.connect(self.serve)
        self.no.clicked.connect(self.reject)
        self.yes.setDefault(True)
        self.form.changed.connect(lambda: QTimer.singleShot(0, self, self._fit))
        for form in (self.form.model, self.form.address):
            form.fold.toggled.connect(lambda _: QTimer.singleShot(0, self, self._fit))
        self._show_model()
        self._show_where()

    def _fit(self) -> None:
        """Grow with the form rather than have a person scroll in it."""
        hidden = self._scrolled.widget().sizeHint().height() - self._scrolled.viewport().height()
        if hidden > 0:
            self.resize(self.width(), min(self.height() + hidden, _MOST))

    def _fill(self, model: str | None, endpoint: str | None) -> None:
        library = self._context.library
        cards = sorted(library.models.values(), key=lambda card: card.created, reverse=True)
        for card in cards:
            words = [version_name(card, cards), score_of(card)]
            self.models.addItem(" · ".join(word for word in words if word), card.id)
        self.models.setCurrentIndex(max(self.models.findData(model), 0))
        for job in live_endpoints(library.endpoints()):
            self.endpoints.addItem(f"{job.name} · {job.url or self.tr('starting')}", job.id)
        self.where.setVisible(self.endpoints.count() > 0)  # else there is nothing to choose
        if endpoint is not None and self.endpoints.findData(endpoint) >= 0:
            self.endpoints.setCurrentIndex(self.endpoints.findData(endpoint))
            self.where.set_value(BEHIND)

    def _lay_out(self) -> None:
        where = QHBoxLayout()
        where.setSpacing(10)
        where.addWidget(self.where)
        where.addWidget(self.endpoints, 1)
        where.addStretch(0)
        foot = QHBoxLayout()
        foot.addWidget(self.problem, 1)
        foot.addStretch(0)
        foot.addWidget(self.no)
        foot.addWidget(self.yes)
        model = QVBoxLayout()
        model.setSpacing(4)
        model.addWidget(Label(self.tr("Model"), "caption"))
        model.addWidget(self.models)
        scrolled = self._scrolled = Scrolled()
        scrolled.column.setContentsMargins(0, 0, 14, 0)  # room for the scroll bar
        scrolled.column.addLayout(model)
        scrolled.column.addLayout(where)
        scrolled.column.addWidget(self.form)
        scrolled.column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(scrolled, 1)
        layout.addLayout(foot)

    @property
    def card(self) -> "ModelCard | None":
        return self._context.library.models.get(self.models.currentData() or "")

    def _show_model(self) -> None:
        card = self.card
        self.yes.setEnabled(card is not None)
        if card is not None:
            self.form.show_card(card, free_served_name(card, self._context.library.endpoints()))

    def _show_where(self) -> None:
        behind = self.where.value == BEHIND
        self.endpoints.setVisible(behind)
        self.form.set_own_address(not behind)

    def serve(self) -> None:
        """Ask the engine; the dialog closes once it has agreed."""
        served = self.form.served()
        if served is None:
            return
        if self.where.value == BEHIND:
            endpoint = self.endpoints.currentData()
            self._ask(
                lambda engine: engine.put_model(endpoint, served),
                lambda job: self._on_added(job, served.name),
            )
            return
        address = self.form.address_values()
        if address is not None:
            self._ask(lambda engine: engine.serve(served, name=served.name, **address), self._on_served)

    def _ask(self, order: Any, done: Any) -> None:
        self.yes.setEnabled(False)
        self.problem.hide()
        self._context.connection.call(order, done, self._on_refused, receiver=self)

    def _on_added(self, job: Any, name: str) -> None:
        self.accept()
        self._context.navigate("serve", job.id)
        self.added.emit(job, name)

    def _on_served(self, made: Any) -> None:
        keep_key(self._context, made.job.id, made.key)
        self.accept()
        self._context.navigate("serve", made.job.id)

    def _on_refused(self, problems: tuple) -> None:
        self.yes.setEnabled(True)
        rest = self.form.set_problems(problems)
        self.problem.setText("\n".join(problem_line(problem) for problem in rest))
        self.problem.setVisible(bool(rest))
