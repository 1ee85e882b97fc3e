"""Endpoints: the list of all, or one of them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHeaderView, QStackedWidget, QWidget

from gui.forms.serve_dialog import ServeDialog
from gui.pages.serve.keys_dialog import KeysDialog
from gui.pages.serve.list_model import ADDRESS, CREATED, NAME, RATE, RUNNER, SERVES, STATE, EndpointsModel
from gui.pages.serve.view import EndpointView
from gui.state.traffic_watch import TrafficWatch
from gui.widgets.button import Button
from gui.widgets.card import Card
from gui.widgets.cells import ID, BadgeCell
from gui.widgets.empty_page import EmptyPage
from gui.widgets.list_table import ListTable
from gui.widgets.page import Page
from gui.widgets.page_header import PageHeader

if TYPE_CHECKING:
    from engine.schema.job import Job
    from gui.context import Context


class ServePage(QStackedWidget):
    """``shown`` with an endpoint's id shows that one, without an id the list."""

    def __init__(self, context: "Context", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.view: EndpointView | None = None
        self._looks = False
        self.traffic = TrafficWatch(context, self)
        self.model = EndpointsModel(self.traffic.rate, self)
        self.traffic.told.connect(lambda _: self.model.show_rates())
        self.empty = EmptyPage(
            self.tr("Nothing is served yet"),
            self.tr(
                "Serve a finished model, and any program on this machine can ask it over HTTP. Its address, keys and a place to try it will be here."
            ),
            self.tr("Serve a model"),
        )
        self.empty.acted.connect(self.open_serve)
        self.addWidget(self.empty)
        self.addWidget(self._list_page())
        library = context.library
        library.job_changed.connect(self._refresh)
        library.job_removed.connect(self._on_job_removed)
        library.models_changed.connect(self._refresh)
        self._refresh()

    def shown(self, endpoint: str | None = None) -> None:
        self._looks = True
        if endpoint is None:
            self._let_go()
        elif self.view is None or self.view.job_id != endpoint:
            self._let_go()
            self.view = EndpointView(self._context, endpoint, self.traffic)
            self.addWidget(self.view)
        self._refresh()

    def hidden(self) -> None:
        self._looks = False
        self.traffic.watch()

    def open_serve(self) -> ServeDialog | None:
        """Ask how a model is to be served; where there is none, lead to where they come from."""
        if not self._context.library.models:
            self._context.navigate("models", None)
            return None
        dialog = ServeDialog(self._context, parent=self)
        dialog.open()
        return dialog

    def open_keys(self) -> KeysDialog:
        dialog = KeysDialog(self._context, self)
        dialog.open()
        return dialog

    def _list_page(self) -> Page:
        page = Page()
        header = PageHeader(self.tr("Serve"))
        new = Button(self.tr("Serve a model"), "primary")
        new.clicked.connect(self.open_serve)
        keys = Button(self.tr("Keys"))
        keys.clicked.connect(self.open_keys)
        for button in (keys, new):
            header.add_action(button)
        self.table = ListTable(self.model, self.tr("Endpoints"))
        self.table.setItemDelegateForColumn(STATE, BadgeCell(self.table))
        widths = {STATE: 120, SERVES: 190, ADDRESS: 200, RUNNER: 110, RATE: 100, CREATED: 110}
        for column, width in widths.items():
            self.table.setColumnWidth(column, width)
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self.table.doubleClicked.connect(lambda index: self._context.navigate("serve", index.data(ID)))
        for key in ("Return", "Enter"):
            QShortcut(
                QKeySequence(key), self.table, self._open_chosen, context=Qt.ShortcutContext.WidgetShortcut
            )
        card = Card()
        card.body.setContentsMargins(6, 4, 6, 6)
        card.add(self.table, 1)
        page.column.addWidget(header)
        page.column.addWidget(card, 1)
        return page

    def _open_chosen(self) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            self._context.navigate("serve", index.data(ID))

    def _refresh(self, _: str = "") -> None:
        library = self._context.library
        self.model.set_jobs(library.endpoints())
        if self.view is not None:
            self.setCurrentWidget(self.view)
            self._watch_traffic([library.jobs[id] for id in (self.view.job_id,) if id in library.jobs])
        else:
            self._watch_traffic(library.endpoints())
            self.setCurrentIndex(1 if self.model.rowCount() else 0)

    def _watch_traffic(self, jobs: "list[Job]") -> None:
        if self._looks:
            self.traffic.watch(*(job.id for job in jobs if job.state == "running"))

    def _on_job_removed(self, job_id: str) -> None:
        if self.view is not None and self.view.job_id == job_id:
            self._let_go()
        self._refresh()

    def _let_go(self) -> None:
        view, self.view = self.view, None
        if view is not None:
            view.close_streams()
            self.removeWidget(view)
            view.deleteLater()
