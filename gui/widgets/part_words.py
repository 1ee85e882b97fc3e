"""What jobs that are made of runs, and those runs, are called."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

_KINDS = {
    "folds": QT_TRANSLATE_NOOP("Parts", "Folds"),
    "sweep": QT_TRANSLATE_NOOP("Parts", "Sweep"),
    "search": QT_TRANSLATE_NOOP("Parts", "Auto"),
}
_PARTS = {
    "folds": QT_TRANSLATE_NOOP("Parts", "Fold {0}"),
    "sweep": QT_TRANSLATE_NOOP("Parts", "Trial {0}"),
    "search": QT_TRANSLATE_NOOP("Parts", "Try {0}"),
}
_DONE = {
    "folds": QT_TRANSLATE_NOOP("Parts", "{0} of {1} folds"),
    "sweep": QT_TRANSLATE_NOOP("Parts", "{0} of {1} trials"),
    "search": QT_TRANSLATE_NOOP("Parts", "{0} of {1} tries"),
}
_UNCOUNTED = {
    "folds": QT_TRANSLATE_NOOP("Parts", "{0} folds"),
    "sweep": QT_TRANSLATE_NOOP("Parts", "{0} trials"),
    "search": QT_TRANSLATE_NOOP("Parts", "{0} tries"),
}


def kind_words(kind: str, count: int | None = None) -> str:
    """“Folds 5”, “Sweep 20”, “Auto”."""
    word = QCoreApplication.translate("Parts", _KINDS[kind])
    return f"{word} {count}" if count and kind != "search" else word


def part_words(kind: str, number: int) -> str:
    """“Fold 3”, “Trial 12”, counted from 0 as specs and the command line do."""
    return QCoreApplication.translate("Parts", _PARTS[kind]).format(number)


def done_words(kind: str, done: int, of: int | None) -> str:
    """“3 of 5 folds”."""
    if of is None:
        return QCoreApplication.translate("Parts", _UNCOUNTED[kind]).format(done)
    return QCoreApplication.translate("Parts", _DONE[kind]).format(done, of)
