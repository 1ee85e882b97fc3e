"""Which inputs go through the model together. Decides; runs nothing, and has no body read before its turn.

No timer: what gathered while the model was busy is the next batch.
"""

from collections import deque
from collections.abc import Callable
from typing import Any

from engine.runner.exchange import Frame


class Asked:
    """A request: once its turn has come its inputs, and then what is known of their answers."""

    __slots__ = ("begun", "inputs", "kind", "number", "outputs", "payload", "problems")

    def __init__(self, frame: Frame) -> None:
        self.kind, self.number, self.payload = frame
        self.inputs: list[Any] | None = None
        self.begun = 0  # inputs that are in a pass, or have been
        self.outputs: list[Any] = []
        self.problems: list[Any] = []

    @property
    def ends(self) -> bool:
        """Whether none of its inputs waits any more."""
        return self.inputs is not None and self.begun == len(self.inputs)


class Piece:
    """What one pass does of a request: its inputs from ``start`` on."""

    __slots__ = ("asked", "inputs", "start")

    def __init__(self, asked: Asked, start: int, inputs: list[Any]) -> None:
        self.asked, self.start, self.inputs = asked, start, inputs


class Queue:
    """Requests in the order in which they came. Those of more inputs than a batch take turns with the others."""

    def __init__(self, most: int, read: Callable[[Asked], list[Any] | None]) -> None:
        """``most`` inputs make a batch. ``read`` gives the inputs of a request, None where it was answered at once."""
        self._most = most
        self._read = read
        self._order: deque[Asked] = deque()
        self._by_number: dict[int, Asked] = {}

    def __len__(self) -> int:
        return len(self._by_number)

    def add(self, frame: Frame) -> None:
        asked = self._by_number[frame.number] = Asked(frame)
        self._order.append(asked)

    def cancel(self, number: int) -> None:
        """Nobody wants the answer any more."""
        self._by_number.pop(number, None)

    def take(self) -> list[Piece]:
        """The next batch: requests whole and in order, as many as fit. One that is larger than a batch goes alone, a
        batch of it at a time, and stands at the end again until its last piece."""
        pieces: list[Piece] = []
        room = self._most
        while room > 0 and self._order:
            asked = self._order[0]
            inputs = self._inputs_of(asked)
            if inputs is None:
                self._order.popleft()
                continue
            size = min(len(inputs) - asked.begun, self._most)
            if size > room:
                break
            pieces.append(self._piece(asked, inputs, size))
            room -= size
        return pieces

    def _inputs_of(self, asked: Asked) -> list[Any] | None:
        """None where nobody waits for the request."""
        if self._by_number.get(asked.number) is not asked:
            return None
        if asked.inputs is None:
            asked.inputs, asked.payload = self._read(asked), b""
            if asked.inputs is None:
                self.cancel(asked.number)
        return asked.inputs

    def _piece(self, asked: Asked, inputs: list[Any], size: int) -> Piece:
        self._order.popleft()
        start = asked.begun
        asked.begun += size
        if asked.begun == len(inputs):
            self.cancel(asked.number)
        else:
            self._order.append(asked)
        return Piece(asked, start, inputs[start : asked.begun])
