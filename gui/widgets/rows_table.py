"""A read-only table of a dataset's rows, over any model."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from gui.theme.fonts import words
from gui.theme.tokens import BODY
from gui.widgets.rows_cells import ConversationCell, PictureCell

ROW_HEIGHT = 28
_HEIGHTS = {"image": 72, "messages": 66}  # of a row that has such a cell
NARROW, WIDEST = 90, 360  # pixels of a column
_LEAST = {"text": 320, "date": 140, "category": 120, "messages": 360, "image": 92}
FEW = 4  # with so many columns, texts take the width that is left


class RowsTable(QTableView):
    """Scrolls by pixel; widths come from the names, because not all cells are here."""

    def __init__(self, model: QAbstractItemModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self._cells = {"image": PictureCell(self), "messages": ConversationCell(self)}
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFont(words(BODY, tabular=True))
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def fit_columns(self, columns: Sequence[tuple[str, str]]) -> None:
        """Set the widths, given each column's name and what kind of values it holds."""
        tallest = max((_HEIGHTS.get(kind, ROW_HEIGHT) for _, kind in columns), default=ROW_HEIGHT)
        self.verticalHeader().setDefaultSectionSize(tallest)
        last_kind = columns[-1][1] if columns else ""
        self.horizontalHeader().setStretchLastSection(last_kind not in ("number", "image"))
        for place, (name, kind) in enumerate(columns):
            wanted = self.fontMetrics().horizontalAdvance(name[:60]) + 34
            self.setColumnWidth(place, min(max(_LEAST.get(kind, NARROW), wanted), WIDEST))
            fills = kind in ("text", "messages") and len(columns) <= FEW
            mode = QHeaderView.ResizeMode.Stretch if fills else QHeaderView.ResizeMode.Interactive
            self.horizontalHeader().setSectionResizeMode(place, mode)
            self.setItemDelegateForColumn(place, self._cells.get(kind))
