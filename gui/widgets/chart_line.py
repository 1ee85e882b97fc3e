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
    dots: bool = False  # its points alone, without a line between them; the larger the wider
    visible: bool = True


_MORE = ("#35b6c9", "#d36ba6", "#9aa536", "#8f7a5c", "#7f8ea3")


def line_colour(number: int) -> str:
    """Of the curves of several runs: the theme's series, then some more, then the same again."""
    number %= 5 + len(_MORE)
    return f"series{number + 1}" if number < 5 else _MORE[number - 5]
