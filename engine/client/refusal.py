"""The body of a refusal as problems, whoever refused: the engine, or an endpoint that it passed a question on to."""

import json
from typing import Any

from pydantic import ValidationError

from engine.schema.api import ErrorBody
from engine.schema.problem import Problem, UserError


def refusal(status: int, body: bytes) -> UserError:
    """What stands in the body of an answer that is no success."""
    try:
        return UserError.of(ErrorBody.model_validate_json(body).problems)
    except (ValidationError, IndexError):
        return UserError.of([refused_by_endpoint(status, body)])


def refused_by_endpoint(status: int, body: bytes | str) -> Problem:
    """The form that programs know from OpenAI: ``{"error": {"code", "message", …}}``."""
    error = error_in(body)
    if error is None:
        return Problem(code="answer_refused", params={"status": status})
    message = str(error.get("message") or error.get("code") or status)
    return Problem(code="endpoint_refused", params={"message": message, "code": str(error.get("code") or "")})


def error_in(body: bytes | str) -> dict[str, Any] | None:
    """The error that a JSON text tells of, if it does."""
    try:
        error = json.loads(body)["error"]
    except (ValueError, KeyError, TypeError):
        return None
    return error if isinstance(error, dict) else None
