"""What an endpoint says of itself: its models, its health, its figures, its description."""

import time
from typing import TYPE_CHECKING, Any

from engine.schema.serve import TrafficSecond
from engine.serve.http.describe import NUMBER, WORD, content, group, model_entry
from engine.serve.http.metrics import CONTENT_TYPE
from engine.serve.http.operation import openapi, operation, plain
from engine.serve.http.request import Request
from engine.serve.http.route import Offered, Operation, Route, Routes

if TYPE_CHECKING:
    from engine.serve.models import Served


async def models(request: Request) -> None:
    """The models that this key may ask."""
    entries = [_entry(served) for served in request.visible()]
    await request.reply_json(200, {"object": "list", "data": entries})


async def model(request: Request) -> None:
    await request.reply_json(200, _entry(request.find(request.params[0])))


async def health(request: Request) -> None:
    """That the server answers, and in which state each model is that this key may ask."""
    states = {served.name: served.state for served in request.visible()}
    answers = any(state in ("ready", "idle") for state in states.values())
    await request.reply_json(200, {"status": "ok" if answers else "waiting", "models": states})


async def metrics(request: Request) -> None:
    """The figures of the models that this key may ask, and of requests for none."""
    text = request.surroundings.metrics.text(request.visible(), request.caller.may_use)
    await request.reply(200, text.encode(), content_type=CONTENT_TYPE)


async def traffic(request: Request) -> None:
    """The last two minutes of the models that this key may ask, second by second."""
    seconds = [second.model_dump() for served in request.visible() for second in served.traffic.seconds]
    totals = {served.name: served.traffic.total for served in request.visible()}
    await request.reply_json(200, {"now": time.time(), "seconds": seconds, "totals": totals})


async def description(request: Request) -> None:
    """The OpenAPI document of what is served now, for this key."""
    from engine.serve.http.routes import ROUTES  # it holds this route too

    offered = {served.name: served.introduction for served in request.visible() if served.introduction}
    paths: dict[str, dict[str, Any]] = {}
    for path, methods in ROUTES.items():
        for method, route in methods.items():
            if operation := route.describe(offered):
                paths.setdefault(path, {})[method.lower()] = operation
    version = ", ".join(introduction.card.id for introduction in offered.values()) or "0"
    await request.reply_json(200, openapi(request.surroundings.spec.name, version, paths))


def _entry(served: "Served") -> dict[str, Any]:
    state = {"state": served.state}
    introduction = served.introduction
    if introduction is None:
        return {
            "id": served.name, "object": "model", "created": 0, "owned_by": "modelyard", "model": served.spec.model, **state,
        }  # fmt: skip
    more = {"can": list(introduction.can), "context": introduction.context}
    return {**model_entry(served.name, introduction.card), **more, **state}


_ENTRY = group({"id": WORD, "object": WORD, "created": NUMBER, "owned_by": WORD}, ["id", "object", "created"])


def _describe_models(offered: Offered) -> Operation:
    entries = {"type": "array", "items": _ENTRY}
    return operation(
        "The models that are served here", "models", plain("The list.", object=WORD, data=entries)
    )


def _describe_model(offered: Offered) -> Operation:
    return operation("One of them", "model", content("Its entry.", _ENTRY), places={"name": list(offered)})


def _describe_health(offered: Offered) -> Operation:
    states = {"type": "object", "additionalProperties": WORD}
    return operation("Whether models answer", "health", plain("Their states.", status=WORD, models=states))


def _describe_metrics(offered: Offered) -> Operation:
    answer = content("Prometheus’ exposition format.", WORD, CONTENT_TYPE.decode())
    return operation("Counts, times and states", "metrics", answer)


def _describe_traffic(offered: Offered) -> Operation:
    seconds = {"type": "array", "items": TrafficSecond.model_json_schema()}
    totals = {"type": "object", "additionalProperties": NUMBER}
    answer = plain("The seconds in which something happened.", now=NUMBER, seconds=seconds, totals=totals)
    return operation("What was asked within the last two minutes", "traffic", answer)


def _describe_description(offered: Offered) -> Operation:
    return operation("This document", "openapi", content("OpenAPI 3.1.", {"type": "object"}))


ROUTES: Routes = {
    "/v1/models": {"GET": Route(models, "any", _describe_models)},
    "/v1/models/{name}": {"GET": Route(model, "any", _describe_model)},
    "/health": {"GET": Route(health, "any", _describe_health)},
    "/v1/traffic": {"GET": Route(traffic, "metrics", _describe_traffic)},
    "/metrics": {"GET": Route(metrics, "metrics", _describe_metrics)},
    "/openapi.json": {"GET": Route(description, "any", _describe_description)},
}
