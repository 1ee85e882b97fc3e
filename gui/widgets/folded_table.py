"""A list as a table whose rows can be opened: whole rows are chosen, what is folded beneath a row comes with Right."""

from PySide6.QtCore import QAbstractItemModel, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from gui.widgets.cells import ID
from gui.widgets.folded_model import Index
from gui.widgets.list_table import ROW_HEIGHT

_INDENT = 18  # pixels


class _Cell(QStyledItemDelegate):
    """As high as a row of a list."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), ROW_HEIGHT)


class FoldedTable(QTreeView):
    """Shows a folded model, or a proxy of one; columns and delegates are the owner's."""

    def __init__(
        self, model: QAbstractItemModel, name: str, folds_at: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setAccessibleName(name)
        self.setItemDelegate(_Cell(self))
        self.setTreePosition(folds_at)
        self.setIndentation(_INDENT)
        self.setUniformRowHeights(True)  # else every row would be measured
        self.setExpandsOnDoubleClick(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSortingEnabled(True)
        self.header().setHighlightSections(False)
        self.header().setStretchLastSection(False)
        self.header().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def chosen_ids(self) -> list[str]:
        return [index.data(ID) for index in self.selectionModel().selectedRows()]
