"""What a run does outside its steps, in words."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

_WORDS = {
    "imports": QT_TRANSLATE_NOOP("Phase", "Loading the libraries"),
    "data": QT_TRANSLATE_NOOP("Phase", "Preparing the data"),
    "model": QT_TRANSLATE_NOOP("Phase", "Building the model"),
    "train": QT_TRANSLATE_NOOP("Phase", "Training"),
    "evaluate": QT_TRANSLATE_NOOP("Phase", "Measuring"),
    "save": QT_TRANSLATE_NOOP("Phase", "Saving the model"),
    "report": QT_TRANSLATE_NOOP("Phase", "Writing the report"),
    "load": QT_TRANSLATE_NOOP("Phase", "Loading the model"),
}


def phase_words(phase: str | None) -> str:
    """Words for a phase; an unknown one is said by its name."""
    if not phase:
        return ""
    return QCoreApplication.translate("Phase", _WORDS[phase]) if phase in _WORDS else phase
