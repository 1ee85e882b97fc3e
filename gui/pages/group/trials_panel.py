"""The runs of a sweep or of Auto: how the search got better, which settings lead where, and every run in a table."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.schema.metrics import HIGHER_IS_BETTER
from gui.pages.group.axes import axes_of, swept_paths
from gui.pages.group.best_chart import BestChart
from gui.pages.group.parts_table import trials_table
from gui.state.group import GroupPart, GroupState
from gui.state.job_facts import metric_of
from gui.theme.tokens import GAP
from gui.widgets.button import Button
from gui.widgets.card import Card
from gui.widgets.data_table import DataTable
from gui.widgets.label import Label
from gui.widgets.parallel_plot import ParallelPlot
from gui.widgets.part_words import part_words

if TYPE_CHECKING:
    from engine.schema.job import Job


class TrialsPanel(QWidget):
    """The best run is chosen until a person chooses another; a choice is the same in plot and table."""

    run_wanted = Signal(str)  # a job's id
    recipe_wanted = Signal(int)  # a part's number
    model_wanted = Signal(str)
    report_wanted = Signal(str)

    def __init__(self, job: "Job", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job = job
        self._metric = metric_of(job.spec)
        self._parts: dict[int, GroupPart] = {}
        self._picked: int | None = None  # by a person
        self._paths: list[str] = []
        self.table: DataTable | None = None
        self.best = BestChart()
        self.plot = ParallelPlot()
        self.plot.chosen.connect(self._pick)
        plot_card = Card(
            self.tr("Settings and scores"), self.tr("the better, the higher; a click chooses a run")
        )
        plot_card.add(self.plot, 1)
        above = QHBoxLayout()
        above.setSpacing(GAP)
        above.addWidget(self.best, 38)
        above.addWidget(plot_card, 62)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(above, 48)
        column.addWidget(self._table_card(), 52)

    @property
    def chosen(self) -> GroupPart | None:
        """What the buttons act on."""
        best = next((part for part in self._parts.values() if part.is_best), None)
        return self._parts.get(self._picked, best) if self._picked is not None else best

    def show_group(self, job: "Job", state: GroupState) -> None:
        self._job = job
        parts = state.parts()
        self._parts = {part.number: part for part in parts}
        self.best.show_record(state.record, self._metric in HIGHER_IS_BETTER)
        self.plot.set_lines(*axes_of(job, self._metric, parts))
        self._show_table(parts)
        self._show_chosen()

    # --- building

    def _table_card(self) -> Card:
        self._card = Card(self.tr("Runs"), self.tr("scores on the validation rows"))
        self.said = Label("", "dim")
        self.recipe = Button(self.tr("Make this the recipe"), "primary")
        self.model = Button(self.tr("Open its model"))
        self.report = Button(self.tr("Report"))
        self.recipe.clicked.connect(self._want_recipe)
        self.model.clicked.connect(lambda: self._want_model(self.model_wanted))
        self.report.clicked.connect(lambda: self._want_model(self.report_wanted))
        for widget in (self.said, self.report, self.model, self.recipe):
            self._card.add_action(widget)
        self._empty = Label(self.tr("Every run stands here as soon as it begins."), "faint")
        self._card.add(self._empty)
        return self._card

    def _show_table(self, parts: list[GroupPart]) -> None:
        paths = swept_paths(self._job, parts)
        if self.table is None or paths != self._paths:
            self._make_table(paths)
        self._empty.setVisible(not parts)
        self.table.setVisible(bool(parts))
        self.table.set_rows(parts)

    def _make_table(self, paths: list[str]) -> None:
        if self.table is not None:
            self._card.body.removeWidget(self.table)
            self.table.deleteLater()
        self._paths = paths
        self.table = trials_table(self._job, self._metric, paths)
        self.table.selection_changed.connect(self._pick_row)
        self.table.opened.connect(lambda part: self.run_wanted.emit(part.job))
        self.table.acted.connect(lambda part, _: self.run_wanted.emit(part.job))
        self._card.add(self.table, 1)

    # --- choosing

    def _pick_row(self) -> None:
        rows = self.table.selected()
        if rows and rows[0].number != self._picked:
            self._pick(rows[0].number)

    def _pick(self, number: int) -> None:
        self._picked = number
        self._show_chosen()
        if not any(part.number == number for part in self.table.selected()):
            self.table.select(number)

    def _show_chosen(self) -> None:
        chosen = self.chosen
        self.plot.set_chosen(chosen.number if chosen else None)
        self.said.setText(part_words(self._job.kind, chosen.number) if chosen else "")
        self.recipe.setEnabled(chosen is not None)
        has_model = chosen is not None and chosen.model is not None
        for button in (self.model, self.report):
            button.setEnabled(has_model)
            button.setToolTip(
                ""
                if has_model
                else self.tr("Only the best run's model is kept; others can be trained again.")
            )

    def _want_recipe(self) -> None:
        if self.chosen is not None:
            self.recipe_wanted.emit(self.chosen.number)

    def _want_model(self, wanted: Signal) -> None:
        if self.chosen is not None and self.chosen.model is not None:
            wanted.emit(self.chosen.model)
