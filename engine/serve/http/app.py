"""The routes of a served model. Inputs are checked by the model itself, so every problem names its place."""

import asyncio
import json
import time
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.openapi.utils import get_openapi
from starlette.exceptions import HTTPException

from engine.schema.card import ModelCard
from engine.schema.problem import Problem
from engine.serve.http.describe import MAX_INPUTS, model_entry, schemas
from engine.serve.http.errors import error_body
from engine.serve.runner import ModelFailedError, Predictor, QueueFullError, Runner
from engine.serve.traffic import Traffic

_LARGE = 256  # inputs whose check takes long enough to disturb other requests
_WATCH_AFTER = 0.2  # seconds an answer may take before we look whether its client is still there
_JSON = "application/json"
_CODES = {404: "route_unknown", 405: "method_not_allowed"}


def create_app(predictor: Predictor, runner: Runner, traffic: Traffic) -> FastAPI:
    """The application without its guard."""
    card = predictor.card
    app = FastAPI(title=card.name, version=card.id, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.openapi = lambda: _openapi(app, card)  # type: ignore[method-assign]
    app.add_exception_handler(HTTPException, _on_http_exception)
    entry = model_entry(card)
    desk = _Desk(predictor, runner, traffic)

    @app.post("/v1/predict", summary=f"Predict {card.target}", openapi_extra=_PREDICT)
    async def predict(request: Request) -> Response:
        return await desk.answer(request)

    @app.get("/v1/models", summary="The model that is served here")
    async def models() -> dict[str, Any]:
        return {"object": "list", "data": [entry]}

    @app.get("/health", summary="Whether the model answers")
    async def health() -> dict[str, str]:
        return {"status": "ok", "model": card.id}

    return app


class _Desk:
    """Takes a request in, and sees it through."""

    def __init__(self, predictor: Predictor, runner: Runner, traffic: Traffic) -> None:
        self._predictor = predictor
        self._runner = runner
        self._traffic = traffic
        self._head = b'{"model":' + json.dumps(predictor.card.id).encode() + b',"outputs":'

    async def answer(self, request: Request) -> Response:
        started = time.perf_counter()
        response = await self._answer(request)
        self._traffic.count(time.perf_counter() - started, response.status_code >= 400)
        return response

    async def _answer(self, request: Request) -> Response:
        try:
            body = json.loads(await request.body(), parse_constant=_no_constant)
        except (ValueError, RecursionError):
            return _refused(400, [Problem(code="not_json")])
        problems = body_problems(body) or await self._check(body["inputs"])
        if problems:
            return _refused(422, problems[:100])
        try:
            outputs = await self._predict(request, body["inputs"])
        except QueueFullError:
            return _refused(429, [Problem(code="queue_full")], {"retry-after": "1"})
        except ModelFailedError:
            return _refused(500, [Problem(code="model_failed")])
        except asyncio.CancelledError:
            if not await request.is_disconnected():
                raise
            return Response(status_code=499)  # nobody reads it
        return Response(
            self._head + json.dumps(outputs, separators=(",", ":")).encode() + b"}", media_type=_JSON
        )

    async def _check(self, inputs: list[Any]) -> list[Problem]:
        if len(inputs) > _LARGE:
            return await asyncio.to_thread(self._predictor.check, inputs)
        return self._predictor.check(inputs)

    async def _predict(self, request: Request, inputs: list[Any]) -> list[dict[str, Any]]:
        """The outputs; when the client goes first, its inputs are taken back."""
        answer = self._runner.submit(inputs)
        watch = _Watch(request, answer)
        try:
            return await answer
        finally:
            watch.end()


class _Watch:
    """Cancels an answer that takes long when its client has gone. An answer that comes soon costs only a timer."""

    def __init__(self, request: Request, answer: "asyncio.Future[Any]") -> None:
        self._request = request
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
        while (await self._request.receive())["type"] != "http.disconnect":
            pass
        self._answer.cancel()


def body_problems(body: Any) -> list[Problem]:
    """What is wrong with a request before its inputs are looked at."""
    if not isinstance(body, dict):
        return [
            Problem(
                code="wrong_type", params={"value": "this request", "expected": "an object with “inputs”"}
            )
        ]
    unknown = [key for key in body if key != "inputs"]
    if unknown:
        params = {"key": unknown[0][:80], "suggestion": "inputs", "known": "inputs"}
        return [Problem(code="unknown_key", field=unknown[0][:80], params=params)]
    if "inputs" not in body:
        return [Problem(code="missing_key", field="inputs")]
    inputs = body["inputs"]
    if not isinstance(inputs, list):
        return [Problem(code="wrong_type", field="inputs", params={"value": "this", "expected": "a list"})]
    if not 1 <= len(inputs) <= MAX_INPUTS:
        params = {"value": f"{len(inputs)} inputs", "bound": f"1 to {MAX_INPUTS} inputs"}
        return [Problem(code="out_of_range", field="inputs", params=params)]
    return []


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


def _refused(status: int, problems: list[Problem], headers: dict[str, str] | None = None) -> Response:
    return Response(error_body(problems), status, headers, _JSON)


async def _on_http_exception(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return _refused(status, [Problem(code=_CODES.get(status, "unexpected"))])


def _ref(name: str, words: str) -> dict[str, Any]:
    return {"description": words, "content": {_JSON: {"schema": {"$ref": f"#/components/schemas/{name}"}}}}


_PREDICT: dict[str, Any] = {
    "requestBody": {**_ref("Request", "The inputs, one answer each."), "required": True},
    "responses": {
        "200": _ref("Answer", "One output an input, in order."),
        "400": _ref("Error", "Not readable as JSON."),
        "401": _ref("Error", "The key is missing or wrong."),
        "422": _ref("Error", "An input is wrong; its index and field are named."),
        "429": _ref("Error", "Too much waits; ask again later."),
    },
}


def _openapi(app: FastAPI, card: ModelCard) -> dict[str, Any]:
    if app.openapi_schema is None:
        described = get_openapi(title=app.title, version=app.version, routes=app.routes)
        components = described.setdefault("components", {})
        components["schemas"] = schemas(card)
        components["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
        described["security"] = [{"key": []}]
        app.openapi_schema = described
    return app.openapi_schema
