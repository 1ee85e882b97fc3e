"""A server that is not in step: a thread for each worker waits for what it sends, applies it and sends weights."""

import sys
import threading
import time
import traceback
from typing import NamedTuple

from torch import Tensor

from engine.train.running import Run
from engine.train.strategy.parameter_server.pair import BYE, END, PULL, TICKET, Pair, PeerLost
from engine.train.strategy.parameter_server.shelf import Room, Shelf
from engine.train.strategy.parameter_server.staleness import Gate
from engine.train.strategy.parameter_server.tickets import Seen, Tickets

_FAREWELL = 10.0  # seconds; who has not asked for more by then is not waited for


class Push(NamedTuple):
    """What a worker says with its gradient."""

    ticket: int
    moves: bool  # whether a gradient comes with it: a slice may have no rows, a gradient no numbers
    loss: float  # summed over the slice's rows
    rows: int
    norm: float  # of the gradient, before clipping
    data: float  # seconds, as the following
    forward: float
    backward: float
    waiting: float  # for servers
    memory: float  # bytes
    sent: float  # bytes since its last push


class Record(NamedTuple):
    """A push as the lead keeps it."""

    push: Push
    worker: int
    staleness: int | None
    mark: float  # time.perf_counter when it was applied


class Server:
    """``tickets`` are the lead's; the other servers give weights to whoever asks."""

    def __init__(
        self, run: Run, shelf: Shelf, gate: Gate, lines: dict[int, Pair], tickets: Tickets | None = None
    ) -> None:
        self._run, self._shelf, self._gate, self._tickets = run, shelf, gate, tickets
        self._lines = lines  # to the workers
        self.changed = threading.Condition()  # holds for everything below and all of the above
        self.records: list[Record] = []  # of pushes, in the order in which they were applied
        self.lost: list[int] = []  # workers that are gone and nobody has said so
        self.present = set(lines)
        self.error: BaseException | None = None
        self.busy = 0.0  # seconds at work
        self.is_over = False
        self._seen = Seen(run.step * len(lines))
        self._applied = 0

    def open(self) -> None:
        """Begin to serve."""
        for worker in self._lines:
            threading.Thread(target=self._serve, args=(worker,), name=f"worker {worker}", daemon=True).start()

    def close(self) -> None:
        """Let everybody go who asks for more."""
        self.finish()
        with self.changed:
            self.changed.wait_for(lambda: not self.present or self.error, _FAREWELL)

    def finish(self) -> None:
        """There is nothing left to do."""
        with self.changed:
            self.is_over = True
            self.changed.notify_all()

    def fail(self, error: BaseException) -> None:
        """Have the main thread raise this."""
        with self.changed:
            self.error = self.error or error
            self.changed.notify_all()

    @property
    def sent(self) -> int:
        """Bytes to the workers so far."""
        return sum(line.sent for line in self._lines.values())

    def measured(self) -> Tensor:
        """The part that is measured, flat, in main memory."""
        with self.changed:
            return self._shelf.measured()

    # --- one worker's thread

    def _serve(self, worker: int) -> None:
        try:
            self._converse(worker, self._lines[worker], self._shelf.room())
        except PeerLost as error:
            print(f"server: lost worker {worker}: {error}", file=sys.stderr, flush=True)
            self._lose(worker)
        except BaseException as error:  # a thread's boundary: the main thread raises it
            traceback.print_exc()
            self.fail(error)
        with self.changed:
            self.present.discard(worker)
            self.changed.notify_all()

    def _converse(self, worker: int, line: Pair, room: Room) -> None:
        while True:
            kind, *numbers = line.hear()
            if kind == BYE:
                return
            if kind == PULL:
                if not self._answer(worker, line, room):
                    return
            else:
                push = Push(int(numbers[0]), bool(numbers[1]), numbers[2], int(numbers[3]), *numbers[4:11])
                if push.moves:
                    line.receive(room.gradient.numbers)
                self._take_in(worker, push, room)

    def _answer(self, worker: int, line: Pair, room: Room) -> bool:
        """Weights, from the lead with a ticket once there is one; False when all is over."""
        with self.changed:
            self.changed.wait_for(self._may_answer)
            if self._tickets is not None and self.is_over:
                ticket = None
            else:
                ticket = self._tickets.take(worker) if self._tickets is not None else 0
                self._gate.pull(worker)
                began = time.perf_counter()
                self._shelf.read(room)
                self.busy += time.perf_counter() - began
        if ticket is None:
            line.say(END)
            return False
        line.say(TICKET, ticket)
        line.send(room.pulled.numbers)
        return True

    def _may_answer(self) -> bool:
        if self._tickets is None:
            return self._gate.may_pull()
        return self.is_over or (self._tickets.has_one and self._gate.may_pull())

    def _take_in(self, worker: int, push: Push, room: Room) -> None:
        """Apply a push, once: one that comes again, from a lost worker's heir, was applied here before."""
        with self.changed:
            self.changed.wait_for(lambda: self._gate.may_push(worker))
            staleness, is_new = None, self._seen.add(push.ticket)
            if is_new and push.moves:
                began = time.perf_counter()
                step = push.ticket // len(self._lines)
                self._shelf.apply(room, self._run.schedule(step))
                staleness = self._gate.push(worker)
                self.busy += time.perf_counter() - began
            else:
                self._gate.drop(worker)
            if is_new:
                self._count()
            if self._tickets is not None:
                self._tickets.settle(worker)
                self.records.append(Record(push, worker, staleness, time.perf_counter()))
            self.changed.notify_all()

    def _count(self) -> None:
        """As many pushes as there were workers make a step."""
        self._applied += 1
        if self._applied % len(self._lines) == 0:
            self._shelf.average()

    def _lose(self, worker: int) -> None:
        with self.changed:
            self._gate.drop(worker)
            if self._tickets is not None:
                self._tickets.give_back(worker)
            self.lost.append(worker)
            self.changed.notify_all()
