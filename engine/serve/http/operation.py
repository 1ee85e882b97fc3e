"""Puts together what /openapi.json says of one route."""

from typing import Any

from engine.serve.http.describe import Schema, content, error_schema, group

_WORDS = {
    "400": "Not readable, or not what the route takes.",
    "401": "The key is missing, wrong, revoked or expired.",
    "403": "The key may not do this, or not ask this model.",
    "404": "There is no such model.",
    "408": "The request did not arrive in time.",
    "413": "The request is too large.",
    "415": "The body is of another type.",
    "422": "An input is wrong; its index and field are named.",
    "429": "The key has used its share, or too much waits; Retry-After says when to ask again.",
    "431": "The headers are too large.",
    "500": "The model could not answer.",
    "503": "The model loads, restarts or is locked; Retry-After says when to ask again.",
}
ALWAYS = ("400", "401", "403", "429", "431", "503")  # what any route may answer
WITH_BODY = (*ALWAYS, "404", "408", "413", "415", "422", "500")


def operation(
    summary: str,
    name: str,
    answer: dict[str, Any],
    *,
    body: dict[str, Any] | None = None,
    places: dict[str, list[str] | None] | None = None,
    error: Schema | None = None,
    status: str = "200",
) -> dict[str, Any]:
    """An operation with its refusals. ``answer`` and ``body`` are made by ``content``; ``places`` are those of the path
    with what may stand there, None for anything."""
    refusals = WITH_BODY if body else (*ALWAYS, *(("404", "500") if places else ()))
    described: dict[str, Any] = {
        "summary": summary,
        "operationId": name,
        "responses": {
            status: answer,
            **{code: content(_WORDS[code], error or error_schema()) for code in refusals},
        },
    }
    if body:
        described["requestBody"] = {**body, "required": True}
    if places:
        described["parameters"] = [
            {"name": place, "in": "path", "required": True, "schema": _one_of(known)}
            for place, known in places.items()
        ]
    return described


def openapi(title: str, version: str, paths: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The whole document."""
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version},
        "paths": paths,
        "components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
        "security": [{"key": []}],
    }


def plain(words: str, **properties: Schema) -> dict[str, Any]:
    """An answer that is an object with these properties, all there."""
    return content(words, group(properties, list(properties)))


def _one_of(known: list[str] | None) -> Schema:
    return {"type": "string"} if known is None else {"type": "string", "enum": known}
