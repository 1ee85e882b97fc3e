"""The handlers of the protocol's routes."""

import json
from typing import TYPE_CHECKING

from engine.runner.exchange import Kind
from engine.schema.introduction import Introduction
from engine.schema.problem import Problem
from engine.serve.http.manage import managed
from engine.serve.http.predict import account
from engine.serve.http.request import Request
from engine.serve.http.v2 import metadata
from engine.serve.http.v2.inputs import inputs_of
from engine.serve.http.v2.message import HEADER, read, write
from engine.serve.http.v2.outputs import tensors_of
from engine.serve.refused import Refused

if TYPE_CHECKING:
    from engine.serve.models import Served

VERSION = "2"


async def server(request: Request) -> None:
    await request.reply_json(200, metadata.server(VERSION))


async def live(request: Request) -> None:
    await request.reply_json(200, {"live": True})


async def ready(request: Request) -> None:
    """Whether every model answers, or would be loaded by a request."""
    waiting = [served for served in request.models.all() if not _is_ready(served)]
    await request.reply_json(503 if waiting else 200, {"ready": not waiting})


async def model_ready(request: Request) -> None:
    served = _found(request)
    _check_version(request, served.introduction)
    is_ready = _is_ready(served)
    await request.reply_json(200 if is_ready else 503, {"name": served.name, "ready": is_ready})


async def model(request: Request) -> None:
    served = _found(request)
    await request.reply_json(200, metadata.model(served.name, (await _introduced(request, served)).card))


async def config(request: Request) -> None:
    served = _found(request)
    await request.reply_json(200, metadata.config(served.name, (await _introduced(request, served)).card))


async def infer(request: Request) -> None:
    """Tensors in, tensors out; between them the model is asked as by /v1/predict."""
    served = _found(request)
    card = (await _introduced(request, served)).card
    asked = read(request.body, request.header(HEADER))
    inputs = inputs_of(card, asked.inputs)
    status, body = await served.ask(Kind.PREDICT, json.dumps({"inputs": inputs}).encode())
    answer = json.loads(body)
    if status != 200:
        raise Refused(status, Problem.model_validate(answer["problems"][0]))
    account(request, answer)
    content, headers, kind = write(served.name, card.id, asked, tensors_of(card, answer["outputs"]))
    await request.reply(200, content, headers, kind)


async def index(request: Request) -> None:
    """Every model that this key may ask, loaded or not."""
    rows = []
    for served in request.visible():
        version = served.introduction.card.id if served.introduction else served.spec.model
        state = "READY" if served.state == "ready" else "UNAVAILABLE"
        rows.append({"name": served.name, "version": version, "state": state, "reason": served.state})
    await request.reply_json(200, rows)


async def load(request: Request) -> None:
    served = _found(request)
    await managed(request, "load", served.load())
    await request.reply_json(200, {})


async def unload(request: Request) -> None:
    served = _found(request)
    await managed(request, "unload", _unload(served))
    await request.reply_json(200, {})


async def _unload(served: "Served") -> None:
    served.unload()


def _is_ready(served: "Served") -> bool:
    return served.state in ("ready", "idle")


def _found(request: Request) -> "Served":
    return request.find(request.params[0])


async def _introduced(request: Request, served: "Served") -> Introduction:
    """What the model says of itself; raises Refused (404) where the path names another version of it."""
    introduction = await served.introduced()
    _check_version(request, introduction)
    return introduction


def _check_version(request: Request, introduction: Introduction | None) -> None:
    if len(request.params) > 1 and (introduction is None or request.params[1] != introduction.card.id):
        params = {"name": request.params[0], "version": request.params[1][:80]}
        raise Refused(404, Problem(code="version_not_served", params=params))
