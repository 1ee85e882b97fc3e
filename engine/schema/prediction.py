"""What a request for predictions and its answer look like, for whoever answers, describes or sends them."""

import json
from typing import Any

from engine.schema.card import ModelCard
from engine.schema.problem import Problem, say

MAX_INPUTS = 4096  # of one request
MOST_ITEMS = 1000  # that a recommender may be asked for
HISTORY = "history"  # what somebody chose, newest last, in place of a user
TOP = "top"  # how many items are wanted
WITHOUT = "without"  # items that are not
# A PNG of one grey pixel: the shortest example that is answered.
_DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNoAAAAggCB2kUIOwAAAABJRU5ErkJggg=="


def example(card: ModelCard) -> Any:
    """One input as the card's examples make it."""
    if card.input_form == "text":
        return str(card.inputs[0].example or "") if card.inputs else ""
    if card.input_form == "image":
        return {"image": _DOT}
    return {field.name: field.example for field in card.inputs}


def error_body(problems: list[Problem]) -> bytes:
    """``{"error": {"code", "message", "index", "field"}, "problems": [...]}``; the first problem is the error."""
    first = problems[0]
    index, field = _place(first.field)
    words = " ".join(part for part in say(first) if part)
    error: dict[str, Any] = {"code": first.code, "message": words, "index": index, "field": field}
    return json.dumps({"error": error, "problems": [problem.model_dump() for problem in problems]}).encode()


def _place(field: str | None) -> tuple[int | None, str | None]:
    """``inputs.2.age`` is the field “age” of input 2."""
    root, _, rest = (field or "").partition(".")
    number, _, name = rest.partition(".")
    if root != "inputs" or not number.isdigit():
        return None, field
    return int(number), name or None
