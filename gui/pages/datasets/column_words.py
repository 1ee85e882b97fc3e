"""What is said of a column: its kind, why it is of that kind, its flags, its values. Plain texts."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from engine.schema.card import Column, Spread
from gui.client.words import say_reason
from gui.i18n.amounts import figure, number

translate = QCoreApplication.translate

_KINDS = {
    "number": QT_TRANSLATE_NOOP("ColumnsTable", "number"),
    "category": QT_TRANSLATE_NOOP("ColumnsTable", "category"),
    "date": QT_TRANSLATE_NOOP("ColumnsTable", "date"),
    "text": QT_TRANSLATE_NOOP("ColumnsTable", "text"),
    "boolean": QT_TRANSLATE_NOOP("ColumnsTable", "yes/no"),
    "image": QT_TRANSLATE_NOOP("ColumnsTable", "image"),
    "messages": QT_TRANSLATE_NOOP("ColumnsTable", "messages"),
    "empty": QT_TRANSLATE_NOOP("ColumnsTable", "empty"),
}


def kind_of_column(kind: str) -> str:
    """A kind of column in the language of the window; an unknown one is called by its key."""
    return translate("ColumnsTable", _KINDS.get(kind, kind))


def reasons_of(column: Column) -> list[str]:
    """Why it is taken for what it is, a sentence each."""
    return [say_reason(reason.code, reason.params) for reason in column.why]


def flags_of(column: Column) -> list[str]:
    """What speaks against learning from it."""
    flags = (
        (column.constant, translate("ColumnsTable", "constant")),
        (column.id_like, translate("ColumnsTable", "like an id")),
    )
    return [words_of_flag for is_set, words_of_flag in flags if is_set]


def values_of(column: Column) -> str:
    """Range and mean of numbers and dates, lengths of texts, sides of images, examples of the rest."""
    examples = ", ".join(" ".join(example.split())[:60] for example in column.examples[:4])
    match column.kind:
        case "number":
            return translate("ColumnsTable", "{low} … {high} · mean {mean}").format(
                low=_bound(column.minimum), high=_bound(column.maximum), mean=amount(column.mean)
            )
        case "date":
            return f"{_bound(column.minimum)} … {_bound(column.maximum)}"
        case "image" if column.widths and column.heights:
            sides = translate("ColumnsTable", "{widths} wide · {heights} high, pixels")
            return sides.format(widths=_spread(column.widths), heights=_spread(column.heights))
        case "text" | "messages" if column.lengths:
            lengths = translate("ColumnsTable", "{low} … {high} characters, {mean} on average").format(
                low=number(column.lengths.minimum),
                high=number(column.lengths.maximum),
                mean=number(column.lengths.mean),
            )
            return f"{lengths} · {examples}" if examples else lengths
    return examples


def _spread(spread: Spread) -> str:
    return f"{number(spread.minimum)} … {number(spread.maximum)}"


def bars_in_words(column: Column) -> str:
    """The sketch as lines."""
    return "\n".join(f"{bar.label}: {number(bar.count)}" for bar in column.bars[:20])


def _bound(value: float | str | None) -> str:
    return value if isinstance(value, str) else amount(value)


def amount(value: float | None) -> str:
    """A large number in whole figures, a small one in a few."""
    return number(value) if value is not None and abs(value) >= 10_000 else figure(value)
