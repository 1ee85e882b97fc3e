"""The routes of OpenAI's interface over a runner that says the alphabet, without a server between."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest

from engine.schema.introduction import Introduction
from engine.serve.caller import Caller
from engine.serve.http.openai.routes import ROUTES
from engine.serve.http.request import Request
from engine.serve.refused import Refused
from tests.fakes.language_runner import INTRODUCTION, NAME, ServedAlphabet
from tests.fakes.models import FakeModels

SECONDS = 20


class Desk:
    """Asks routes and keeps what they sent; ``requests`` are kept for what was counted."""

    def __init__(self, served: ServedAlphabet) -> None:
        self.runner = served.runner
        self.requests: list[Request] = []
        self.sent: list[bytes] = []
        self._has_sent = asyncio.Event()
        self._models = FakeModels()
        self._models.serve(served)

    async def post(self, path: str, body: Any) -> tuple[int, Any]:
        """Status and JSON, or the events of a stream as JSON; the last of them is None for ``[DONE]``."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        route = ROUTES[path]["POST"]
        self.sent.clear()
        status, kind = 0, b""

        async def send(message: dict[str, Any]) -> None:
            nonlocal status, kind
            if message["type"] == "http.response.start":
                status, kind = message["status"], dict(message["headers"])[b"content-type"]
            else:
                self.sent.append(message["body"])
                self._has_sent.set()

        request = Request("POST", path, [], content, Caller("k", "k"), None, send, self._models)
        self.requests.append(request)
        try:
            await route.handler(request)
        except Refused as refused:
            return refused.status, json.loads(route.refuse(refused.status, refused.problem))
        text = b"".join(self.sent).decode()
        return status, events_of(text) if kind == b"text/event-stream" else json.loads(text)

    async def until(self, text: bytes) -> None:
        """Wait until the client has been sent this."""
        while text not in b"".join(self.sent):
            self._has_sent.clear()
            await self._has_sent.wait()

    async def chat(self, content: Any = "hi", **fields: Any) -> tuple[int, Any]:
        messages = [{"role": "user", "content": content}]
        return await self.post("/v1/chat/completions", {"model": NAME, "messages": messages, **fields})

    async def complete(self, prompt: Any = "hi", **fields: Any) -> tuple[int, Any]:
        return await self.post("/v1/completions", {"model": NAME, "prompt": prompt, **fields})


def events_of(text: str) -> list[Any]:
    assert text.endswith("\n\n")
    lines = [event.removeprefix("data: ") for event in text.removesuffix("\n\n").split("\n\n")]
    return [None if line == "[DONE]" else json.loads(line) for line in lines]


def strictly(kind: Any, answer: Any) -> Any:
    """The answer as the client's own type, without a field that the type does not know."""
    model = kind.model_validate(answer, strict=True)
    assert _surplus(model) == []
    return model


def _surplus(value: Any) -> list[str]:
    if isinstance(value, list):
        return [name for entry in value for name in _surplus(entry)]
    if not hasattr(value, "model_fields_set"):
        return []
    inner = [name for field in type(value).model_fields for name in _surplus(getattr(value, field))]
    return [*(value.model_extra or {}), *inner]


@pytest.fixture
def story() -> Callable[..., Any]:
    """Runs a coroutine function with a desk, and gives what it returns."""

    def run(tell: Callable[[Desk], Any], introduction: Introduction = INTRODUCTION) -> Any:
        async def told() -> Any:
            served = ServedAlphabet(introduction=introduction)
            try:
                return await asyncio.wait_for(tell(Desk(served)), SECONDS)
            finally:
                served.close()

        return asyncio.run(told())

    return run
