"""A list that opens below a button: each entry has a title and, under it, what it is for."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
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
from gui.theme.tokens import BODY, CAPTION, CONTROL_HEIGHT

ENTRY_HEIGHT = 42
_WIDTH = 400
_MOST = 12  # entries seen at once; the others are scrolled to
_KEY, _HELP = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1

Index = QModelIndex | QPersistentModelIndex


class Entry(NamedTuple):
    """One choice; ``hindrance`` says why it cannot be taken, in place of the help."""

    key: str
    title: str
    help: str = ""
    hindrance: str = ""


class ChoicePopup(QFrame):
    """``chosen`` tells the key; it closes by a choice, by Escape, or by a press elsewhere. Long lists are ``searched`` by
    words of titles and helps."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget, searched: bool = False) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "toast")
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Search"))
        self.search.setAccessibleName(self.tr("Search"))
        self.search.setVisible(searched)
        self.search.textChanged.connect(self._on_searched)
        self.search.returnPressed.connect(lambda: self._take(self.list.currentItem()))
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
        layout.addWidget(self.search)
        layout.addWidget(self.list)

    def open_below(self, button: QWidget, entries: Sequence[Entry]) -> None:
        """Show the entries below a button, or above it where there is more room."""
        self._fill(entries)
        screen = button.screen().availableGeometry()
        below = button.mapToGlobal(QPoint(0, button.height() + 3))
        above = button.mapToGlobal(QPoint(0, -3)).y() - screen.top()
        room = max(screen.bottom() - below.y(), above)
        searching = not self.search.isHidden()
        wanted = min(len(entries), _MOST) * ENTRY_HEIGHT + 14 + (CONTROL_HEIGHT + 6 if searching else 0)
        height = min(wanted, max(room, 3 * ENTRY_HEIGHT))
        self.resize(_WIDTH, height)
        fits_below = below.y() + height <= screen.bottom()
        self.move(below if fits_below else button.mapToGlobal(QPoint(0, -3 - height)))
        self.show()
        (self.search if searching else self.list).setFocus()

    def _on_searched(self, text: str) -> None:
        """The first that is left is the one that Enter takes."""
        items = [self.list.item(row) for row in range(self.list.count())]
        for item in items:
            said = f"{item.text()} {item.data(_HELP)} {item.data(_KEY)}".casefold()
            item.setHidden(not all(word in said for word in text.casefold().split()))
        left = (row for row, item in enumerate(items) if not item.isHidden() and item.flags())
        self.list.setCurrentRow(next(left, -1))

    def _fill(self, entries: Sequence[Entry]) -> None:
        self.search.clear()
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

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is None or not self.isVisible():  # a click is told as activated too on some desktops
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
