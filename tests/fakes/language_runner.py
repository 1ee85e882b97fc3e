"""A runner that says the alphabet: it speaks the frames of a language model over a real socket, in the same process.

Every token is one letter; its place in the alphabet is its number. “hold” in a prompt makes it stop after three letters
until ``go`` is set, “lose” makes it vanish there, “refuse” makes it refuse there and “overlong” before it begins.
"""

import asyncio
import json
import math
import socket
from collections.abc import AsyncGenerator
from contextlib import aclosing
from string import ascii_lowercase
from typing import Any

from engine.runner.exchange import Frame, FrameReader, Kind, frame
from engine.runner.generation.request import GenerationRequest
from engine.runner.prediction import bodies
from engine.schema.card import InputField, ModelCard
from engine.schema.introduction import Introduction
from engine.schema.problem import Problem
from engine.schema.serve import LimitsSpec
from engine.serve.link import RunnerLink
from tests.fakes.models import FakeServed

NAME = "alphabet"
INTRODUCTION = Introduction(
    card=ModelCard(
        id="alphabet-1",
        name=NAME,
        created=1.0,
        task="language_model",
        run="r",
        spec={},
        inputs=(InputField(name="text", kind="text", example="a"),),
        input_form="text",
    ),
    can=("predict", "chat", "complete", "embed"),
    runner="builtin",
    context=64,
    dimensions=3,
    vocabulary=len(ascii_lowercase),
)
_HOLDS_AFTER = 3
_MOST = 8  # letters that a prediction has, and that an answer may begin with
_SECONDS = 20.0


class LanguageRunner(asyncio.Protocol):
    """The runner's end. ``asked`` are the requests as they came, ``cancelled`` the numbers that nobody wants."""

    def __init__(self) -> None:
        self.asked: list[GenerationRequest] = []
        self.cancelled: dict[int, float] = {}  # number → the loop's time
        self.was_cancelled, self.holds, self.go = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._reader, self._texts = FrameReader(), {}

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        for taken in self._reader.feed(data):
            match taken.kind:
                case Kind.GENERATE:
                    self._texts[taken.number] = asyncio.ensure_future(self._write(taken))
                case Kind.CANCEL:
                    self.cancelled[taken.number] = asyncio.get_running_loop().time()
                    self._texts[taken.number].cancel()
                    self.was_cancelled.set()
                case Kind.PREDICT:
                    self._say(Kind.ANSWER, taken.number, _predicted(taken.payload))
                case Kind.EMBED:
                    self._say(
                        Kind.ANSWER, taken.number, _answer(_embedded(json.loads(taken.payload)["inputs"]))
                    )
                case Kind.TOKENIZE:
                    self._say(Kind.ANSWER, taken.number, _answer(_counted(json.loads(taken.payload))))

    def connection_lost(self, exc: Exception | None) -> None:
        for text in self._texts.values():
            text.cancel()

    async def _write(self, taken: Frame) -> None:
        request = GenerationRequest.model_validate_json(taken.payload)
        self.asked.append(request)
        prompt = _prompt_of(request)
        if "overlong" in prompt:
            self._refuse(taken.number, 400, "context_exceeded", context=64, prompt=90, answer=8)
            return
        counts = {"prompt_tokens": len(prompt), "cached_tokens": 2}
        self._say(Kind.BEGUN, taken.number, counts)
        letters = [_letters(request, prompt, index) for index in range(request.n)]
        for place in range(max(map(len, letters))):
            if place == _HOLDS_AFTER and not await self._goes_on(taken.number, prompt):
                return
            deltas = [
                _delta(request, index, said, place) for index, said in enumerate(letters) if place < len(said)
            ]
            self._say(Kind.DELTA, taken.number, deltas)
            await asyncio.sleep(0)
        self._say(Kind.END, taken.number, {**counts, "completion_tokens": sum(map(len, letters))})

    async def _goes_on(self, number: int, prompt: str) -> bool:
        if "hold" in prompt:
            self.holds.set()
            await self.go.wait()
        if "lose" in prompt:
            self._transport.close()
        if "refuse" in prompt:
            self._refuse(number, 503, "model_failed")
        return "lose" not in prompt and "refuse" not in prompt

    def _refuse(self, number: int, status: int, code: str, **params: Any) -> None:
        problem = Problem(code=code, params=params).model_dump()
        self._say(Kind.REFUSED, number, {"status": status, "problem": problem})

    def _say(self, kind: Kind, number: int, said: Any) -> None:
        payload = said if isinstance(said, bytes) else json.dumps(said).encode()
        self._transport.write(frame(kind, number, payload))


