"""Time of one frame of a growing chart, against pyqtgraph's own downsampling in the same process.

Run it by hand: ``python tests/bench/bench_chart.py``. The last line of output is one JSON value.
"""

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
from PySide6.QtWidgets import QApplication

WIDTH, HEIGHT = 1200, 600
FRAMES = 25
GOALS_MS = {"10 curves x 100 k": 10.0, "1 curve x 5 M": 6.0}


def curves(count: int, points: int) -> list[np.ndarray]:
    """Falling noisy losses, as a run draws them."""
    random = np.random.default_rng(0)
    fall = 3 * np.exp(-np.arange(points) / points * 3)
    return [fall + 0.2 * random.standard_normal(points) + number for number in range(count)]


def frame_times(append: Callable[[], None], paint: Callable[[], None]) -> float:
    """Median milliseconds of a frame; between two frames each curve grows by a point."""
    times = []
    for _ in range(FRAMES):
        append()
        begun = time.perf_counter()
        paint()
        times.append(time.perf_counter() - begun)
    return statistics.median(times) * 1000


def ours(data: list[np.ndarray]) -> float:
    from gui.widgets.chart import Chart
    from gui.widgets.chart_data import Series
    from gui.widgets.chart_line import Line

    chart = Chart()
    chart.resize(WIDTH, HEIGHT)
    steps = np.arange(1, len(data[0]) + 1)
    for number, values in enumerate(data):
        series = Series()
        series.extend(steps, steps / 100, values)
        chart.add(Line(f"curve {number}", f"curve {number}", f"series{number % 5 + 1}", series))
    chart.show()
    QApplication.processEvents()

    def append() -> None:
        for line in chart.lines:
            line.series.append(len(line.series) + 1, len(line.series) / 100, 1.0)

    def paint() -> None:
        chart.refresh()
        chart.grab()

    took = frame_times(append, paint)
    chart.close()
    return took


def pyqtgraph(data: list[np.ndarray]) -> float:
    import pyqtgraph as pg

    plot = pg.PlotWidget()
    plot.resize(WIDTH, HEIGHT)
    plot.setClipToView(True)
    plot.setDownsampling(auto=True, mode="peak")
    room = [np.concatenate((values, np.ones(FRAMES))) for values in data]
    steps = np.arange(len(room[0]), dtype=float)
    items = [plot.plot(pen=pg.mkPen(pg.intColor(number), width=1)) for number in range(len(data))]
    length = len(data[0])
    plot.show()
    QApplication.processEvents()

    def append() -> None:
        nonlocal length
        length += 1

    def paint() -> None:
        for item, values in zip(items, room, strict=True):
            item.setData(steps[:length], values[:length])
        plot.grab()

    took = frame_times(append, paint)
    plot.close()
    return took


def main() -> None:
    application = QApplication([])
    result = {}
    for name, data in (("10 curves x 100 k", curves(10, 100_000)), ("1 curve x 5 M", curves(1, 5_000_000))):
        mine, theirs = [], []
        for _ in range(3):  # alternating, so that a busy moment of the machine meets both
            mine.append(ours(data))
            theirs.append(pyqtgraph(data))
        own, peer = statistics.median(mine), statistics.median(theirs)
        result[name] = {
            "ms": round(own, 2),
            "pyqtgraph_ms": round(peer, 2),
            "ratio": round(own / peer, 3),
            "goal_ms": GOALS_MS[name],
        }
        print(
            f"{name}: {own:.2f} ms a frame (goal {GOALS_MS[name]}), pyqtgraph {peer:.2f} ms, ratio {own / peer:.2f}",
            file=sys.stderr,
        )
    print(json.dumps(result))
    application.quit()


if __name__ == "__main__":
    main()
