"""The line of a step: a grip to pull it by, its number and title, what is chosen, what it did, arrows and a fold."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from engine.schema.preview import StepPreview
from gui.i18n.amounts import number
from gui.theme.theme import theme
from gui.widgets.button import Button
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.label import Label


class StepHead(QWidget):
    """A press on it folds and unfolds the step."""

    def __init__(self, title: str, help_text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.grip = Grip(self)
        self._number = Label("", "dim").set_tabular()
        self._title = Label(title, "heading")
        self._title.setToolTip(help_text)
        self.summary = ElidedLabel("", "dim")
        self._counts, self._touched = Label("", "caption").set_tabular(), Label("", "chip")
        self.up, self.down = Button("↑", "link"), Button("↓", "link")
        self.fold = Button("▾", "link")
        self.fold.setCheckable(True)
        self.fold.toggled.connect(lambda open: self.fold.setText("▴" if open else "▾"))
        for button, words in (
            (self.up, self.tr("Move up")),
            (self.down, self.tr("Move down")),
            (self.fold, self.tr("Change this step")),
        ):
            button.setAccessibleName(f"{title}: {words}")
            button.setToolTip(words)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        for widget in (self.grip, self._number, self._title):
            line.addWidget(widget)
        line.addWidget(self.summary, 1)
        for widget in (self._counts, self._touched, self.up, self.down, self.fold):
            line.addWidget(widget)
        self.show_counts(None)

    def set_place(self, index: int, count: int) -> None:
        self._number.setText(f"{index + 1}")
        self.up.setEnabled(index > 0)
        self.down.setEnabled(index < count - 1)

    def show_counts(self, preview: StepPreview | None) -> None:
        self._counts.setVisible(preview is not None)
        self._touched.setVisible(preview is not None)
        if preview is None:
            return
        before, after = number(preview.rows_before), number(preview.rows_after)
        said = self.tr("{before} → {after} rows") if before != after else self.tr("{before} rows")
        self._counts.setText(said.format(before=before, after=after))
        self._touched.setText(self.tr("{count} touched").format(count=number(preview.touched)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.fold.toggle()


class Grip(QWidget):
    """Six dots to hold a step by and pull it to another place."""

    dragged = Signal(QPoint)
    dropped = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(12, 24)
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        self.setToolTip(self.tr("Pull the step to another place"))
        theme().changed.connect(self.update)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.dragged.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self.dropped.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("faint"))
        for x in (2, 7):
            for y in (6, 11, 16):
                painter.drawEllipse(x, y, 3, 3)
