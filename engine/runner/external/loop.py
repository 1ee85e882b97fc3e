"""Requests as our own loop knows them, written by a peer: one thread reads one text, and what is told is told as ever."""

import sys
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from engine.runner.external.peer import Connection, Peer, PeerFailedError, Task
from engine.runner.generation.answer import Answer
from engine.runner.generation.drawing import Chosen
from engine.runner.generation.intake import Cancelled, Intake
from engine.runner.generation.preparation import refused_frame
from engine.runner.generation.refused import RefusedError
from engine.runner.generation.requests import Embedding, Prediction, Request, Writing
from engine.runner.link import Link, LinkClosed


@dataclass
class _Work:
    """A request and the texts of it that are being written."""

    request: Writing | Prediction
    lock: threading.Lock = field(default_factory=threading.Lock)
    connections: list[Connection] = field(default_factory=list)
    is_over: bool = False  # answered, refused, or wanted no more


class ExternalLoop:
    """Works until the server has gone. ``lost`` is called when the peer has: a runner without it can answer nothing, and
    the server starts both again."""

    def __init__(
        self, link: Link, intake: Intake, peer: Peer, streams: int, lost: Callable[[], None]
    ) -> None:
        self._link, self._intake, self._peer, self._lost = link, intake, peer, lost
        self._works: dict[int, _Work] = {}
        self._writers = ThreadPoolExecutor(streams, thread_name_prefix="writer")
        self._lock = threading.Lock()  # of the gauges

    def run(self) -> None:
        """Raises LinkClosed."""
        threading.Thread(target=self._watch, name="watch", daemon=True).start()
        while True:
            for taken in self._intake.take(wait=True):
                if isinstance(taken, Cancelled):
                    self._cancel(taken.number)
                else:
                    self._admit(taken)

    def _admit(self, request: Request) -> None:
        if (refused := _refusal(request, self._peer.name)) is not None:
            self._link.send(refused_frame(request.number, refused))
            return
        assert isinstance(request, Writing | Prediction)  # noqa: S101 - nothing else is left
        work = self._works[request.number] = _Work(request)
        for index, answer in enumerate(request.answers):
            connection = self._peer.connection()
            work.connections.append(connection)
            self._count(waiting=1)
            self._writers.submit(self._write, work, answer, index, connection)

    def _cancel(self, number: int) -> None:
        if (work := self._works.pop(number, None)) is not None:
            work.is_over = True
            for connection in work.connections:
                connection.cut()

    def _write(self, work: _Work, answer: Answer, index: int, connection: Connection) -> None:
        self._count(waiting=-1, running=1)
        try:
            self._stream(work, answer, index, connection)
        except (RefusedError, PeerFailedError) as error:
            print(error, file=sys.stderr, flush=True)
            refused = error if isinstance(error, RefusedError) else RefusedError(503, "runner_lost")
            self._end(work, [refused_frame(work.request.number, refused)])
        except LinkClosed:
            return  # the loop is told the same
        except Exception:  # a thread's boundary: its request would wait for ever, and the others go on
            traceback.print_exc()
            self._end(work, [refused_frame(work.request.number, RefusedError(500, "model_failed"))])
        finally:
            self._count(running=-1)

    def _stream(self, work: _Work, answer: Answer, index: int, connection: Connection) -> None:
        if work.is_over:
            return
        with work.lock:
            echo = work.request.echo if isinstance(work.request, Writing) else None
            answer.sequence.begun = True
            answer.begin(echo, ())
        if answer.finish is None:
            drawing = answer.drawing
            task = Task(
                [*answer.sequence.tokens], answer.most, drawing.asked, drawing.seed + index, answer.stops
            )
            for token in self._peer.write(task, connection):
                with work.lock:
                    answer.take(Chosen(token))
                    self._tell(work)
                self._count(steps=1)
                if answer.finish or work.is_over:
                    connection.cut()
                    return
            if not work.is_over:
                raise PeerFailedError(f"{self._peer.name} wrote less than it was asked for")
        with work.lock:
            self._tell(work)

    def _tell(self, work: _Work) -> None:
        if work.is_over:
            return
        frames = list(work.request.frames())
        if work.request.has_ended:
            self._end(work, frames)
        elif frames:
            self._link.send(*frames)

    def _end(self, work: _Work, frames: list[bytes]) -> None:
        if work.is_over:
            return
        work.is_over = True
        self._works.pop(work.request.number, None)
        for connection in work.connections:
            connection.cut()
        self._link.send(*frames)

    def _count(self, waiting: int = 0, running: int = 0, steps: int = 0) -> None:
        gauges = self._link.gauges
        with self._lock:
            gauges.waiting += waiting
            gauges.running += running
            gauges.steps += steps

    def _watch(self) -> None:
        self._peer.wait()
        print(f"{self._peer.name} has ended", file=sys.stderr, flush=True)
        self._lost()


def _refusal(request: Request, runner: str) -> RefusedError | None:
    """What a peer cannot do, or does in words of its own that are not taken over."""
    if isinstance(request, Embedding):
        return RefusedError(400, "runner_cannot", runner=runner, what="embeddings")
    answers = request.answers if isinstance(request, Writing | Prediction) else []
    for answer in answers:
        asked = answer.drawing.asked
        if answer.drawing.constraint is not None:
            return RefusedError(400, "runner_cannot", runner=runner, what="response_format")
        if asked.logprobs is not None:
            return RefusedError(400, "runner_cannot", runner=runner, what="logprobs")
    return None
