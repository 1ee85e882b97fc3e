"""What waits for a runner's word: one answer, or a text that comes in pieces. Knows no socket."""

import asyncio
import json
from collections import deque

from engine.runner.exchange import Frame, Kind
from engine.schema.problem import Problem
from engine.serve.refused import Refused

Answer = tuple[int, bytes]  # status and body

_ANSWER, _REFUSED = int(Kind.ANSWER), int(Kind.REFUSED)
_OF_A_TEXT = frozenset(map(int, (Kind.BEGUN, Kind.DELTA, Kind.END, Kind.REFUSED)))


class Question:
    """A request with one answer. ``is_over`` once the runner has said its last word."""

    __slots__ = ("answer", "deadline", "is_over", "size")

    def __init__(self, answer: "asyncio.Future[Answer]", deadline: float, size: int) -> None:
        self.answer, self.deadline, self.size = answer, deadline, size
        self.is_over = False

    def put(self, taken: Frame) -> None:
        self.is_over = True
        if self.answer.done():
            return
        if taken.kind == _ANSWER:
            self.answer.set_result((int.from_bytes(taken.payload[:2], "little"), taken.payload[2:]))
        else:
            self.answer.set_exception(refused_of(taken.payload))

    def fail(self, refused: Refused) -> None:
        if not self.answer.done():
            self.answer.set_exception(refused)


class Text:
    """A text that comes in pieces; they wait here until they are taken."""

    __slots__ = ("_failure", "_pieces", "_taker", "deadline", "is_over", "size")

    def __init__(self, deadline: float, size: int) -> None:
        self.deadline, self.size = deadline, size
        self.is_over = False
        self._pieces: deque[Frame] = deque()
        self._failure: Refused | None = None
        self._taker: asyncio.Future[None] | None = None

    def put(self, taken: Frame) -> None:
        if taken.kind not in _OF_A_TEXT:
            return
        self.is_over = taken.kind in (Kind.END, Kind.REFUSED)
        self._pieces.append(taken)
        self._wake()

    def fail(self, refused: Refused) -> None:
        self._failure = refused
        self._wake()

    async def take(self) -> tuple[int, bytes]:
        """The next piece; raises Refused when the runner refuses, is lost or takes too long."""
        while not self._pieces:
            if self._failure is not None:
                raise self._failure
            self._taker = asyncio.get_running_loop().create_future()
            await self._taker
        taken = self._pieces.popleft()
        if taken.kind == _REFUSED:
            raise refused_of(taken.payload)
        return taken.kind, taken.payload

    def _wake(self) -> None:
        if self._taker is not None and not self._taker.done():
            self._taker.set_result(None)


def refused_of(payload: bytes) -> Refused:
    """What a REFUSED frame says."""
    told = json.loads(payload)
    headers = [(b"retry-after", b"1")] if told["status"] in (429, 503) else []
    return Refused(told["status"], Problem.model_validate(told["problem"]), headers)
