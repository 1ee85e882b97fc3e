"""The parts of a job as a table: one line a run, with what makes it differ and what it scores."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from gui.client.words import problem_line
from gui.forms.setting_labels import setting_title, value_words
from gui.i18n.amounts import duration
from gui.state.group import GroupPart
from gui.widgets.badge import state_word
from gui.widgets.cells import BadgeCell
from gui.widgets.chart_axis import figure
from gui.widgets.data_table import Column, DataTable
from gui.widgets.part_words import part_words
from gui.widgets.score_words import score_rank, score_words

if TYPE_CHECKING:
    from engine.schema.job import Job

_MOST_SETTINGS = 6  # with a column of their own
_MOST_SCORES = 5
_MEASURED_ROWS = 40  # for the width of a column: all of a thousand would take half a second at each change


class _StateCell(BadgeCell):
    """Draws the state of the part that the row is."""

    def draw(self, painter: QPainter, area: QRectF, value: object) -> None:
        super().draw(painter, area, getattr(value, "state", value))


def folds_table(job: "Job", scores: Sequence[str], parent: QWidget | None = None) -> DataTable:
    """Each fold with its scores on the rows that it held out."""
    split = "test"
    columns = [_score_column(split, name) for name in scores[:_MOST_SCORES]]
    return _table(job, columns, QCoreApplication.translate("Parts", "Folds"), parent)


def trials_table(job: "Job", metric: str, paths: Sequence[str], parent: QWidget | None = None) -> DataTable:
    """Each trial with its settings and its score on the validation rows."""
    score = Column(
        "score",
        score_words(metric),
        lambda part: figure(part.score) if part.score is not None else "–",
        lambda part: score_rank(metric, part.score) if part.score is not None else None,
        width=110,  # at the left: the sign that the table is sorted by it covers the end of a title at the right
    )
    settings = [_setting_column(path) for path in paths[:_MOST_SETTINGS]]
    table = _table(job, [score, *settings], QCoreApplication.translate("Parts", "Trials"), parent)
    table.sort_by("score")
    return table


def _table(job: "Job", columns: Sequence[Column], name: str, parent: QWidget | None) -> DataTable:
    kind = job.kind
    table = DataTable(
        [
            Column(
                "number",
                QCoreApplication.translate("Parts", "Run"),
                lambda part: _named(kind, part),
                lambda part: part.number,
                dot=lambda part: "good" if part.is_best else None,
                tip=lambda part: problem_line(part.error) if part.error is not None else "",
            ),
            Column("state", QCoreApplication.translate("Parts", "State"), lambda part: state_word(part.state), width=116),
            *columns,
            Column("time", QCoreApplication.translate("Parts", "Time"), lambda part: duration(part.seconds), lambda part: part.seconds, right=True),
            Column("space", "", lambda part: "", stretch=True),
            Column("open", "", lambda part: QCoreApplication.translate("Parts", "Open run"), action=True),
        ],
        key=lambda part: part.number,
        parent=parent,
    )  # fmt: skip
    table.setItemDelegateForColumn(1, _StateCell(table))
    table.setAccessibleName(name)
    table.horizontalHeader().setResizeContentsPrecision(_MEASURED_ROWS)
    return table


def _named(kind: str, part: GroupPart) -> str:
    name = part_words(kind, part.number)
    return QCoreApplication.translate("Parts", "{0}, best").format(name) if part.is_best else name


def _score_column(split: str, name: str) -> Column:
    def value(part: GroupPart) -> float | None:
        return part.metrics.get(split, {}).get(name)

    return Column(f"score {name}", score_words(name), lambda part: figure(value(part)), value, right=True)


def _setting_column(path: str) -> Column:
    return Column(
        f"setting {path}",
        setting_title(path),
        lambda part: value_words(path, part.values[path]) if path in part.values else "–",
        lambda part: _ordered(part.values.get(path)),
        right=True,
    )


def _ordered(value: Any) -> tuple[int, float, str] | None:
    """Numbers before words."""
    if value is None:
        return None
    if isinstance(value, int | float):
        return (0, float(value), "")
    return (1, 0.0, str(value))
