"""What a dataset holds in one word, and which of its columns says most about it at a glance. No widgets."""

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

if TYPE_CHECKING:
    from engine.schema.card import Column, DatasetCard

Kind = Literal["table", "text", "images", "conversations", "ratings"]

_WORDS = {
    "table": QT_TRANSLATE_NOOP("DatasetKind", "Table"),
    "text": QT_TRANSLATE_NOOP("DatasetKind", "Text"),
    "images": QT_TRANSLATE_NOOP("DatasetKind", "Images"),
    "conversations": QT_TRANSLATE_NOOP("DatasetKind", "Conversations"),
    "ratings": QT_TRANSLATE_NOOP("DatasetKind", "Ratings"),
}
_CONVERSING = ("messages", "prompt", "chosen")  # roles that only conversations and answers have


def kind_of(card: "DatasetCard") -> Kind:
    """By its columns, and by what the import found that it could teach."""
    suggestion = card.suggestion or {}
    if image_column(card):
        return "images"
    if any(suggestion.get(role) for role in _CONVERSING):
        return "conversations"
    if suggestion.get("task") == "recommendation":
        return "ratings"
    return "text" if card.form == "text" or suggestion.get("text") else "table"


def kind_words(kind: Kind) -> str:
    return QCoreApplication.translate("DatasetKind", _WORDS[kind])


def image_column(card: "DatasetCard") -> str | None:
    """The first column of images."""
    return next((column.name for column in card.columns if column.kind == "image"), None)


def target_column(card: "DatasetCard") -> "Column | None":
    """The column that the import proposes to predict."""
    target = (card.suggestion or {}).get("target")
    return next((column for column in card.columns if column.name == target), None)


def sketched_column(card: "DatasetCard") -> "Column | None":
    """What a small sketch of the dataset shows: the target's distribution, else the first there is."""
    target = target_column(card)
    if target is not None and target.bars:
        return target
    telling = (column for column in card.columns if column.bars and not (column.id_like or column.constant))
    return next(telling, None)
