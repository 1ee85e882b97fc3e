"""All runs: find, sort, compare, order and delete them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QStackedWidget,
    QWidget,
)

from gui.pages.runs.filter import RunsFilter
from gui.pages.runs.model import ACTIVE, RunsModel
from gui.pages.runs.table import RunsTable
from gui.state.job_orders import JobOrders, allowed
from gui.state.queue_moves import before_when_moved, waiting_in_order
from gui.widgets.ask import Question
from gui.widgets.button import Button
from gui.widgets.card import Card
from gui.widgets.cells import ID
from gui.widgets.empty_page import EmptyPage
from gui.widgets.label import Label
from gui.widgets.page import Page
from gui.widgets.page_header import PageHeader
from gui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from engine.schema.job import Job
    from gui.context import Context

_STATES = {
    "all": None,
    "active": ACTIVE,
    "finished": frozenset({"finished"}),
    "ended": frozenset({"failed", "stopped"}),
}


class RunsPage(QStackedWidget):
    """The table of runs, or what to do when there is none."""

    def __init__(self, context: "Context", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._orders = JobOrders(context, self)
        self.model = RunsModel(self)
        self.filter = RunsFilter(self)
        self.filter.setSourceModel(self.model)
        self.empty = EmptyPage(
            self.tr("No runs yet"),
            self.tr(
                "A run trains a model on your data. Its progress, curves and log will be here, also after the window was closed."
            ),
            self.tr("New run"),
        )
        self.empty.acted.connect(lambda: context.navigate("new_run", None))
        self.addWidget(self.empty)
        self.addWidget(self._list_page())
        library = context.library
        library.job_changed.connect(self._on_job_changed)
        library.job_removed.connect(self._on_job_removed)
        self.model.set_items(job for job in library.jobs.values() if job.kind != "serve")
        self._restore(context.memory.get("runs"))
        self._show_state()

    def shown(self, _: str | None = None) -> None:
        self._show_state()
        self.table.setFocus()

    # --- building

    def _list_page(self) -> Page:
        page = Page()
        page.column.addWidget(self._header())
        page.column.addLayout(self._tools())
        card = Card()
        card.body.setContentsMargins(6, 4, 6, 6)
        self.table = self._table()
        self.nothing = Label(self.tr("No run matches."), "faint")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.hide()
        card.add(self.table, 1)
        card.add(self.nothing)
        page.column.addWidget(card, 1)
        return page

    def _header(self) -> PageHeader:
        self.header = PageHeader(self.tr("Runs"))
        new = Button(self.tr("New run"), "primary")
        new.clicked.connect(lambda: self._context.navigate("new_run", None))
        self.header.add_action(new)
        return self.header

    def _tools(self) -> QHBoxLayout:
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Filter by name, task, model or data"))
        self.search.setAccessibleName(self.tr("Filter runs"))
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(
            280
        )  # filled at once: buttons that come and go must not move what stands here
        self.search.textChanged.connect(self._on_filter_changed)
        options = (
            ("all", self.tr("All")),
            ("active", self.tr("Active")),
            ("finished", self.tr("Finished")),
            ("ended", self.tr("Stopped, failed")),
        )
        self.states = Segmented(options, name=self.tr("State"))
        self.states.changed.connect(self._on_filter_changed)
        self.up = Button(self.tr("Move up"))
        self.down = Button(self.tr("Move down"))
        self.up.clicked.connect(lambda: self._move(down=False))
        self.down.clicked.connect(lambda: self._move(down=True))
        self.compare = Button(self.tr("Compare"))
        self.compare.clicked.connect(self._compare)
        self.delete = Button(self.tr("Delete"), "danger")
        self.delete.clicked.connect(self._ask_delete)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.search, 1)
        row.addWidget(self.states)
        row.addStretch()
        for button in (self.up, self.down, self.compare, self.delete):
            row.addWidget(button)
        return row

    def _table(self) -> RunsTable:
        table = RunsTable(self.filter)
        table.doubleClicked.connect(self._open)
        table.customContextMenuRequested.connect(self._show_menu)
        table.selectionModel().selectionChanged.connect(lambda: self._show_actions())
        for keys, act in (
            ("Return", self._open_chosen), ("Enter", self._open_chosen), ("Del", self._ask_delete),
            ("Ctrl+Up", lambda: self._move(down=False)), ("Ctrl+Down", lambda: self._move(down=True)),
        ):  # fmt: skip
            QShortcut(QKeySequence(keys), table, act, context=Qt.ShortcutContext.WidgetShortcut)
        return table

    # --- showing

    def _on_job_changed(self, job_id: str) -> None:
        job = self._context.library.jobs[job_id]
        if job.kind != "serve":
            self.model.put(job)
            self._show_above(job)
            self._show_state()

    def _show_above(self, job: "Job") -> None:
        """The best score of a sweep changes with its trials."""
        above = self._context.library.jobs.get(job.parent or "")
        if above is not None and job.state == "finished":
            self.model.put(above)

    def _on_job_removed(self, job_id: str) -> None:
        self.model.remove(job_id)
        self._show_state()

    def _show_state(self) -> None:
        count = self.model.rowCount()
        self.setCurrentIndex(1 if count else 0)
        self.nothing.setVisible(bool(count) and not self.filter.rowCount())
        self._show_actions()

    def _show_actions(self) -> None:
        chosen = self.chosen()
        self.compare.setEnabled(self._can_compare(chosen))
        self.compare.setToolTip("" if self.compare.isEnabled() else self.tr("Choose two to ten runs"))
        self.delete.setEnabled(bool(chosen) and all("delete" in allowed(job) for job in chosen))
        one_waits = len(chosen) == 1 and chosen[0].state == "waiting"
        for button, down in ((self.up, False), (self.down, True)):
            button.setVisible(one_waits)
            button.setEnabled(one_waits and self._place(chosen[0].id, down)[0])

    @staticmethod
    def _can_compare(chosen: "list[Job]") -> bool:
        """A job made of runs has no curves of its own."""
        return 2 <= len(chosen) <= 10 and not any(job.is_group for job in chosen)

    def chosen(self) -> "list[Job]":
        jobs = self._context.library.jobs
        ids = self.table.chosen_ids()
        return [jobs[job_id] for job_id in ids if job_id in jobs]

    def _on_filter_changed(self) -> None:
        self.filter.set_text(self.search.text())
        self.filter.set_states(_STATES[self.states.value])
        self._context.memory["runs"] = (self.search.text(), self.states.value)
        self._show_state()

    def _restore(self, kept: tuple[str, str] | None) -> None:
        if kept:
            self.states.set_value(kept[1])
            self.search.setText(kept[0])
            self._on_filter_changed()

    # --- doing

    def _open(self, index: QModelIndex) -> None:
        job_id = index.data(ID)
        is_group = self._context.library.jobs[job_id].is_group
        self._context.navigate("group" if is_group else "run", job_id)

    def _open_chosen(self) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            self._open(index)

    def _compare(self) -> None:
        chosen = self.chosen()
        if self._can_compare(chosen):
            self._context.navigate("compare", ",".join(job.id for job in chosen))

    def _place(self, job_id: str, down: bool) -> tuple[bool, str | None]:
        return before_when_moved(waiting_in_order(self._context.library.jobs.values()), job_id, down)

    def _move(self, down: bool) -> None:
        chosen = self.chosen()
        if len(chosen) == 1:
            can, before = self._place(chosen[0].id, down)
            if can:
                self._orders.move(chosen[0].id, before)

    def _ask_delete(self) -> None:
        chosen = self.chosen()
        if not chosen or not all("delete" in allowed(job) for job in chosen):
            return
        names = ", ".join(job.name for job in chosen[:5]) + (" …" if len(chosen) > 5 else "")
        text = self.tr("{0}: curves, log and checkpoints are removed from the disk.").format(names)
        one = self.tr("Delete this run?")
        question = Question(
            one if len(chosen) == 1 else self.tr("Delete {0} runs?").format(len(chosen)),
            text,
            self.tr("Delete"),
            dangerous=True,
            parent=self,
        )
        models = [job for job in chosen if self._made_models(job)]
        also = question.add_check(self.tr("Also delete the models they made")) if models else None
        question.accepted.connect(lambda: self._delete(chosen, bool(also and also.isChecked())))
        question.open()

    def _made_models(self, job: "Job") -> bool:
        library = self._context.library
        return any(each.model in library.models for each in (job, *library.parts(job.id)))

    def _delete(self, chosen: "list[Job]", with_model: bool) -> None:
        for job in chosen:
            self._orders.delete(job.id, with_model)

    def _show_menu(self, place: QPoint) -> None:
        menu = self.menu()
        if not menu.isEmpty():
            menu.popup(self.table.viewport().mapToGlobal(place))

    def menu(self) -> QMenu:
        """What can be done with the chosen rows."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chosen = self.chosen()
        if len(chosen) == 1:
            self._add_single(menu, chosen[0])
        if self._can_compare(chosen):
            menu.addAction(self.tr("Compare"), self._compare)
        if chosen:
            menu.addSeparator()
            menu.addAction(self.tr("Delete…"), self._ask_delete).setEnabled(self.delete.isEnabled())
        return menu

    def _add_single(self, menu: QMenu, job: "Job") -> None:
        orders = allowed(job)
        menu.addAction(self.tr("Open"), self._open_chosen)
        words = {
            "pause": self.tr("Pause"), "resume": self.tr("Resume"), "stop": self.tr("Stop"),
            "retry": self.tr("Retry"), "checkpoint": self.tr("Checkpoint now"),
        }  # fmt: skip
        for name, word in words.items():
            if name in orders:
                menu.addAction(word, lambda name=name: getattr(self._orders, name)(job.id))
        if not job.is_group:
            menu.addAction(
                self.tr("Run again with changes"), lambda: self._context.navigate("new_run", job.id)
            )
        if job.state == "waiting":
            menu.addAction(self.tr("Move up"), lambda: self._move(down=False)).setEnabled(self.up.isEnabled())
            menu.addAction(self.tr("Move down"), lambda: self._move(down=True)).setEnabled(
                self.down.isEnabled()
            )
