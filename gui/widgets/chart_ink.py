"""Points to strokes: what costs time when a chart is drawn. Knows frames and colours, no series."""

import itertools
import math

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from shiboken6 import VoidPtr

from gui.widgets.chart_data import Floats
from gui.widgets.chart_view import Frame

# A pen of 2 px costs twenty times one of 1 px, so a thick line is four thin ones, half a pixel apart.
_THIN = ((0.0, 0.0),)
_THICK = ((-0.5, 0.0), (0.5, 0.0), (0.0, -0.5), (0.0, 0.5))


def stroke(
    painter: QPainter,
    frame: Frame,
    x: Floats,
    y: Floats,
    tint: QColor,
    width: float,
    opacity: float,
) -> None:
    tint = QColor(tint)
    tint.setAlphaF(opacity)
    painter.setPen(QPen(tint, 1))
    # With two strokes a pixel nobody sees antialiasing, and it costs.
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, width > 1 or len(x) <= 2 * frame.width)
    places, heights = _to_pixels(frame, x, y)
    for part in _parts(heights):
        for right, down in _THICK if width > 1 else _THIN:
            painter.drawPolyline(_polygon(places[part] + right, heights[part] + down))


def dots(painter: QPainter, frame: Frame, x: Floats, y: Floats, tint: QColor, radius: float = 2.5) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tint)
    for place, height in zip(*_to_pixels(frame, x, y), strict=True):
        if math.isfinite(height):
            painter.drawEllipse(QPointF(place, height), radius, radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def extremes(curves: list[tuple[Floats, Floats]], positive: bool) -> tuple[float | None, float | None]:
    low, high = math.inf, -math.inf
    for _, y in curves:
        kept = y[y > 0] if positive else y[~np.isnan(y)]
        if len(kept):
            low, high = min(low, float(kept.min())), max(high, float(kept.max()))
    return (low, high) if low <= high else (None, None)


def _to_pixels(frame: Frame, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    places = frame.left + (x - frame.x.low) * (frame.width / max(frame.x.span, 1e-12))
    low, high = frame.y.low, frame.y.high
    if frame.logarithmic:
        with np.errstate(invalid="ignore", divide="ignore"):
            y = np.log10(np.where(y > 0, y, np.nan))
        low, high = math.log10(max(low, 1e-300)), math.log10(max(high, 1e-300))
    heights = frame.top + frame.height - (y - low) * (frame.height / max(high - low, 1e-300))
    # Qt's rasteriser works in 16.16: what lies far outside must come nearer first.
    return np.clip(places, -16_000, 16_000), np.clip(heights, -16_000, 16_000)


def _parts(heights: Floats) -> list[slice]:
    """Stretches without a gap."""
    gaps = np.flatnonzero(np.isnan(heights))
    if not len(gaps):
        return [slice(0, len(heights))]
    edges = np.concatenate(((-1,), gaps, (len(heights),)))
    return [slice(int(a) + 1, int(b)) for a, b in itertools.pairwise(edges) if b - a > 1]


def _polygon(x: Floats, y: Floats) -> QPolygonF:
    """Points handed to Qt in one piece: a Python call a point would cost more than the drawing."""
    polygon = QPolygonF()
    polygon.resize(len(x))
    room = np.frombuffer(_memory(polygon, len(x)), dtype=np.float64).reshape(-1, 2)
    room[:, 0] = x
    room[:, 1] = y
    return polygon


def _memory(polygon: QPolygonF, points: int) -> memoryview:
    return memoryview(VoidPtr(polygon.data(), points * 16, True))
