"""What a dataset could teach, and which column plays which part: by names, kinds and counts. A start, not a verdict."""

import re
from collections.abc import Iterable
from typing import Any

from engine.schema.card import TEXT, Column

LABELS = 50  # different values that a target of a classification may have
_NUMBER_LABELS = 10  # different whole numbers that are taken for classes rather than amounts
_ROWS_PER_LABEL = 2
_LABEL_NAMES = (
    "label",
    "target",
    "sentiment",
    "class",
    "category",
    "rating",
    "polarity",
    "y",
    "species",
    "outcome",
)
_USER = re.compile(
    r"^(user|customer|client|member|reader|viewer|visitor|reviewer|account|person)s?[_ ]?(id|name)?$", re.I
)
_ITEM = re.compile(
    r"^(item|movie|film|product|book|song|track|artist|article|game|recipe|anime|business|restaurant|video|sku|isbn|asin)"
    r"s?[_ ]?(id|name|title)?$",
    re.I,
)  # fmt: skip
_RATING = re.compile(r"^(rating|ratings|score|stars|rate|overall|preference|weight|count|plays)$", re.I)
_TIME = re.compile(
    r"^(timestamp|time|date|datetime|when|ts|created|created_at|review_?time|unixreviewtime)$", re.I
)
_PROMPTS = ("prompt", "instruction", "question")
_RESPONSES = ("response", "output", "answer", "completion")

_OF_READERS = ("split", "file")  # columns that tell where a row came from

Suggestion = dict[str, Any]


def suggestion(columns: tuple[Column, ...], rows: int) -> Suggestion | None:
    """A task and the columns for it; None when nothing can be learnt."""
    usable = [column for column in columns if column.kind != "empty" and column.name not in _OF_READERS]
    for propose in (_images, _conversations, _ratings, _texts):
        if found := propose(usable):
            return found
    return _table(usable, rows) or _text_alone(usable)


def of_plain_text() -> Suggestion:
    """What the lines of a text could teach."""
    return _as("language_model", text=TEXT)


def _images(columns: list[Column]) -> Suggestion | None:
    images = [column for column in columns if column.kind == "image"]
    labels = [column for column in columns if _could_be_label(column) and not column.id_like]
    if not images or not labels:
        return None
    return _as("image_classification", target=_preferred(labels).name, image=images[0].name)


def _conversations(columns: list[Column]) -> Suggestion | None:
    messages = [column.name for column in columns if column.kind == "messages"]
    if messages:
        return _as("language_model", messages=messages[0])
    prompt, response = _named(columns, _PROMPTS), _named(columns, _RESPONSES)
    chosen, rejected = _named(columns, ("chosen",)), _named(columns, ("rejected",))
    if chosen and rejected:
        return _as("language_model", prompt=prompt, chosen=chosen, rejected=rejected)
    if prompt and response:
        return _as("language_model", prompt=prompt, response=response)
    return None


def _ratings(columns: list[Column]) -> Suggestion | None:
    """Pairs of a user and an item, each of which comes again."""
    able = [column for column in columns if column.kind in ("number", "category") and not column.constant]
    user = next((column for column in able if _USER.match(column.name)), None)
    item = next((column for column in able if _ITEM.match(column.name)), None)
    if user is None or item is None:
        return None
    rating = next(
        (column for column in columns if column.kind == "number" and _RATING.match(column.name)), None
    )
    time = next(
        (column for column in columns if column.kind in ("number", "date") and _TIME.match(column.name)), None
    )
    return _as(
        "recommendation",
        target=rating.name if rating else None,
        user=user.name,
        item=item.name,
        time=time.name if time else None,
    )


def _texts(columns: list[Column]) -> Suggestion | None:
    texts = [column for column in columns if column.kind == "text"]
    labels = [column for column in columns if _could_be_label(column) and not column.id_like]
    if not texts or not labels:
        return None
    longest = max(texts, key=lambda column: column.mean_length or 0)
    return _as("text_classification", target=_preferred(labels).name, text=longest.name)


def _table(columns: list[Column], rows: int) -> Suggestion | None:
    able = [
        column
        for column in columns
        if column.kind in ("number", "category", "boolean", "date")
        and not (column.constant or column.id_like)
    ]
    targets = [column for column in able if _is_class(column, rows) or _is_amount(column)]
    if len(columns) < 2 or not targets:
        return None
    target = _preferred(targets)
    features = [column.name for column in able if column is not target]
    dropped = len(columns) - len(features) - 1
    return _as(
        "tabular_classification" if _is_class(target, rows) else "tabular_regression",
        target=target.name,
        features=features if dropped and features else None,
    )


def _text_alone(columns: list[Column]) -> Suggestion | None:
    texts = [column for column in columns if column.kind == "text"]
    return _as("language_model", text=texts[0].name) if texts else None


def _could_be_label(column: Column) -> bool:
    few = column.distinct is not None and 2 <= column.distinct <= LABELS
    return few and column.kind in ("category", "boolean", "number")


def _is_class(column: Column, rows: int) -> bool:
    if not _could_be_label(column) or (column.distinct or 0) * _ROWS_PER_LABEL > rows:
        return False
    return column.kind != "number" or ((column.distinct or 0) <= _NUMBER_LABELS and _is_whole(column))


def _is_amount(column: Column) -> bool:
    return column.kind == "number" and (column.distinct or 2) > 1


def _is_whole(column: Column) -> bool:
    """Of numbers, by the ends of their range and the examples."""
    shown = (column.minimum, column.maximum, *column.examples)
    return all(end is not None and float(end).is_integer() for end in shown)


def _preferred(columns: list[Column]) -> Column:
    """The last one with a name that targets have, else the last."""
    named = [column for column in columns if column.name.lower() in _LABEL_NAMES]
    return (named or columns)[-1]


def _named(columns: list[Column], names: Iterable[str]) -> str | None:
    words = [column for column in columns if column.kind in ("text", "category")]
    return next((column.name for name in names for column in words if column.name.lower() == name), None)


def _as(task: str, target: str | None = None, text: str | None = None, **parts: Any) -> Suggestion:
    """Task, target and text are always said; the other parts where there are such columns."""
    said = {part: value for part, value in parts.items() if value is not None}
    return {"task": task, "target": target, "text": text, **said}
