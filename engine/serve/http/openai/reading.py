"""A body as it came to what it asks, or the one problem that a program must mend first. Knows no model."""

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import from_json

from engine.schema.findings import as_written, problem_of
from engine.schema.problem import Problem
from engine.serve.http.openai.fields import LONGEST_STOP, MOST_STOPS, Body
from engine.serve.refused import Refused

MOST_PROMPTS = 256  # of one request to complete
MOST_INPUTS = 2048  # of one request for embeddings
_SHOWN = 40  # letters, or entries of a list, that a sentence can hold at most

AnyBody = TypeVar("AnyBody", bound=Body)


def _is_nothing(value: Any) -> bool:
    return value is None or value in (False, "", [], {})


def _among(*harmless: Any) -> Callable[[Any], bool]:
    return lambda value: _is_nothing(value) or value in harmless


# Fields that clients know and no model here can honour, with what may stand in them all the same. Unlike these, fields
# such as “user”, “metadata”, “store” and “service_tier” ask nothing of the answer and are not looked at.
_NOT_OFFERED: dict[str, Callable[[Any], bool]] = {
    "tools": _is_nothing,
    "functions": _is_nothing,
    "tool_choice": _among("none", "auto"),
    "function_call": _among("none", "auto"),
    "audio": _is_nothing,
    "modalities": _among(["text"]),
    "reasoning_effort": _among("none"),
    "verbosity": _among("medium"),
    "web_search_options": _is_nothing,
    "moderation": _is_nothing,
    "suffix": _is_nothing,
    "use_beam_search": _is_nothing,
    "min_tokens": _among(0),
    "stop_token_ids": _is_nothing,
    "chat_template": _is_nothing,  # a template is code, and that of the model's folder alone is run
    "chat_template_kwargs": _is_nothing,
    "continue_final_message": _is_nothing,
}
_NOT_OFFERED_IN_A_MESSAGE = ("tool_calls", "function_call", "audio")


def read(body: bytes, kind: type[AnyBody]) -> AnyBody:
    """The body, every field checked. Raises Refused (400)."""
    fields = _parsed(body)
    if not isinstance(fields, dict):
        raise refused("not_group", value=as_written(fields))
    _refuse_what_is_not_offered(fields)
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        raise Refused(400, _problem(error.errors(include_url=False)[0], fields)) from None


def _parsed(body: bytes) -> Any:
    """What the JSON holds; half a sign, which JSON can spell and no text can hold, is read as a question mark."""
    try:
        return from_json(body, allow_inf_nan=False)
    except ValueError:
        pass
    try:
        found = json.loads(body, parse_constant=_no_number)
        return from_json(json.dumps(found, ensure_ascii=False).encode(errors="replace"))
    except (ValueError, RecursionError):
        raise refused("not_json") from None


def _no_number(word: str) -> None:
    raise ValueError(word)


def refused(code: str, field: str | None = None, **params: Any) -> Refused:
    """A wrong value, to be raised."""
    return Refused(400, Problem(code=code, field=field, params=params))


def _refuse_what_is_not_offered(fields: Mapping[str, Any]) -> None:
    for name, is_harmless in _NOT_OFFERED.items():
        if name in fields and not is_harmless(fields[name]):
            raise refused("not_offered", name)
    messages = fields.get("messages")
    for number, message in enumerate(messages if isinstance(messages, list) else ()):
        for name in _NOT_OFFERED_IN_A_MESSAGE if isinstance(message, dict) else ():
            if not _is_nothing(message.get(name)):
                raise refused("not_offered", f"messages[{number}].{name}")


def _problem(found: Mapping[str, Any], fields: Mapping[str, Any]) -> Problem:
    """What pydantic found first. Of a field with several forms it tells each; we say them in one sentence."""
    root, *inner = found["loc"]
    value = _beginning(fields.get(root))
    if found["type"] != "missing" or inner:
        if root in ("prompt", "input"):
            most = MOST_PROMPTS if root == "prompt" else MOST_INPUTS
            return Problem(code="prompt_form", field=root, params={"value": value, "most": most})
        if root == "stop":
            params = {"value": value, "most": MOST_STOPS, "letters": LONGEST_STOP}
            return Problem(code="stop_form", field="stop", params=params)
        if root == "messages" and "content" in inner:
            return Problem(code="content_form", field=f"messages[{inner[0]}].content")
    if root == "response_format":  # the name of the member stands in its place, too
        inner = inner[1:] if inner else ["type"]
    return problem_of(found).model_copy(update={"field": _as_in_a_program(root, inner)})


def _beginning(value: Any) -> str:
    """A value as JSON writes it; what is long is cut before it is written."""
    return as_written(value[:_SHOWN] if isinstance(value, str | list) else value)


def _as_in_a_program(root: str, inner: list[str | int]) -> str:
    """``messages[0].role``"""
    return root + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in inner)
