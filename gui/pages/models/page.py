"""The finished models of this home: what they score, where they come from, and serving them."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QStackedWidget,
    QWidget,
)

from gui.pages.models.detail import ModelDetail
from gui.pages.models.model import CREATED, NAME, PARAMETERS, SIZE, ModelsFilter, ModelsModel
from gui.state.job_orders import JobOrders
from gui.theme.tokens import GAP
from gui.widgets.ask import Question
from gui.widgets.card import Card
from gui.widgets.cells import ID
from gui.widgets.empty_page import EmptyPage
from gui.widgets.list_table import ListTable
from gui.widgets.page import Page
from gui.widgets.page_header import PageHeader

if TYPE_CHECKING:
    from engine.schema.card import ModelCard
    from gui.context import Context


class ModelsPage(QStackedWidget):
    """``shown`` with a model's id chooses that one."""

    def __init__(self, context: "Context", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._orders = JobOrders(context, self)
        self.model = ModelsModel(self)
        self.filter = ModelsFilter(self)
        self.filter.setSourceModel(self.model)
        self.empty = EmptyPage(
            self.tr("No models yet"),
            self.tr(
                "A run that finishes becomes a model: with its scores, the data it comes from, and one button to serve it."
            ),
            self.tr("New run"),
        )
        self.empty.acted.connect(lambda: context.navigate("new_run", None))
        self.addWidget(self.empty)
        self.addWidget(self._list_page())
        context.library.models_changed.connect(self._refresh)
        context.library.job_changed.connect(self._show_chosen)
        self._refresh()

    def shown(self, model_id: str | None = None) -> None:
        self._refresh()
        if model_id:
            self.choose(model_id)
        self.table.setFocus()

    def choose(self, model_id: str) -> None:
        for row in range(self.filter.rowCount()):
            if self.filter.index(row, 0).data(ID) == model_id:
                self.table.selectRow(row)
                return

    def chosen(self) -> "ModelCard | None":
        index = self.table.currentIndex()
        return self._context.library.models.get(index.data(ID)) if index.isValid() else None

    def _list_page(self) -> Page:
        page = Page()
        page.column.addWidget(PageHeader(self.tr("Models")))
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Filter by name, task or dataset"))
        self.search.setAccessibleName(self.tr("Filter models"))
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(320)
        self.search.textChanged.connect(self.filter.set_text)
        page.column.addWidget(self.search)
        card = Card()
        card.body.setContentsMargins(6, 4, 6, 6)
        self.table = self._table()
        card.add(self.table, 1)
        self.detail = ModelDetail()
        self.detail.serve_wanted.connect(self._serve)
        self.detail.report_wanted.connect(lambda: self._context.navigate("report", self.chosen().id))
        self.detail.run_wanted.connect(lambda: self._context.navigate("run", self.chosen().run))
        self.detail.folder_wanted.connect(self._reveal)
        self.detail.delete_wanted.connect(self._ask_delete)
        self.detail.hide()
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(card, 62)
        row.addWidget(self.detail, 38)
        page.column.addLayout(row, 1)
        return page

    def _table(self) -> ListTable:
        table = ListTable(self.filter, self.tr("Models"))
        table.setSortingEnabled(True)
        table.sortByColumn(CREATED, Qt.SortOrder.DescendingOrder)
        header = table.horizontalHeader()
        for column, width in enumerate((150, 146, 126, 80, 82, 86, 92)):
            table.setColumnWidth(column, width)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(60)
        for column in (PARAMETERS, SIZE):
            table.setColumnHidden(column, True)  # the detail beside it says them
        table.selectionModel().currentRowChanged.connect(lambda *_: self._show_chosen())
        return table

    def _refresh(self) -> None:
        chosen = self.chosen()
        models = self._context.library.models
        self.model.set_items(list(models.values()))
        self.setCurrentIndex(1 if models else 0)
        if models:
            self.choose(
                chosen.id if chosen is not None and chosen.id in models else self.filter.index(0, 0).data(ID)
            )
        self._show_chosen()

    def _show_chosen(self, _: str = "") -> None:
        card = self.chosen()
        self.detail.setVisible(card is not None)
        if card is not None:
            parent = self._context.library.models.get(card.parent or "")
            self.detail.show_card(
                card, parent.name if parent else card.parent or "", self._endpoint(card) is not None
            )

    def _endpoint(self, card: "ModelCard") -> str | None:
        """The endpoint that serves this model now."""
        live = ("waiting", "starting", "running")
        jobs = (
            job for job in self._context.library.endpoints() if job.model == card.id and job.state in live
        )
        return next((job.id for job in jobs), None)

    def _serve(self) -> None:
        card = self.chosen()
        if card is None:
            return
        endpoint = self._endpoint(card)
        if endpoint is not None:
            self._context.navigate("serve", endpoint)
        else:
            self._orders.serve(card.id, self._on_served)

    def _on_served(self, served: Any) -> None:
        self._context.memory[f"key {served.job.id}"] = served.key.secret
        self._context.navigate("serve", served.job.id)

    def folder(self, card: "ModelCard") -> Path:
        job = self._context.library.jobs.get(card.run)
        root = (
            Path(job.directory)
            if job is not None and job.directory
            else self._context.connection.home.run(card.run).root
        )
        return root / "model"

    def _reveal(self) -> None:
        card = self.chosen()
        if card is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.folder(card))))

    def _ask_delete(self) -> None:
        card = self.chosen()
        if card is None:
            return
        text = self.tr(
            "“{0}” is removed from the disk and can no longer be served. Its run stays in the list."
        ).format(card.name)
        question = Question(
            self.tr("Delete this model?"), text, self.tr("Delete"), dangerous=True, parent=self
        )
        question.accepted.connect(lambda: self._orders.delete_model(card.id))
        question.open()
