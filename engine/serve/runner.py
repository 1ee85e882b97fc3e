"""The one thread that runs the model. While it is busy requests gather; what has gathered is its next batch.

No timer: an idle model answers at once, a busy one answers many together. Knows no HTTP.
"""

import asyncio
import threading
import traceback
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from engine.schema.card import ModelCard
from engine.schema.problem import Problem
from engine.serve.batching import has_room, next_batch


class Predictor(Protocol):
    """What a loaded model offers."""

    card: ModelCard

    def check(self, inputs: Sequence[Any]) -> list[Problem]: ...

    def predict(self, inputs: Sequence[Any]) -> list[dict[str, Any]]: ...


class QueueFullError(Exception):
    """More inputs wait than may wait."""


class _Waiting:
    """A request in the queue. ``answer`` is cancelled when its client has gone."""

    __slots__ = ("answer", "inputs", "loop")

    def __init__(self, inputs: Sequence[Any], loop: asyncio.AbstractEventLoop) -> None:
        self.inputs = inputs
        self.loop = loop
        self.answer: asyncio.Future[list[dict[str, Any]]] = loop.create_future()


class Runner:
    """Queue and thread. ``submit`` belongs to the event loop, the rest to the thread."""

    def __init__(self, predictor: Predictor, max_batch: int, longest_queue: int) -> None:
        self._predictor = predictor
        self._max_batch = max_batch
        self._longest_queue = longest_queue
        self._queue: deque[_Waiting] = deque()
        self._waiting = 0
        self._changed = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="model", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Answer what waits, then end."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join(5)

    def submit(self, inputs: Sequence[Any]) -> "asyncio.Future[list[dict[str, Any]]]":
        """Queue checked inputs; raises QueueFullError. Cancel the future when nobody wants the answer any more."""
        request = _Waiting(inputs, asyncio.get_running_loop())
        with self._changed:
            if not has_room(self._waiting, len(inputs), self._longest_queue):
                raise QueueFullError
            self._queue.append(request)
            self._waiting += len(inputs)
            self._changed.notify()
        return request.answer

    def _run(self) -> None:
        while batch := self._take():
            wanted = [request for request in batch if not request.answer.cancelled()]
            answers = self._answers(wanted)
            for loop in {request.loop for request in wanted}:
                mine = [pair for pair in zip(wanted, answers, strict=True) if pair[0].loop is loop]
                _hand_over(loop, mine)

    def _take(self) -> list[_Waiting]:
        """The next batch; waits for one. Empty when the runner is closed and nothing waits."""
        with self._changed:
            while not self._queue and not self._closed:
                self._changed.wait()
            count = next_batch((len(request.inputs) for request in self._queue), self._max_batch)
            batch = [self._queue.popleft() for _ in range(count)]
            self._waiting -= sum(len(request.inputs) for request in batch)
            return batch

    def _answers(self, batch: list[_Waiting]) -> list[list[dict[str, Any]] | None]:
        """One list of outputs a request, None where the model failed. One request's failure is not the others'."""
        outputs = self._outputs([value for request in batch for value in request.inputs])
        if outputs is None:
            return [self._outputs(request.inputs) for request in batch] if len(batch) > 1 else [None]
        rest = iter(outputs)
        return [[next(rest) for _ in request.inputs] for request in batch]

    def _outputs(self, inputs: Sequence[Any]) -> list[dict[str, Any]] | None:
        if not inputs:
            return []
        try:
            return self._predictor.predict(inputs)
        except Exception:  # a boundary: the request fails, the endpoint goes on; the log has the reason
            traceback.print_exc()
            return None


class ModelFailedError(Exception):
    """The model could not answer these inputs."""


def _hand_over(
    loop: asyncio.AbstractEventLoop, pairs: list[tuple[_Waiting, list[dict[str, Any]] | None]]
) -> None:
    """Give the answers back in the event loop's own thread, all with one call."""

    def set_all() -> None:
        for request, answer in pairs:
            if request.answer.done():
                continue
            if answer is None:
                request.answer.set_exception(ModelFailedError())
            else:
                request.answer.set_result(answer)

    call: Callable[..., Any] = loop.call_soon_threadsafe
    try:
        call(set_all)
    except RuntimeError:  # the loop has closed: nobody waits
        return
