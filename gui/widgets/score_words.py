"""Names of scores as people write them."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

SCORES = {
    "loss": QT_TRANSLATE_NOOP("Score", "Loss"),
    "rmse": QT_TRANSLATE_NOOP("Score", "RMSE"),
    "mae": QT_TRANSLATE_NOOP("Score", "MAE"),
    "r2": QT_TRANSLATE_NOOP("Score", "R²"),
    "accuracy": QT_TRANSLATE_NOOP("Score", "Accuracy"),
    "f1_macro": QT_TRANSLATE_NOOP("Score", "F1, mean of the classes"),
    "perplexity": QT_TRANSLATE_NOOP("Score", "Perplexity"),
    "bits_per_byte": QT_TRANSLATE_NOOP("Score", "Bits per byte"),
    "unigram_loss": QT_TRANSLATE_NOOP("Score", "Loss by frequency alone"),
}


def score_words(name: str) -> str:
    """An unknown score is called by its key."""
    return QCoreApplication.translate("Score", SCORES[name]) if name in SCORES else name
