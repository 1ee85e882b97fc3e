"""A request to serve as the spec of an endpoint: names become ids, and models without a name to be served as get one."""

from collections.abc import Callable, Iterable
from typing import Any

from engine.jobs.served_names import free_name
from engine.schema.api import ServeRequest
from engine.schema.card import ModelCard
from engine.schema.problem import UserError
from engine.schema.serve import ServedSpec, ServeSpec
from engine.schema.spec_file import parse_spec

FindModel = Callable[[str], ModelCard | None]

_OF_EACH = {
    "device",
    "runner",
    "bits",
    "workers",
    "idle_minutes",
}  # what a request says of every model it names
_OF_ALL = {"network", "origins", "limits"}


def spec_of(request: ServeRequest, find: FindModel, taken: Iterable[str]) -> ServeSpec:
    """The endpoint that is asked for; ``taken`` are the names that others answer to."""
    used = {*taken, *(each.name for each in request.wanted if isinstance(each, ServedSpec))}
    models: list[dict[str, Any]] = []
    for wanted in request.wanted:
        card = _card(wanted, find)
        name = wanted.name if isinstance(wanted, ServedSpec) else free_name(card.name, used)
        used.add(name)
        models.append({**_how(wanted, request), "model": card.id, "name": name})
    name = request.name or _card(request.wanted[0], find).name
    asked = request.model_dump(include={"port", *_OF_ALL})
    return as_serve_spec({**asked, "name": name, "models": models})


def is_served_by(spec: ServeSpec, request: ServeRequest, find: FindModel) -> bool:
    """Whether an endpoint answers just as asked; what the request leaves open may be as it is."""
    wanted = [{**_how(each, request), "model": _card(each, find).id} for each in request.wanted]
    if wanted != [served.model_dump(exclude={"name"}) for served in spec.models]:
        return False
    named = {each.name for each in request.wanted if isinstance(each, ServedSpec)}
    same = spec.model_dump(include=_OF_ALL) == request.model_dump(include=_OF_ALL)
    same_port = not request.port or request.port == spec.port
    return same and same_port and named <= {served.name for served in spec.models}


def as_serve_spec(value: dict[str, Any]) -> ServeSpec:
    """A spec of what was put together; raises UserError where the whole breaks a rule of it."""
    spec = parse_spec({**value, "kind": "serve"})
    if not isinstance(spec, ServeSpec):
        raise TypeError("a serve spec is of kind serve")
    return spec


def _how(wanted: str | ServedSpec, request: ServeRequest) -> dict[str, Any]:
    """How one model is to be served, without its name."""
    if isinstance(wanted, str):
        wanted = ServedSpec(name="-", model=wanted, **request.model_dump(include=_OF_EACH))
    return wanted.model_dump(exclude={"name"})


def _card(wanted: str | ServedSpec, find: FindModel) -> ModelCard:
    given = wanted if isinstance(wanted, str) else wanted.model
    card = find(given)
    if card is None:
        raise UserError("model_unknown", field="model", id=given)
    return card
