"""How these routes say no: the envelope, types and codes that OpenAI's clients look for. Knows no route."""

import json
from typing import Any

from engine.schema.problem import Problem, say, sentence

_TYPES = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}
# Codes by which clients choose what to raise; all others are ours.
_CODES = {
    "unauthorised": "invalid_api_key",
    "model_not_served": "model_not_found",
    "context_exceeded": "context_length_exceeded",
    "queue_full": "rate_limit_exceeded",
    "rate_limited": "rate_limit_exceeded",
}
_WRONG = frozenset({422})  # what is 422 elsewhere is 400 here


def envelope(status: int, problem: Problem) -> dict[str, Any]:
    """``{"error": {"message", "type", "param", "code"}}``."""
    kind = _TYPES.get(status) or ("server_error" if status >= 500 else "invalid_request_error")
    code = _CODES.get(problem.code, problem.code)
    return {"error": {"message": _message(problem), "type": kind, "param": problem.field, "code": code}}


def error_body(status: int, problem: Problem) -> bytes:
    """The same as the body of an answer."""
    return json.dumps(envelope(status, problem)).encode()


def status_of(status: int) -> int:
    """The status with which these routes answer what has another one elsewhere."""
    return 400 if status in _WRONG else status


def _message(problem: Problem) -> str:
    return sentence(problem) if problem.field else " ".join(part for part in say(problem) if part)
