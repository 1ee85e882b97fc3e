"""The paths of the protocol, for the table of all paths, and how they are described."""

import json
from collections.abc import Callable

from engine.schema.problem import Problem, sentence
from engine.serve.http.describe import WORD, Schema, content, group
from engine.serve.http.operation import operation
from engine.serve.http.request import Handler
from engine.serve.http.route import Action, Offered, Operation, Route, Routes
from engine.serve.http.v2 import answering
from engine.serve.http.v2.tensor import DATATYPES

_TAKES = frozenset({b"application/json", b"application/octet-stream", b""})  # Triton's client names no type
_ERROR = group({"error": WORD}, ["error"])
_NAMED = {
    "name": WORD,
    "datatype": {"enum": sorted(DATATYPES)},
    "shape": {"type": "array", "items": {"type": "integer"}},
}
_TENSOR = group({**_NAMED, "data": {"type": "array"}, "parameters": {"type": "object"}}, list(_NAMED))
_TENSORS = {"type": "array", "items": _TENSOR, "minItems": 1}
_REQUEST = group(
    {"id": WORD, "inputs": _TENSORS, "outputs": {"type": "array", "items": {"type": "object"}}}, ["inputs"]
)
_ANSWER = group({"model_name": WORD, "model_version": WORD, "outputs": _TENSORS}, ["model_name", "outputs"])
_OBJECT: Schema = {"type": "object"}


def refuse(status: int, problem: Problem) -> bytes:
    """``{"error": "…"}``, as the protocol has it."""
    return json.dumps({"error": sentence(problem)}).encode()


def _route(
    handler: Handler,
    action: Action,
    words: str,
    answer: Schema = _OBJECT,
    *,
    body: Schema | None = None,
    places: tuple[str, ...] = (),
    name: str = "",
) -> Route:
    def describe(offered: Offered) -> Operation | None:
        if not offered and places:
            return None
        versions = [introduction.card.id for introduction in offered.values()]
        known: dict[str, list[str] | None] = {"name": list(offered), "version": versions}
        return operation(
            words,
            name or f"v2_{handler.__name__}",
            content(words, answer),
            body=content("Tensors, as JSON.", body) if body else None,
            places={place: known[place] for place in places},
            error=_ERROR,
        )

    return Route(handler, action, describe, refuse, _TAKES)


def _with_versions(path: str, method: str, make: Callable[[tuple[str, ...], str], Route]) -> Routes:
    """The route of a model, and the same with its version in the path."""
    head, name, tail = path.partition("{name}")
    named = f"{head}{name}/versions/{{version}}{tail}"
    return {path: {method: make(("name",), "")}, named: {method: make(("name", "version"), "_of_version")}}


def _of_model(
    handler: Handler, words: str, answer: Schema = _OBJECT
) -> Callable[[tuple[str, ...], str], Route]:
    return lambda places, more: _route(
        handler, "any", words, answer, places=places, name=f"v2_{handler.__name__}{more}"
    )


def _infer(places: tuple[str, ...], more: str) -> Route:
    return _route(
        answering.infer, "infer", "Tensors in, tensors out", _ANSWER, body=_REQUEST, places=places, name=f"v2_infer{more}"
    )  # fmt: skip


ROUTES: Routes = {
    "/v2": {"GET": _route(answering.server, "any", "What answers here")},
    "/v2/health/live": {"GET": _route(answering.live, "any", "Whether the server answers")},
    "/v2/health/ready": {"GET": _route(answering.ready, "any", "Whether every model answers")},
    **_with_versions("/v2/models/{name}", "GET", _of_model(answering.model, "A model’s tensors")),
    **_with_versions(
        "/v2/models/{name}/ready", "GET", _of_model(answering.model_ready, "Whether a model answers")
    ),
    **_with_versions(
        "/v2/models/{name}/config", "GET", _of_model(answering.config, "A model’s configuration")
    ),
    **_with_versions("/v2/models/{name}/infer", "POST", _infer),
    "/v2/repository/index": {"POST": _route(answering.index, "any", "All models", {"type": "array"})},
    "/v2/repository/models/{name}/load": {
        "POST": _route(answering.load, "manage", "Load a model", places=("name",))
    },
    "/v2/repository/models/{name}/unload": {
        "POST": _route(answering.unload, "manage", "Unload a model", places=("name",))
    },
}
