"""A worker that is not in step: takes a ticket and weights, computes the gradient of that slice, pushes it."""

import time

import torch

from engine.system.faultpoint import faultpoint
from engine.train.gauge import peak_memory
from engine.train.held import Share
from engine.train.running import Run
from engine.train.strategy.base import Strategy, own_units
from engine.train.strategy.flat import Flat, crossing_of
from engine.train.strategy.parameter_server.pair import BYE, END, PULL, PUSH, Pair
from engine.train.strategy.parameter_server.places import Places


class Worker:
    """Asks the lead first and tells it last: what the lead has counted, every server has applied."""

    def __init__(self, run: Run, strategy: Strategy, places: Places, lines: dict[int, Pair]) -> None:
        self._run, self._strategy, self._lines = run, strategy, lines
        self._servers = places.servers
        parts = places.parts_of(strategy.model)
        self._weights = {server: list(parts[server].values()) for server in places.servers}
        self._flats = {
            server: Flat(weights, "cpu", crossing=crossing_of(weights))
            for server, weights in self._weights.items()
        }
        shares = [Share(part, len(places.workers)) for part in range(len(places.workers))]
        self._slices = [run.batches.of(share) for share in shares]
        self._told, self._last = 0, 0.0  # bytes; time.perf_counter
        self._open()

    def work(self) -> None:
        """Until the lead has no more tickets."""
        while (ticket := self._pull()) is not None:
            self._work_off(ticket)
        for server in self._servers[1:]:
            self._lines[server].say(BYE)

    def mark(self, part: str) -> None:
        """The time since the last mark went to this part of the work."""
        now = time.perf_counter()
        self._spent[part] = self._spent.get(part, 0.0) + now - self._last
        self._last = now

    def _pull(self) -> int | None:
        """A ticket, and every server's weights; None when there is nothing left to do."""
        ticket = None
        for server in self._servers:
            self._lines[server].say(PULL)
            kind, number, *_ = self._lines[server].hear()
            if kind == END:
                return None
            ticket = int(number) if ticket is None else ticket
            self._lines[server].receive(self._flats[server].numbers)
            self._flats[server].give(self._weights[server])
        self.mark("waiting")
        return ticket

    def _work_off(self, ticket: int) -> None:
        run, strategy = self._run, self._strategy
        step, part = divmod(ticket, len(self._slices))
        batch = self._slices[part].of_step(step)
        self.mark("data")
        loss = strategy.gradients(batch._replace(units=own_units(batch)), self)
        faultpoint("worker.push", step=step, rank=run.rank.index, attempt=run.rank.start)
        norm = strategy.gradient_norm()
        moves = run.may_step(norm) and batch.own_rows > 0
        strategy.clip(norm, run.gradient_clip)
        self.mark("backward")
        self._push(ticket, moves, float(loss), batch.own_rows, float(run.after_update(norm)))
        strategy.forget_gradients()
        run.step = step

    @torch.no_grad()
    def _push(self, ticket: int, moves: bool, loss: float, rows: int, norm: float) -> None:
        memory, sent = peak_memory(self._run.rank.device), self._sent()
        spent = [self._spent.get(part, 0.0) for part in ("data", "forward", "backward", "waiting")]
        self._open()
        for server in (*self._servers[1:], self._servers[0]):
            self._lines[server].say(PUSH, ticket, moves, loss, rows, norm, *spent, memory, sent)
            if moves:
                flat = self._flats[server]
                flat.take_gradients(self._weights[server])
                self._lines[server].send(flat.numbers)

    def _sent(self) -> int:
        """Bytes since the last time."""
        total = sum(line.sent for line in self._lines.values())
        before, self._told = self._told, total
        return total - before

    def _open(self) -> None:
        self._spent: dict[str, float] = {}
        self._last = time.perf_counter()
