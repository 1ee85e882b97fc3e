"""The routes of a served model. Inputs are checked by the model itself, so every problem names its place.

Predictions are answered without the framework, which would take longer than a small model does; it describes them and
serves the rest.
"""

import asyncio
import json
import math
import time
from collections.abc import Iterator, MutableMapping
from typing import Any

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException

from engine.schema.findings import as_written
from engine.schema.problem import Problem
from engine.serve.http.describe import MAX_INPUTS, describe, model_entry
from engine.serve.http.errors import error_body
from engine.serve.runner import ModelFailedError, Predictor, QueueFullError, Runner
from engine.serve.traffic import Traffic
from engine.web.guard import Headers, Receive, Send

PREDICT = "/v1/predict"
_LARGE = 256  # inputs whose check takes long enough to disturb other requests
_WATCH_AFTER = 0.2  # seconds an answer may take before we look whether its client is still there
_JSON = "application/json"
_CODES = {404: "route_unknown", 405: "method_not_allowed"}
_NOBODY = 499  # the client has gone; this status is only counted


class ModelApp:
    """The application of one model, without its guard."""

    def __init__(self, predictor: Predictor, runner: Runner, traffic: Traffic) -> None:
        self._desk = Desk(predictor, runner, traffic)
        self._rest = _other_routes(predictor)

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == PREDICT:
            await self._predict(scope["method"], receive, send)
        else:
            await self._rest(scope, receive, send)

    async def _predict(self, method: str, receive: Receive, send: Send) -> None:
        if method == "POST":
            body = (await receive()).get("body", b"")  # the guard has made it one piece
            status, content, more = await self._desk.answer(body, receive)
        else:
            status, content, more = (
                405,
                error_body([Problem(code="method_not_allowed")]),
                [(b"allow", b"POST")],
            )
        headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(content)), *more]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if method == "HEAD" else content})


def _other_routes(predictor: Predictor) -> FastAPI:
    card = predictor.card
    app = FastAPI(title=card.name, version=card.id, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.openapi = lambda: describe(app, card)  # type: ignore[method-assign]
    app.add_exception_handler(HTTPException, _on_http_exception)
    entry = model_entry(card)

    @app.get("/v1/models", summary="The model that is served here")
    async def models() -> dict[str, Any]:
        return {"object": "list", "data": [entry]}

    @app.get("/health", summary="Whether the model answers")
    async def health() -> dict[str, str]:
        return {"status": "ok", "model": card.id}

    return app


Answer = tuple[int, bytes, Headers]


class Desk:
    """Takes a request in, and sees it through: check, queue, answer."""

    def __init__(self, predictor: Predictor, runner: Runner, traffic: Traffic) -> None:
        self._predictor = predictor
        self._runner = runner
        self._traffic = traffic
        self._head = '{"model":' + json.dumps(predictor.card.id) + ',"outputs":'

    async def answer(self, body: bytes, receive: Receive) -> Answer:
        """Status, body and further headers for one request."""
        started = time.perf_counter()
        answer = await self._answer(body, receive)
        self._traffic.count(time.perf_counter() - started, answer[0] >= 400)
        return answer

    async def _answer(self, body: bytes, receive: Receive) -> Answer:
        try:
            request = _decode(body.decode())
        except (ValueError, RecursionError):
            return _refused(400, [Problem(code="not_json")])
        problems = body_problems(request) or await self._check(request["inputs"])
        if problems:
            return _refused(422, problems[:100])
        try:
            outputs = await self._predict(request["inputs"], receive)
        except QueueFullError:
            return _refused(429, [Problem(code="queue_full")], [(b"retry-after", b"1")])
        except ModelFailedError:
            return _refused(500, [Problem(code="model_failed")])
        if outputs is None:
            return _NOBODY, b"", []
        try:
            return 200, f"{self._head}{_encode(outputs)}}}".encode(), []
        except ValueError:  # no JSON stands for an answer that is infinite or no number
            return _refused(422, _without_answer(outputs)[:100])

    async def _check(self, inputs: list[Any]) -> list[Problem]:
        if len(inputs) > _LARGE:
            return await asyncio.to_thread(self._predictor.check, inputs)
        return self._predictor.check(inputs)

    async def _predict(self, inputs: list[Any], receive: Receive) -> list[dict[str, Any]] | None:
        """The outputs; None when the client went first: its inputs are taken back."""
        answer = self._runner.submit(inputs)
        watch = _Watch(receive, answer)
        try:
            return await answer
        except asyncio.CancelledError:
            if not watch.client_has_gone:
                raise
            return None
        finally:
            watch.end()


class _Watch:
    """Cancels an answer that takes long when its client has gone. An answer that comes soon costs only a timer."""

    def __init__(self, receive: Receive, answer: "asyncio.Future[Any]") -> None:
        self.client_has_gone = False
        self._receive = receive
        self._answer = answer
        self._task: asyncio.Task[None] | None = None
        self._timer = asyncio.get_running_loop().call_later(_WATCH_AFTER, self._begin)

    def end(self) -> None:
        self._timer.cancel()
        if self._task:
            self._task.cancel()

    def _begin(self) -> None:
        self._task = asyncio.create_task(self._wait())

    async def _wait(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self.client_has_gone = True
        self._answer.cancel()


def body_problems(body: Any) -> list[Problem]:
    """What is wrong with a request before its inputs are looked at."""
    if not isinstance(body, dict):
        return [Problem(code="not_group", params={"value": as_written(body)})]
    unknown = [key for key in body if key != "inputs"]
    if unknown:
        params = {"key": unknown[0][:80], "suggestion": "inputs", "known": "inputs"}
        return [Problem(code="unknown_key", field=unknown[0][:80], params=params)]
    if "inputs" not in body:
        return [Problem(code="missing_key", field="inputs")]
    inputs = body["inputs"]
    if not isinstance(inputs, list):
        return [Problem(code="not_list", field="inputs", params={"value": as_written(inputs)})]
    if not inputs:
        return [Problem(code="too_short", field="inputs", params={"value": "[]", "bound": 1})]
    if len(inputs) > MAX_INPUTS:
        params = {"value": f"[… × {len(inputs)}]", "bound": MAX_INPUTS}
        return [Problem(code="too_long", field="inputs", params=params)]
    return []


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


_decode = json.JSONDecoder(parse_constant=_no_constant).decode
_encode = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


def _without_answer(outputs: list[dict[str, Any]]) -> list[Problem]:
    """The inputs so far from what the model learnt that its arithmetic ends in no number."""
    return [
        Problem(code="answer_not_finite", field=f"inputs.{index}")
        for index, output in enumerate(outputs)
        if not all(map(math.isfinite, _numbers(output)))
    ]


def _numbers(output: dict[str, Any]) -> Iterator[float]:
    """Every number of an answer, of whatever kind of model."""
    yield from (output[name] for name in ("value", "score") if name in output)
    yield from output.get("probabilities", {}).values()
    yield from output.get("scores", ())


def _refused(status: int, problems: list[Problem], headers: Headers | None = None) -> Answer:
    return status, error_body(problems), headers or []


async def _on_http_exception(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return Response(error_body([Problem(code=_CODES.get(status, "unexpected"))]), status, media_type=_JSON)
