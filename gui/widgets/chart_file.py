"""A chart's values as CSV that a spreadsheet can open without running anything. No Qt."""

import csv
import io
import math
from collections.abc import Iterable, Iterator

from gui.widgets.chart_data import Series

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(text: str) -> str:
    """Text that a spreadsheet would take for a formula gets an apostrophe in front."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def values_as_csv(curves: Iterable[tuple[str, Series]]) -> str:
    """One row a point: curve, step, seconds, value. An unknown value stays empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("curve", "step", "seconds", "value"))
    for name, series in curves:
        writer.writerows(_rows(safe_cell(name), series))
    return out.getvalue()


def _rows(name: str, series: Series) -> Iterator[tuple[str, str, str, str]]:
    for step, seconds, value in zip(
        series.steps.tolist(), series.times.tolist(), series.values.tolist(), strict=True
    ):
        yield (
            name,
            f"{step:g}" if step < 1e6 else f"{step:.0f}",
            f"{seconds:.3f}",
            repr(value) if math.isfinite(value) else "",
        )
