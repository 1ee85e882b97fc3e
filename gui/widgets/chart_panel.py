"""A card with a chart in it: title, legend, the choices that go with it, and saving as a picture or as values."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QSizePolicy, QSlider, QWidget

from gui.theme.fonts import words
from gui.theme.theme import theme
from gui.theme.tokens import CAPTION
from gui.widgets.card import Card
from gui.widgets.chart import Chart
from gui.widgets.chart_file import values_as_csv
from gui.widgets.chart_line import Line
from gui.widgets.flow import FlowLayout
from gui.widgets.label import Label
from gui.widgets.segmented import Segmented


class LegendButton(QPushButton):
    """A dot and a word; pressed out, its curve is hidden."""

    def __init__(self, line: Line, parent: QWidget | None = None) -> None:
        super().__init__(line.label, parent)
        self._colour = line.colour
        self.setCheckable(True)
        self.setChecked(line.visible)
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # as Button has it
        self.setFont(words(CAPTION))
        self.setToolTip(self.tr("Show or hide this curve"))
        self.setAccessibleName(self.tr("Curve {0}").format(line.label))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(min(self.fontMetrics().horizontalAdvance(self.text()), 260) + 22, 22)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown = self.isChecked()
        ink = theme().colour(self._colour if shown else "faint")
        painter.setPen(ink)
        painter.setBrush(ink if shown else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(3, self.height() // 2 - 4, 8, 8)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(theme().colour("dim" if shown else "faint"))
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, self.width() - 18)
        painter.drawText(self.rect().adjusted(17, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), text)
        if self.hasFocus():
            painter.setPen(theme().colour("accent"))
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 5, 5)


class ChartPanel(Card):
    """``controls`` adds step or time, linear or log; ``smoothing`` a slider for the curves that have it.

    The legend stands beside the title, and below it when there may be ``many`` curves.
    """

    smoothing_changed = Signal(float)

    def __init__(
        self,
        title: str,
        controls: bool = False,
        smoothing: float | None = None,
        legend: bool = True,
        many: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName(title)
        self.chart = Chart()
        self.chart.setAccessibleName(self.tr("Chart: {0}").format(title))
        self.chart.save_picture_asked.connect(self._save_picture)
        self.chart.save_values_asked.connect(self._save_values)
        self._title = title
        self._legend = QWidget(self)
        self._legend.setVisible(legend)
        self._with_legend = legend
        self._entries = FlowLayout(self._legend, 10, 2) if many else QHBoxLayout(self._legend)
        self._entries.setContentsMargins(0, 0, 0, 0)
        head = QHBoxLayout()
        head.setSpacing(9)
        self._heading = Label(title, "heading")
        head.addWidget(self._heading)
        self._beside = QHBoxLayout()
        head.addLayout(self._beside)
        if not many:
            self._entries.setSpacing(6)
            head.addWidget(self._legend)
        head.addStretch(1)
        if controls:
            self._add_controls(head)
        if smoothing is not None:
            self._add_slider(head, smoothing)
        self._menu = self._menu_button()
        head.addWidget(self._menu)
        self.body.addLayout(head)
        if many:
            self.body.addWidget(self._legend)
        self.body.addWidget(self.chart, 1)

    @property
    def smoothing(self) -> float:
        return self._slider.value() / 100

    def set_heading(self, title: str) -> None:
        self._title = title
        self._heading.setText(title)
        self._heading.setVisible(bool(title))

    def show_smoothing(self, shown: bool) -> None:
        """Take the slider away while no curve is smoothed."""
        self._slider.setVisible(shown)
        self._slider_text.setVisible(shown)

    def add_choice(self, widget: QWidget) -> None:
        """Place a choice of what is drawn right after the title."""
        self._beside.addWidget(widget)

    def add(self, line: Line) -> Line:  # type: ignore[override]
        """Add a curve, with its word in the legend."""
        self.chart.add(line)
        if self._with_legend:
            button = LegendButton(line)
            button.toggled.connect(lambda on, name=line.name: self.chart.set_visible(name, on))
            self._entries.addWidget(button)
            button.setVisible(True)
            self._legend.updateGeometry()
        return line

    def clear(self) -> None:
        self.chart.clear()
        while (item := self._entries.takeAt(0)) is not None:
            item.widget().deleteLater()

    def _add_controls(self, head: QHBoxLayout) -> None:
        self.axis = Segmented(
            (("step", self.tr("Step")), ("time", self.tr("Time"))), name=self.tr("Horizontal axis")
        )
        self.axis.changed.connect(lambda value: self.chart.set_by_time(value == "time"))
        self.scale = Segmented(
            (("linear", self.tr("Linear")), ("log", self.tr("Log"))), name=self.tr("Vertical axis")
        )
        self.scale.changed.connect(lambda value: self.chart.set_logarithmic(value == "log"))
        head.addWidget(self.axis)
        head.addWidget(self.scale)

    def _add_slider(self, head: QHBoxLayout, factor: float) -> None:
        self._slider_text = Label("", "dim")
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(0, 99)
        self._slider.setFixedWidth(64)
        self._slider.setAccessibleName(self.tr("Smoothing"))
        self._slider.valueChanged.connect(self._on_slider_moved)
        self._slider.setValue(round(factor * 100))
        self._slider_text.setText(self.tr("Smoothing {0}").format(f"{factor:.2g}"))
        head.addWidget(self._slider_text)
        head.addWidget(self._slider)

    def _on_slider_moved(self, value: int) -> None:
        self._slider_text.setText(self.tr("Smoothing {0}").format(f"{value / 100:.2g}"))
        self.chart.set_smoothing(value / 100)
        self.smoothing_changed.emit(value / 100)

    def _menu_button(self) -> QPushButton:
        button = QPushButton("⋯")
        button.setProperty("kind", "link")
        button.setAutoDefault(False)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # as Button has it
        button.setFixedWidth(26)
        button.setToolTip(self.tr("Save the chart, show all"))
        button.setAccessibleName(self.tr("Chart menu"))
        button.clicked.connect(
            lambda: self.chart.menu().popup(button.mapToGlobal(button.rect().bottomLeft()))
        )
        return button

    def _save_picture(self) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save as PNG"), f"{_file_name(self._title)}.png", "PNG (*.png)"
        )
        if path:
            self.save_picture(Path(path))

    def save_picture(self, path: Path) -> None:
        self.chart.picture().save(str(path), "PNG")

    def _save_values(self) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save values as CSV"), f"{_file_name(self._title)}.csv", "CSV (*.csv)"
        )
        if path:
            self.save_values(Path(path))

    def save_values(self, path: Path) -> None:
        path.write_text(
            values_as_csv((line.label, line.series) for line in self.chart.lines), encoding="utf-8"
        )


def _file_name(title: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in title.lower()).strip("-") or "chart"
