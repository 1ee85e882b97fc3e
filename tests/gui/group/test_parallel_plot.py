"""Settings and scores of many runs across parallel axes."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from gui.widgets.parallel_axes import ChoiceAxis, NumberAxis, ParallelLine, score_axis
from gui.widgets.parallel_plot import ParallelPlot

RATE = NumberAxis("Learning rate", 1e-4, 1e-1, logarithmic=True)
MODEL = ChoiceAxis("Model", ("Linear", "MLP"))


@pytest.mark.parametrize(
    ("value", "place"), [(1e-4, 0.0), (1e-1, 1.0), (10**-2.5, 0.5), (5.0, 1.0), (None, None)]
)
def test_a_range_by_orders_of_magnitude_has_its_middle_at_the_geometric_mean(value, place):
    assert RATE.place(value) == (pytest.approx(place) if place is not None else None)


def test_choices_have_places_of_their_own():
    assert [MODEL.place(choice) for choice in ("Linear", "MLP", "other")] == [0.25, 0.75, None]


def test_the_better_score_stands_higher_whichever_way_is_better():
    assert score_axis("RMSE", [50.0, 60.0], higher_is_better=False).place(50.0) == 1.0
    assert score_axis("R²", [0.2, 0.8], higher_is_better=True).place(0.8) == 1.0


def test_one_score_far_off_does_not_press_the_others_together():
    axis = score_axis("RMSE", [50.0, 51.0, 52.0, 1e9], higher_is_better=False)
    assert axis.place(1e9) == 0.0 and axis.place(52.0) - axis.place(51.0) < -0.04


@pytest.fixture
def plot(qtbot):
    plot = ParallelPlot()
    qtbot.addWidget(plot)
    plot.resize(640, 260)
    lines = [
        ParallelLine(number, (0.1 * number, 0.25, 1 - 0.1 * number), ("", "Linear", ""), 0.5)
        for number in range(5)
    ]
    plot.set_lines(
        [RATE, MODEL, score_axis("RMSE", [1.0, 2.0], False)],
        [*lines, ParallelLine(9, (0.9, None, None), ("", "", ""))],
    )
    plot.show()
    plot.grab()
    return plot


def place_of(plot, key, axis=0):
    line = next(line for line in plot._lines if line.key == key)
    return QPointF(plot._across(axis) + 1, plot._height(line.places[axis]))


def test_a_click_chooses_the_line_beneath_it(qtbot, plot):
    with qtbot.waitSignal(plot.chosen) as told:
        QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=place_of(plot, 3).toPoint())
    assert told.args == [3] and plot.lit == 3


def test_the_line_under_the_mouse_is_lit_and_far_from_all_none_is(qtbot, plot):
    plot.set_chosen(1)
    QTest.mouseMove(plot, place_of(plot, 4, axis=2).toPoint() - QPointF(3, 0).toPoint())
    assert plot.lit == 4
    QTest.mouseMove(plot, QPointF(plot._across(0), plot._height(0.7)).toPoint())
    assert plot.lit == 1


def test_a_run_without_a_score_yet_is_no_obstacle(plot):
    assert plot.line_near(place_of(plot, 9)) is None


def test_arrows_walk_from_line_to_line(plot):
    plot.setFocus()
    for key, chosen in ((Qt.Key.Key_Down, 0), (Qt.Key.Key_Down, 1), (Qt.Key.Key_Up, 0), (Qt.Key.Key_Up, 0)):
        QTest.keyClick(plot, key)
        assert plot._chosen == chosen
    assert "Model Linear" in plot.accessibleDescription()


def test_two_hundred_lines_are_lit_within_a_frame(qtbot):
    import time

    plot = ParallelPlot()
    qtbot.addWidget(plot)
    plot.resize(900, 300)
    axes = [NumberAxis(str(number), 0, 1) for number in range(6)]
    lines = [
        ParallelLine(key, tuple((key * 37 % 200) / 200 for _ in axes), ("",) * 6, key / 200)
        for key in range(200)
    ]
    plot.set_lines(axes, lines)
    plot.grab()
    begun = time.process_time()
    for step in range(20):
        plot._light(plot.line_near(QPointF(100 + step * 30, 150)))
        plot.grab()
    assert (time.process_time() - begun) / 20 < 0.03
