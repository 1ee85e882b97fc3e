"""Which inputs go through the model together. Decides; runs nothing, and has no body read before its turn.

No timer: what gathered while the model was busy is the next batch.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from engine.runner.exchange import Frame


@dataclass(slots=True, eq=False)
class Asked:
    """A request that was read: its inputs, and what is known of their answers."""

    frame: Frame  # its payload is not kept
    inputs: list[Any]
    begun: int = 0  # inputs that are in a pass, or have been
    outputs: list[Any] = field(default_factory=list)
    problems: list[Any] = field(default_factory=list)

    @property
    def ends(self) -> bool:
        """Whether none of its inputs waits any more."""
        return self.begun == len(self.inputs)


@dataclass(frozen=True, slots=True)
class Piece:
    """What one pass does of a request."""

    asked: Asked
    start: int
    inputs: list[Any]


class _Waiting:
    __slots__ = ("asked", "frame")

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.asked: Asked | None = None


class Queue:
    """Requests in the order in which they came. Those of more inputs than a batch take turns with the others."""

    def __init__(self, most: int, read: Callable[[Frame], Asked | None]) -> None:
        """``most`` inputs make a batch. ``read`` gives the request of a frame, None where it was answered at once."""
        self.most = most
        self._read = read
        self._order: deque[_Waiting] = deque()
        self._by_number: dict[int, _Waiting] = {}

    def __len__(self) -> int:
        return len(self._by_number)

    def add(self, frame: Frame) -> None:
        waiting = self._by_number[frame.number] = _Waiting(frame)
        self._order.append(waiting)

    def cancel(self, number: int) -> None:
        """Nobody wants the answer any more."""
        self._by_number.pop(number, None)

    def take(self) -> list[Piece]:
        """The next batch: requests whole and in order, as many as fit. One that is larger than a batch goes alone, a
        batch of it at a time, and stands at the end again until its last piece."""
        pieces: list[Piece] = []
        room = self.most
        while room > 0 and self._order:
            asked = self._first()
            if asked is None:
                self._order.popleft()
                continue
            size = min(len(asked.inputs) - asked.begun, self.most)
            if size > room:
                break
            pieces.append(self._piece(asked, size))
            room -= size
        return pieces

    def _first(self) -> Asked | None:
        """The request at the head; None where nobody waits for it."""
        waiting = self._order[0]
        if self._by_number.get(waiting.frame.number) is not waiting:
            return None
        if waiting.asked is None:
            waiting.asked = self._read(waiting.frame)
            waiting.frame = waiting.frame._replace(payload=b"")
            if waiting.asked is None:
                self.cancel(waiting.frame.number)
        return waiting.asked

    def _piece(self, asked: Asked, size: int) -> Piece:
        waiting = self._order.popleft()
        start = asked.begun
        asked.begun += size
        if asked.ends:
            self.cancel(asked.frame.number)
        else:
            self._order.append(waiting)
        return Piece(asked, start, asked.inputs[start : asked.begun])
