"""The server's end of one runner's socket: requests by number, and answers to whoever waits. Knows no process."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable
from typing import Any

from engine.runner.exchange import Frame, FrameReader, Kind, frame
from engine.runner.generation.request import GenerationRequest
from engine.schema.problem import Problem
from engine.serve.pending import Answer, Question, Text
from engine.serve.refused import Refused

_LAST_NUMBER = 0xFFFFFFFF


class RunnerLink(asyncio.Protocol):
    """``told`` gets the frames that belong to no request, ``lost`` is called when the runner's end is gone."""

    def __init__(self, told: Callable[[Frame], None], lost: Callable[[], None]) -> None:
        self.dropped = 0  # requests that were in flight when the runner went
        self._bytes = 0  # of the requests in flight
        self._told, self._lost = told, lost
        self._loop = asyncio.get_running_loop()
        self._reader = FrameReader()
        self._asked: dict[int, Question | Text] = {}
        self._number = 0
        self._out: list[bytes] = []
        self._transport: asyncio.Transport | None = None
        self._is_closed = False

    @property
    def in_flight(self) -> int:
        return len(self._asked)

    @property
    def held_bytes(self) -> int:
        """Of the requests in flight, or of what the runner has not read yet: it may be of requests that were given up."""
        unread = self._transport.get_write_buffer_size() if self._transport is not None else 0
        return max(self._bytes, unread)

    async def ask(self, kind: Kind, payload: bytes, seconds: float) -> Answer:
        """Status and body; raises Refused. When the task is cancelled, the runner is told."""
        question = Question(self._loop.create_future(), self._loop.time() + seconds, len(payload))
        number = self._send(kind, payload, question)
        try:
            return await question.answer
        finally:
            self._leave(number)

    async def generate(
        self, request: GenerationRequest, seconds: float
    ) -> AsyncGenerator[tuple[Kind, Any], None]:
        """BEGUN, DELTA …, END with their values; raises Refused. Closed early, the runner is told at once."""
        payload = request.model_dump_json(by_alias=True, exclude_defaults=True).encode()
        text = Text(self._loop.time() + seconds, len(payload))
        number = self._send(Kind.GENERATE, payload, text)
        try:
            while True:
                kind, content = await text.take()
                yield Kind(kind), json.loads(content)
                if kind == Kind.END:
                    return
        finally:
            self._leave(number)

    def tell(self, kind: Kind, payload: bytes = b"") -> None:
        """Send a frame that belongs to no request."""
        self._write(frame(kind, 0, payload))

    def expire(self) -> None:
        """Give up what nobody should wait for any longer."""
        now = self._loop.time()
        late = [(number, asked) for number, asked in self._asked.items() if asked.deadline <= now]
        for number, asked in late:  # not always the first: the longest wait may have been shortened
            asked.fail(Refused(504, Problem(code="answer_too_late")))
            self._leave(number)

    def close(self) -> None:
        """Ask nothing more; the runner ends when it sees that."""
        self._is_closed = True
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self._transport = transport
        if self._is_closed:
            transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self.dropped = len(self._asked)
        for asked in self._asked.values():
            asked.fail(Refused(503, Problem(code="runner_lost"), [(b"retry-after", b"1")]))
        self._asked.clear()
        self._bytes = 0
        self._lost()

    def data_received(self, data: bytes) -> None:
        try:
            frames = self._reader.feed(data)
        except ValueError:  # what speaks otherwise is no runner of ours
            self.close()
            return
        for taken in frames:
            if taken.number == 0:
                self._told(taken)
            elif (asked := self._asked.get(taken.number)) is not None:
                asked.put(taken)

    def _send(self, kind: Kind, payload: bytes, asked: Question | Text) -> int:
        number = self._number % _LAST_NUMBER + 1
        while number in self._asked:
            number = number % _LAST_NUMBER + 1
        self._number = number
        self._asked[number] = asked
        self._bytes += asked.size
        self._write(frame(kind, number, payload))
        return number

    def _leave(self, number: int) -> None:
        """Nobody waits for that number any more; a runner that does not know it yet is told."""
        asked = self._asked.pop(number, None)
        if asked is None:
            return
        self._bytes -= asked.size
        if not asked.is_over:
            self._write(frame(Kind.CANCEL, number))

    def _write(self, data: bytes) -> None:
        """With whatever else is said in this turn of the loop, in one call of the system."""
        if not self._out:
            self._loop.call_soon(self._flush)
        self._out.append(data)

    def _flush(self) -> None:
        out, self._out = self._out, []
        if self._transport is not None and not self._is_closed:
            self._transport.write(b"".join(out))
