"""What the prompts of one request write, side by side and counted. Knows no form of an answer."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from engine.runner.exchange import Kind
from engine.runner.generation.request import GenerationRequest
from engine.serve.http.request import Request

if TYPE_CHECKING:
    from engine.serve.models import Served

Delta = dict[str, Any]  # of one answer: "index", "text", "tokens", and maybe "logprobs" and "finish"
Events = AsyncGenerator[tuple[Kind, Any], None]
_AHEAD = 64  # events of several prompts that may wait to be sent


class Writing:
    """All answers of one request; what they cost is told to it when they end, however they end."""

    def __init__(self, request: Request, served: "Served", asked: Sequence[GenerationRequest]) -> None:
        self.request = request
        self._served, self._asked = served, asked
        self._read = [0] * len(asked)  # tokens of each prompt
        self._written = [0] * len(asked)
        self._cached = [0] * len(asked)

    async def pieces(self) -> AsyncGenerator[list[Delta], None]:
        """What is written, as it comes; first an empty list, when a runner has begun. Answers are numbered through.

        Raises Refused. Closed or cancelled, every runner is told at once that nobody wants the rest.
        """
        events = _one(self._served, self._asked[0]) if len(self._asked) == 1 else self._several()
        has_begun = False
        try:
            async with aclosing(events):
                async for prompt, kind, payload in events:
                    deltas = self._count(prompt, kind, payload)
                    if deltas or not has_begun:
                        has_begun = True
                        yield deltas
        finally:
            self.request.account(sum(self._read), sum(self._written))

    def usage(self) -> dict[str, Any]:
        """The tokens of all of them, in OpenAI's words."""
        read, written = sum(self._read), sum(self._written)
        return {
            "prompt_tokens": read,
            "completion_tokens": written,
            "total_tokens": read + written,
            "prompt_tokens_details": {"cached_tokens": sum(self._cached)},
        }

    def _count(self, prompt: int, kind: Kind, payload: Any) -> list[Delta]:
        if kind == Kind.DELTA:
            first = prompt * self._asked[prompt].n
            self.request.first_token()
            self._written[prompt] += sum(len(delta["tokens"]) for delta in payload)
            return [{**delta, "index": first + delta["index"]} for delta in payload]
        self._read[prompt] = payload["prompt_tokens"]
        self._cached[prompt] = payload["cached_tokens"]
        if kind == Kind.END:
            self._written[prompt] = payload["completion_tokens"]
        return []

    async def _several(self) -> AsyncGenerator[tuple[int, Kind, Any], None]:
        """Events of all prompts in the order in which they come."""
        line: asyncio.Queue[tuple[int, Kind, Any] | BaseException | None] = asyncio.Queue(_AHEAD)
        writers = [
            asyncio.ensure_future(_pass_on(self._served, request, prompt, line))
            for prompt, request in enumerate(self._asked)
        ]
        try:
            for _ in writers:
                while (event := await line.get()) is not None:
                    if isinstance(event, BaseException):
                        raise event
                    yield event
        finally:
            for writer in writers:
                writer.cancel()
            await asyncio.gather(*writers, return_exceptions=True)


async def _one(
    served: "Served", request: GenerationRequest, prompt: int = 0
) -> AsyncGenerator[tuple[int, Kind, Any], None]:
    async with aclosing(served.generate(request)) as events:
        async for kind, payload in events:
            yield prompt, kind, payload


async def _pass_on(
    served: "Served", request: GenerationRequest, prompt: int, line: asyncio.Queue[Any]
) -> None:
    """The events of one prompt into the line; None when it has ended, what it raises otherwise."""
    try:
        async with aclosing(_one(served, request, prompt)) as events:
            async for event in events:
                await line.put(event)
    except Exception as error:  # whatever it is, whoever reads the line raises it
        await line.put(error)
    else:
        await line.put(None)
