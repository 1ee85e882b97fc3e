"""Names of scores, and of the naive answers they are held against, as people write them."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from engine.schema.metrics import HIGHER_IS_BETTER, METRIC_LABELS

SCORES = tuple(METRIC_LABELS)  # in the order in which they are listed

_BASELINES = {
    "mean": QT_TRANSLATE_NOOP("Score", "naive answer: always the mean"),
    "majority": QT_TRANSLATE_NOOP("Score", "naive answer: always the most frequent"),
    "label_frequencies": QT_TRANSLATE_NOOP("Score", "naive answer: by frequency alone"),
    "unigram": QT_TRANSLATE_NOOP("Score", "naive answer: by frequency alone"),
    "popularity": QT_TRANSLATE_NOOP("Score", "naive answer: always the most popular"),
    "biases": QT_TRANSLATE_NOOP("Score", "naive answer: means of user and item"),
}
_UNKNOWN = QT_TRANSLATE_NOOP("Score", "naive answer")


def score_words(name: str) -> str:
    """An unknown score is called by its key."""
    label = METRIC_LABELS.get(name)
    return QCoreApplication.translate("Schema", label) if label else name


def score_rank(name: str, value: float) -> tuple[float, float]:
    """Sorts scores of one kind together, the better first."""
    place = SCORES.index(name) if name in SCORES else len(SCORES)
    return place, -value if name in HIGHER_IS_BETTER else value


def baseline_words(name: str) -> str:
    """What the model's score is held against."""
    return QCoreApplication.translate("Score", _BASELINES.get(name, _UNKNOWN))
