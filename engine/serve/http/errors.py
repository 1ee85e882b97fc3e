"""How a served model says no: for programs a code and a message with place, for the window the problems."""

import json
from typing import Any

from engine.schema.problem import Problem, say


def error_body(problems: list[Problem]) -> bytes:
    """``{"error": {"code", "message", "index", "field"}, "problems": [...]}``; the first problem is the error."""
    first = problems[0]
    index, field = _place(first.field)
    words = " ".join(part for part in say(first) if part)
    error: dict[str, Any] = {"code": first.code, "message": words, "index": index, "field": field}
    return json.dumps({"error": error, "problems": [problem.model_dump() for problem in problems]}).encode()


def refusal_body(status: int, code: str) -> bytes:
    """The same for a request that never reached the model."""
    return error_body([Problem(code=code)])


def _place(field: str | None) -> tuple[int | None, str | None]:
    """``inputs.2.age`` is the field “age” of input 2."""
    root, _, rest = (field or "").partition(".")
    number, _, name = rest.partition(".")
    if root != "inputs" or not number.isdigit():
        return None, field
    return int(number), name or None
