"""The chart as a widget: zoom, reading values, saving, hidden curves."""

import csv

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication

from gui.widgets.chart import Chart
from gui.widgets.chart_data import Series
from gui.widgets.chart_line import Line
from gui.widgets.chart_panel import ChartPanel
from gui.widgets.chart_smoothing import Smoothed
from gui.widgets.chart_view import Range


def series_of(values):
    series = Series()
    steps = np.arange(1, len(values) + 1)
    series.extend(steps, steps * 0.5, values)
    return series


@pytest.fixture
def chart(qtbot):
    chart = Chart()
    qtbot.addWidget(chart)
    chart.resize(800, 400)
    raw = series_of(2 + np.sin(np.arange(1000) / 30))
    chart.add(Line("train", "train", "series1", raw, smoothed=Smoothed(raw, 0.6)))
    chart.add(Line("validation", "validation", "series2", series_of(np.full(1000, 3.5))))
    chart.show()
    chart.grab()
    return chart


def wheel(chart, notches, x=400):
    place = QPointF(x, 200)
    event = QWheelEvent(
        place,
        chart.mapToGlobal(place),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(chart, event)
    chart.grab()


def test_the_wheel_zooms_about_the_mouse_and_a_double_click_shows_all(chart, qtbot):
    before = chart._frame.from_x(500)
    wheel(chart, 3, x=500)
    assert chart.zoomed
    assert chart._frame.from_x(500) == pytest.approx(before, rel=1e-6)
    qtbot.mouseDClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(300, 100))
    assert not chart.zoomed


def test_dragging_a_box_zooms_both_axes(chart, qtbot):
    qtbot.mousePress(chart, Qt.MouseButton.LeftButton, pos=QPoint(200, 80))
    qtbot.mouseMove(chart, QPoint(500, 250))
    qtbot.mouseRelease(chart, Qt.MouseButton.LeftButton, pos=QPoint(500, 250))
    chart.grab()
    assert chart._frame.x.span < 500
    assert chart._zoom_y is not None


def test_a_click_does_not_zoom(chart, qtbot):
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(200, 80))
    assert not chart.zoomed


def test_a_zoomed_window_at_the_newest_point_follows_it(chart):
    chart.expected = 5000
    chart.grab()
    chart.zoom_to(Range(800, 1001))
    series = chart.lines[0].series
    series.extend(np.arange(1001, 1101), np.arange(1001, 1101), np.ones(100))
    assert chart._x_range() == Range(899.0, 1100.0)


def test_the_frame_holds_the_steps_still_to_come(chart):
    chart.expected = 1500
    chart.show_all()
    chart.grab()
    assert chart._frame.x == Range(0.0, 1500.0)


def test_the_first_steps_of_a_long_run_can_be_seen(chart):
    chart.expected = 2_000_000
    chart.show_all()
    chart.grab()
    assert chart._frame.x == Range(0.0, 2000.0)  # of 1000 so far


def test_a_hidden_curve_no_longer_counts_for_the_range(chart):
    chart.set_visible("train", False)
    chart.grab()
    assert [line.name for line in chart._shown()] == ["validation"]


def test_the_crosshair_reads_smoothed_and_raw(chart):
    chart._cursor = QPointF(400, 200)
    texts = [text for *_, text in chart._readings(chart._frame)]
    assert "raw" in texts[0]
    assert texts[1] == "3.500"
    chart.grab()


def test_a_logarithmic_axis_leaves_out_what_is_not_positive(chart):
    chart.lines[0].series.extend([1001, 1002], [501, 502], [-1.0, 0.0])
    chart.set_logarithmic(True)
    chart.grab()
    assert chart._frame.y.low > 0


def test_an_empty_chart_and_one_with_a_single_or_no_finite_point_can_be_drawn(qtbot):
    for values in ([], [1.0], [np.nan], [np.nan, 1.0, np.nan], [1e300, -1e300]):
        chart = Chart()
        qtbot.addWidget(chart)
        chart.resize(300, 200)
        chart.add(Line("x", "x", "series1", series_of(np.array(values))))
        chart.grab()
        chart.set_logarithmic(True)
        chart.grab()


def test_the_keyboard_zooms_and_resets(chart, qtbot):
    qtbot.keyClick(chart, Qt.Key.Key_Plus)
    assert chart.zoomed
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    assert not chart.zoomed


def test_saved_values_hold_every_point_and_no_formula(qtbot, tmp_path):
    panel = ChartPanel("Loss", controls=True, smoothing=0.6)
    qtbot.addWidget(panel)
    panel.add(Line("a", "=HYPERLINK(1)", "series1", series_of([1.5, np.nan, -2.0])))
    panel.save_values(tmp_path / "loss.csv")
    rows = list(csv.reader((tmp_path / "loss.csv").open()))
    assert rows[0] == ["curve", "step", "seconds", "value"]
    assert [row[3] for row in rows[1:]] == ["1.5", "", "-2.0"]
    assert all(row[0] == "'=HYPERLINK(1)" for row in rows[1:])


def test_a_saved_picture_has_the_charts_size(qtbot, tmp_path):
    panel = ChartPanel("Loss")
    qtbot.addWidget(panel)
    panel.resize(600, 400)
    panel.add(Line("a", "a", "series1", series_of(np.arange(50.0))))
    panel.grab()
    panel.save_picture(tmp_path / "loss.png")
    assert QImage(str(tmp_path / "loss.png")).width() >= panel.chart.width()


def test_the_legend_hides_a_curve(qtbot):
    panel = ChartPanel("Loss")
    qtbot.addWidget(panel)
    line = panel.add(Line("a", "train", "series1", series_of(np.arange(50.0))))
    from gui.widgets.chart_panel import LegendButton

    panel.findChild(LegendButton).click()
    assert not line.visible
