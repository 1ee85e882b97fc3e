"""A list that opens below a button: each entry has a title and, under it, what it is for."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from gui.theme.fonts import words
from gui.theme.theme import theme
from gui.theme.tokens import BODY, CAPTION

ENTRY_HEIGHT = 42
_WIDTH = 400
_KEY, _HELP = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1

Index = QModelIndex | QPersistentModelIndex


class Entry(NamedTuple):
    """One choice; ``hindrance`` says why it cannot be taken, in place of the help."""

    key: str
    title: str
    help: str = ""
    hindrance: str = ""


class ChoicePopup(QFrame):
    """``chosen`` tells the key; it closes by a choice, by Escape, or by a press elsewhere."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "toast")
        self.list = QListWidget(self)
        self.list.setAccessibleName(name)
        self.list.setMouseTracking(True)
        self.list.setUniformItemSizes(True)
        self.list.setItemDelegate(_TwoLines(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._take)
        self.list.itemActivated.connect(self._take)  # Enter
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addWidget(self.list)

    def open_below(self, button: QWidget, entries: Sequence[Entry]) -> None:
        """Show the entries below a button, or above it where there is more room."""
        self._fill(entries)
        screen = button.screen().availableGeometry()
        below = button.mapToGlobal(QPoint(0, button.height() + 3))
        above = button.mapToGlobal(QPoint(0, -3)).y() - screen.top()
        room = max(screen.bottom() - below.y(), above)
        height = min(len(entries) * ENTRY_HEIGHT + 14, max(room, 3 * ENTRY_HEIGHT))
        self.resize(_WIDTH, height)
        fits_below = below.y() + height <= screen.bottom()
        self.move(below if fits_below else button.mapToGlobal(QPoint(0, -3 - height)))
        self.show()
        self.list.setFocus()

    def _fill(self, entries: Sequence[Entry]) -> None:
        self.list.clear()
        for entry in entries:
            item = QListWidgetItem(entry.title, self.list)
            item.setData(_KEY, entry.key)
            item.setData(_HELP, entry.hindrance or entry.help)
            item.setToolTip(entry.hindrance or entry.help)
            if entry.hindrance:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
        free = (row for row, entry in enumerate(entries) if not entry.hindrance)
        self.list.setCurrentRow(next(free, -1))

    def _take(self, item: QListWidgetItem) -> None:
        if not self.isVisible():  # a click is told as activated too on some desktops
            return
        self.close()
        self.chosen.emit(item.data(_KEY))


class _TwoLines(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(_WIDTH - 30, ENTRY_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        title, option.text = option.text, ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        able = bool(option.state & QStyle.StateFlag.State_Enabled)
        area = option.rect.adjusted(8, 4, -8, -4)
        _line(painter, area, title, BODY, "text" if able else "faint", Qt.AlignmentFlag.AlignTop)
        _line(
            painter,
            area,
            index.data(_HELP),
            CAPTION,
            "dim" if able else "faint",
            Qt.AlignmentFlag.AlignBottom,
        )


def _line(painter: QPainter, area: QRect, text: str, size: int, colour: str, where: Qt.AlignmentFlag) -> None:
    painter.save()
    painter.setFont(words(size))
    painter.setPen(theme().colour(colour))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, int(where | Qt.AlignmentFlag.AlignLeft), shown)
    painter.restore()
