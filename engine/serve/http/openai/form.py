"""How what is written becomes an answer, at once or as a stream of events; each route has a form of its own."""

import json
import secrets
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Protocol

from engine.schema.introduction import Introduction
from engine.serve.http.openai.errors import envelope, status_of
from engine.serve.http.openai.fields import Sampling
from engine.serve.http.openai.writing import Delta, Writing
from engine.serve.refused import Refused

Choice = dict[str, Any]
DONE = b"data: [DONE]\n\n"
LEAST_LOGPROB = -9999.0  # what clients read as “very unlikely”, where JSON has no infinity


@dataclass
class Answer:
    """One of the answers of a request, whole."""

    index: int
    text: str = ""
    logprobs: list[dict[str, Any]] = field(default_factory=list)
    finish: str | None = None

    def add(self, delta: Delta) -> None:
        self.text += delta["text"]
        self.logprobs += delta.get("logprobs") or ()
        self.finish = delta.get("finish") or self.finish


class Form(Protocol):
    """What differs between conversations and completions."""

    prefix: str  # of an answer's id
    whole: str  # "object" of an answer
    chunk: str  # and of a piece of a stream

    def opening(self, index: int) -> list[Choice]:
        """Choices that begin a stream's answer, before its text."""

    def pieces(self, delta: Delta) -> list[Choice]:
        """What a delta adds to a stream, one chunk each."""

    def choice(self, answer: Answer) -> Choice:
        """A whole answer."""


def head(form: Form, name: str, introduction: Introduction, *, stream: bool) -> dict[str, Any]:
    """What each answer and each chunk begins with. The fingerprint differs when another version, runner or precision
    answers."""
    version = f"{introduction.card.id} {introduction.runner} {introduction.bits} {introduction.device}"
    return {
        "id": form.prefix + secrets.token_hex(12),
        "object": form.chunk if stream else form.whole,
        "created": int(time.time()),
        "model": name,
        "system_fingerprint": "fp_" + sha256(version.encode()).hexdigest()[:10],
    }


async def reply(
    writing: Writing, form: Form, body: Sampling, name: str, introduction: Introduction, answers: int
) -> None:
    """Send what is written, at once or as it comes, as the body asks. Raises Refused before the first of it."""
    beginning = head(form, name, introduction, stream=bool(body.stream))
    if body.stream:
        counted = bool(body.stream_options and body.stream_options.include_usage)
        await writing.request.stream(as_events(form, beginning, writing, answers, counted=counted))
    else:
        await writing.request.reply_json(200, await at_once(form, beginning, writing, answers))


async def at_once(form: Form, beginning: dict[str, Any], writing: Writing, answers: int) -> dict[str, Any]:
    """The whole answer. Raises Refused."""
    whole = [Answer(index) for index in range(answers)]
    async with aclosing(writing.pieces()) as pieces:
        async for deltas in pieces:
            for delta in deltas:
                whole[delta["index"]].add(delta)
    return {**beginning, "choices": [form.choice(answer) for answer in whole], "usage": writing.usage()}


async def as_events(
    form: Form, beginning: dict[str, Any], writing: Writing, answers: int, *, counted: bool
) -> AsyncGenerator[bytes, None]:
    """Server-sent events up to ``[DONE]``; with ``counted`` the last but one counts the tokens.

    Raises Refused before the first of them; later a refusal is an event, and the last one.
    """
    start = json.dumps(beginning)[:-1]
    rest = ', "usage": null}\n\n' if counted else "}\n\n"

    def event(choice: Choice) -> str:
        return f'data: {start}, "choices": [{json.dumps(choice)}]{rest}'

    async with aclosing(writing.pieces()) as pieces:
        await anext(pieces)
        yield "".join(event(choice) for index in range(answers) for choice in form.opening(index)).encode()
        try:
            async for deltas in pieces:
                if text := "".join(event(choice) for delta in deltas for choice in form.pieces(delta)):
                    yield text.encode()
        except Refused as refused:
            yield f"data: {json.dumps(envelope(status_of(refused.status), refused.problem))}\n\n".encode()
            return
    if counted:
        yield f"data: {json.dumps({**beginning, 'choices': [], 'usage': writing.usage()})}\n\n".encode()
    yield DONE


def logprob_of(told: dict[str, Any]) -> float | None:
    """A log probability as JSON can say it; None for the first token of a prompt, which nothing precedes."""
    value = told["logprob"]
    return None if value is None else max(value, LEAST_LOGPROB)
