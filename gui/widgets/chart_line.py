"""One curve of a chart: which series, and how it is drawn. No Qt."""

from dataclasses import dataclass, field

from gui.widgets.chart_data import Series
from gui.widgets.chart_smoothing import Smoothed


@dataclass
class Line:
    """One curve: a series and how it is drawn."""

    name: str
    label: str
    colour: str  # a token: "series1" … "series5", "good" …
    series: Series = field(default_factory=Series)
    width: float = 1.0
    opacity: float = 1.0
    smoothed: Smoothed | None = None  # drawn on top, thicker; the raw curve becomes its shadow
    own_scale: bool = False  # drawn against a scale of its own, at the right
    markers: bool = False
    visible: bool = True
