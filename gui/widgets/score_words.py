"""Names of scores as people write them."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

SCORES = {
    "loss": QT_TRANSLATE_NOOP("Score", "Loss"),
    "rmse": QT_TRANSLATE_NOOP("Score", "RMSE"),
    "mae": QT_TRANSLATE_NOOP("Score", "MAE"),
    "r2": QT_TRANSLATE_NOOP("Score", "R²"),
    "accuracy": QT_TRANSLATE_NOOP("Score", "Accuracy"),
    "f1_macro": QT_TRANSLATE_NOOP("Score", "F1, mean of the classes"),
}


def score_words(name: str) -> str:
    """An unknown score is called by its key."""
    return QCoreApplication.translate("Score", SCORES[name]) if name in SCORES else name


_TASKS = {
    "tabular_regression": QT_TRANSLATE_NOOP("Task", "Table: a number"),
    "text_classification": QT_TRANSLATE_NOOP("Task", "Text: a class"),
}


def task_words(task: str) -> str:
    """A task by what it learns."""
    return QCoreApplication.translate("Task", _TASKS[task]) if task in _TASKS else task
