"""The finished models of this home: what they score, where they come from, and serving them."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QStackedWidget,
    QWidget,
)

from gui.forms.serve_dialog import ServeDialog
from gui.pages.models.detail import ModelDetail
from gui.pages.models.group_detail import GroupDetail
from gui.pages.models.model import (
    CREATED,
    NAME,
    PARAMETERS,
    SIZE,
    ModelGroup,
    ModelsFilter,
    ModelsModel,
)
from gui.state.job_orders import JobOrders
from gui.state.serving import endpoint_of
from gui.theme.tokens import GAP
from gui.widgets.ask import Question
from gui.widgets.card import Card
from gui.widgets.cells import ID, NotedCell
from gui.widgets.empty_page import EmptyPage
from gui.widgets.folded_table import FoldedTable
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
        context.library.job_changed.connect(self._on_job_changed)
        self._refresh()

    def shown(self, model_id: str | None = None) -> None:
        self._refresh()
        if model_id:
            self.choose(model_id)
        self.table.setFocus()

    def choose(self, model_id: str) -> None:
        index = next((each for each in self._indexes() if each.data(ID) == model_id), None)
        if index is not None:
            self.table.setCurrentIndex(index)  # opens what it is folded beneath
            self.table.scrollTo(index)

    def _indexes(self) -> Iterator[QModelIndex]:
        """Every row, those beneath another right after it."""
        for row in range(self.filter.rowCount()):
            above = self.filter.index(row, 0)
            yield above
            for number in range(self.filter.rowCount(above)):
                yield self.filter.index(number, 0, above)

    def chosen(self) -> "ModelCard | None":
        item = self._item()
        return None if isinstance(item, ModelGroup) else item

    def _item(self) -> "ModelCard | ModelGroup | None":
        index = self.table.currentIndex()
        return self.model.item(self.filter.mapToSource(index)) if index.isValid() else None

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
        self.group = GroupDetail()
        self.group.opened.connect(self._open_group)
        self.group.hide()
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(card, 62)
        row.addWidget(self.detail, 38)
        row.addWidget(self.group, 38)
        page.column.addLayout(row, 1)
        return page

    def _table(self) -> FoldedTable:
        table = FoldedTable(self.filter, self.tr("Models"))
        table.setItemDelegateForColumn(NAME, NotedCell(table))
        table.sortByColumn(CREATED, Qt.SortOrder.DescendingOrder)
        header = table.header()
        for column, width in enumerate((150, 146, 126, 80, 82, 86, 92)):
            table.setColumnWidth(column, width)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(60)
        for column in (PARAMETERS, SIZE):
            table.setColumnHidden(column, True)  # the detail beside it says them
        table.selectionModel().currentRowChanged.connect(lambda *_: self._show_chosen())
        return table

    def _refresh(self) -> None:
        chosen, models = self._item(), self._context.library.models
        opened = [index.data(ID) for index in self._indexes() if self.table.isExpanded(index)]
        self.model.show_models(models.values(), self._context.library.jobs)
        self.setCurrentIndex(1 if models else 0)
        for index in list(self._indexes()):
            if index.data(ID) in opened:
                self.table.expand(index)
        known = {index.data(ID) for index in self._indexes()}
        if known:
            self.choose(
                chosen.id if chosen is not None and chosen.id in known else self.filter.index(0, 0).data(ID)
            )
        self._show_chosen()

    def _on_job_changed(self, job_id: str) -> None:
        """What several models score together is known when the last of their runs has ended."""
        if self.model.has_group(job_id):
            self._refresh()
        else:
            self._show_chosen()

    def _show_chosen(self, _: str = "") -> None:
        item, card = self._item(), self.chosen()
        self.detail.setVisible(card is not None)
        self.group.setVisible(isinstance(item, ModelGroup))
        if isinstance(item, ModelGroup):
            self.group.show_group(item)
        if card is not None:
            parent = self._context.library.models.get(card.parent or "")
            self.detail.show_card(card, parent.name if parent else card.parent or "", self._is_served(card))

    def _open_group(self) -> None:
        item = self._item()
        if isinstance(item, ModelGroup):
            self._context.navigate("group", item.id)

    def _is_served(self, card: "ModelCard") -> bool:
        return endpoint_of(card, self._context.library.endpoints()) is not None

    def _serve(self) -> None:
        card = self.chosen()
        if card is None:
            return
        endpoint = endpoint_of(card, self._context.library.endpoints())
        if endpoint is not None:
            self._context.navigate("serve", endpoint.id)
        else:
            ServeDialog(self._context, card.id, parent=self).open()

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
