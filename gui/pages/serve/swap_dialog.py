"""Another version behind the same name: which there are, how they score, and how far the swap is."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from engine.schema.problem import Problem
from gui.client.words import problem_line
from gui.i18n.amounts import ago, moment, short_number
from gui.state.versions import score_of, version_name, versions_of
from gui.widgets.button import Button
from gui.widgets.data_table import Column, DataTable
from gui.widgets.label import Label
from gui.widgets.spinner import Spinner

if TYPE_CHECKING:
    from engine.schema.card import ModelCard
    from engine.schema.serve import ServedModel, ServedSpec
    from gui.context import Context
    from gui.state.endpoint import EndpointState
    from gui.state.endpoint_record import Event


class SwapDialog(QDialog):
    """Shows what the endpoint's events say of the swap; it may be closed meanwhile."""

    def __init__(
        self,
        context: "Context",
        endpoint: str,
        spec: "ServedSpec",
        state: "EndpointState",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._endpoint, self._spec, self._state = context, endpoint, spec, state
        self._wanted: str | None = None
        self._failed_before: Event | None = None  # why a try before this one came to nothing
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Swap the version of {0}").format(spec.name))
        self.resize(680, 440)
        words = self.tr(
            "The new version is loaded and answers once by itself before it takes requests; the old one finishes those it has."
        )
        self.table = DataTable(self._columns(), key=lambda card: card.id, name=self.tr("Versions"))
        self.table.selection_changed.connect(self._show)
        self.spinner, self.said = Spinner(), Label("", wrap=True)
        self.yes, self.no = Button(self.tr("Swap"), "primary"), Button(self.tr("Close"))
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self.spinner)
        foot.addWidget(self.said, 1)
        foot.addWidget(self.no)
        foot.addWidget(self.yes)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(Label(words, "dim", wrap=True))
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)
        self.yes.clicked.connect(self.swap)
        self.no.clicked.connect(self.reject)
        self.table.opened.connect(lambda _: self.swap())
        state.changed.connect(self._show)  # a method, not a lambda: the state outlives the dialog
        context.library.models_changed.connect(self._show_versions)
        self._show_versions()

    def _columns(self) -> list[Column]:
        cards = lambda: self._context.library.models.values()  # noqa: E731
        return [
            Column("name", self.tr("Version"), lambda card: version_name(card, cards()), stretch=True),
            Column("state", "", self._place_of, width=90, colour=lambda card: "good"),
            Column("score", self.tr("Score"), lambda card: score_of(card) or "–", width=170),
            Column(
                "size", self.tr("Parameters"), lambda card: short_number(card.parameters), lambda card: card.parameters,
                right=True, width=100,
            ),
            Column(
                "created", self.tr("Made"), lambda card: ago(card.created), lambda card: card.created,
                width=120, tip=lambda card: moment(card.created),
            ),
        ]  # fmt: skip

    def _show_versions(self) -> None:
        models = self._context.library.models
        card = models.get(self._spec.model)
        self.table.set_rows(versions_of(card, models.values()) if card is not None else [])
        self._show()

    @property
    def served(self) -> "ServedModel | None":
        return next((each for each in self._state.models() if each.name == self._spec.name), None)

    @property
    def _failed(self) -> "Event | None":
        return self._state.record.failed_swaps.get(self._spec.name)

    def _place_of(self, card: "ModelCard") -> str:
        served = self.served
        if served is None:
            return ""
        return (
            self.tr("serves")
            if served.model == card.id
            else self.tr("loads")
            if served.next == card.id
            else ""
        )

    def chosen(self) -> "ModelCard | None":
        return next(iter(self.table.selected()), None)

    def swap(self) -> None:
        card, served = self.chosen(), self.served
        if card is None or served is None or served.model == card.id or self._wanted is not None:
            return
        self._wanted = card.id
        self._failed_before = self._failed
        spec, endpoint = self._spec.model_copy(update={"model": card.id}), self._endpoint
        self._context.connection.call(
            lambda engine: engine.put_model(endpoint, spec),
            lambda _: self._show(),
            self._on_refused,
            receiver=self,
        )
        self._show()

    def _show(self, _: object = None) -> None:
        served, card = self.served, self.chosen()
        self.table.viewport().update()
        if self._wanted is not None and served is not None:
            self._show_course(served)
        self.spinner.setVisible(self._wanted is not None)
        self.yes.setEnabled(
            self._wanted is None and card is not None and served is not None and card.id != served.model
        )

    def _show_course(self, served: "ServedModel") -> None:
        swap, failed = self._state.record.swaps.get(served.name) or {}, self._failed
        if (
            served.model == self._wanted == swap.get("after")
        ):  # it is told after the model, and says what was lost
            self._wanted = None
            words = self.tr("Swapped. {0} requests were dropped.")
            self._say(words.format(int(swap.get("dropped") or 0)), "good")
        elif failed is not None and failed is not self._failed_before:
            self._wanted = None
            self._say(problem_line(Problem.model_validate(failed)), "bad")
        else:
            self._say(self.tr("Loading; the old version goes on answering."), "dim")

    def _say(self, text: str, role: str) -> None:
        self.said.set_role(role)
        self.said.setText(text)

    def _on_refused(self, problems: tuple) -> None:
        self._wanted = None
        self._say(problem_line(problems[0]), "bad")
        self._show()