class ServedAlphabet(FakeServed):
    """The server's end of it; the two are joined by a socket when the first request comes."""

    def __init__(self, name: str = NAME, introduction: Introduction = INTRODUCTION) -> None:
        super().__init__(name)
        self.introduction, self.limits = introduction, LimitsSpec()
        self.runner = LanguageRunner()
        self._link: RunnerLink | None = None
        self._joining = asyncio.Lock()

    async def ask(self, kind: Kind, payload: bytes) -> tuple[int, bytes]:
        return await (await self._joined()).ask(kind, payload, _SECONDS)

    async def generate(self, request: GenerationRequest) -> AsyncGenerator[tuple[Kind, Any], None]:
        async with aclosing((await self._joined()).generate(request, _SECONDS)) as events:
            async for event in events:
                yield event

    def close(self) -> None:
        if self._link is not None:
            self._link.close()

    async def _joined(self) -> RunnerLink:
        async with self._joining:
            if self._link is None:
                self._link = await self._join()
        return self._link

    async def _join(self) -> RunnerLink:
        ours, theirs = socket.socketpair()
        loop = asyncio.get_running_loop()
        link = RunnerLink(lambda taken: None, lambda: None)
        await loop.create_unix_connection(lambda: self.runner, sock=theirs)
        await loop.create_unix_connection(lambda: link, sock=ours)
        return link


def _prompt_of(request: GenerationRequest) -> str:
    if request.messages is not None:
        return "".join(message["content"] for message in request.messages)
    if request.tokens is not None:
        return "".join(ascii_lowercase[token] for token in request.tokens)
    return request.prompt or ""


def _letters(request: GenerationRequest, prompt: str, index: int) -> str:
    """What answer ``index`` says: the alphabet from its own letter on, up to a stop or its end."""
    said = ascii_lowercase[index % _MOST :][: request.max_tokens]
    ends = [said.index(stop) for stop in request.stop if stop in said]
    return (prompt if request.echo else "") + said[: min(ends, default=len(said))]


def _delta(request: GenerationRequest, index: int, said: str, place: int) -> dict[str, Any]:
    letter = said[place]
    delta: dict[str, Any] = {"index": index, "text": letter, "tokens": [_number(letter)]}
    if request.logprobs is not None:
        others = ascii_lowercase[: request.logprobs]
        delta["logprobs"] = [{**_told(letter, -0.5), "top": [_told(other, -math.e) for other in others]}]
    if place == len(said) - 1:
        is_cut = len(said) - (len(_prompt_of(request)) if request.echo else 0) == request.max_tokens
        delta["finish"] = "length" if is_cut else "stop"
    return delta


def _number(letter: str) -> int:
    return max(ascii_lowercase.find(letter), 0)


def _told(letter: str, logprob: float) -> dict[str, Any]:
    return {"token": letter, "bytes": list(letter.encode()), "logprob": logprob}


def _embedded(inputs: list[Any]) -> dict[str, Any]:
    return {"embeddings": [[len(text), 0.5, -1.0] for text in inputs], "prompt_tokens": sum(map(len, inputs))}


def _counted(question: dict[str, Any]) -> dict[str, Any]:
    text = question.get("text") or "".join(message["content"] for message in question.get("messages", ()))
    return {"tokens": [_number(letter) for letter in text], "count": len(text)}


def _predicted(payload: bytes) -> bytes:
    try:
        inputs = bodies.inputs_of(payload)
        wrong = [
            Problem(code="not_text", field=f"inputs.{n}")
            for n, text in enumerate(inputs)
            if type(text) is not str
        ]
        if wrong:
            raise bodies.RefusedError(422, wrong)
        usage = {"prompt_tokens": sum(map(len, inputs)), "completion_tokens": _MOST * len(inputs)}
        outputs = [{"text": ascii_lowercase[:_MOST]} for _ in inputs]
        return _answer({"model": NAME, "outputs": outputs, "usage": usage})
    except bodies.RefusedError as refused:
        status, body = refused.answer
        return status.to_bytes(2, "little") + body


def _answer(body: dict[str, Any]) -> bytes:
    return (200).to_bytes(2, "little") + json.dumps(body).encode()
