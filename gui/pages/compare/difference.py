"""What can be said of two models on the same test rows: how far apart they are, and whether luck explains it."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from engine.schema.metrics import is_better
from engine.schema.report import Difference, Score
from gui.i18n.amounts import number
from gui.pages.compare.verdict import Verdict
from gui.widgets.chart_axis import figure
from gui.widgets.score_words import score_words

LUCK = 0.05  # p-values below are called unlikely to be luck, as is the custom (Fisher, 1925)


def say_difference(names: tuple[str, str], told: Difference) -> Verdict:
    """The verdict, with the numbers it rests on."""
    first, second = told.scores
    why = _tr(_NUMBERS).format(
        score_words(told.metric), figure(first.value), figure(second.value), number(told.rows)
    )
    why = f"{why} {_interval(told.difference)}".strip()
    if not told.same_rows:
        why = f"{why} {_tr(_OTHER_ROWS)}"
    if told.p_value is None or first.value is None or second.value is None:
        return Verdict(_tr(_UNKNOWN).format(*names), why, "info")
    p = figure_of_p(told.p_value)
    if told.p_value >= LUCK:
        return Verdict(_tr(_LUCK).format(*names, p), why, "info")
    better, worse = names if is_better(told.metric, first.value, second.value) else names[::-1]
    return Verdict(_tr(_NO_LUCK).format(better, worse, p), why, "good")


def figure_of_p(value: float) -> str:
    """“p = 0.31”, “p < 0.001”."""
    return "p < 0.001" if value < 0.001 else f"p = {value:.2g}"


def _interval(difference: Score) -> str:
    if difference.value is None:
        return ""
    if difference.low is None or difference.high is None:
        return _tr(_DIFFERENCE).format(_signed(difference.value))
    return _tr(_WITH_INTERVAL).format(
        _signed(difference.value), _signed(difference.low), _signed(difference.high)
    )


def _signed(value: float) -> str:
    return figure(value).replace("-", "−", 1) if value < 0 else f"+{figure(value)}"


_LUCK = QT_TRANSLATE_NOOP("Verdict", "“{0}” and “{1}”: the difference is not more than luck explains, {2}.")
_NO_LUCK = QT_TRANSLATE_NOOP("Verdict", "“{0}” is better than “{1}”, and that is unlikely to be luck, {2}.")
_UNKNOWN = QT_TRANSLATE_NOOP("Verdict", "Whether “{0}” or “{1}” is better cannot be told from these rows.")
_NUMBERS = QT_TRANSLATE_NOOP("Verdict", "{0} {1} and {2} on the {3} test rows that both answered.")
_DIFFERENCE = QT_TRANSLATE_NOOP("Verdict", "Difference {0}.")
_WITH_INTERVAL = QT_TRANSLATE_NOOP(
    "Verdict", "Difference {0}, in 95 of 100 such test sets between {1} and {2}."
)
_OTHER_ROWS = QT_TRANSLATE_NOOP(
    "Verdict", "Their test parts are not the same; the rows that only one of them held out do not count."
)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Verdict", text)
