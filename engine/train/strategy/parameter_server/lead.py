"""The first server leads: it hands out tickets, counts steps, and speaks for the run. Its own weights it only serves.

A step is as many pushes as there were workers at the start, in the order in which they came. Before a checkpoint no
tickets beyond it are handed out, so that it holds whole steps and nothing is under way.
"""

import time

import numpy as np

from engine.schema.event import Note
from engine.schema.problem import Problem
from engine.train.meter import LOT_SECONDS, Lot
from engine.train.running import Run
from engine.train.strategy.parameter_server.pair import PeerLost
from engine.train.strategy.parameter_server.places import Places
from engine.train.strategy.parameter_server.server import Record, Server
from engine.train.strategy.parameter_server.table import Table
from engine.train.strategy.parameter_server.tickets import Tickets
from engine.worker.orders import Order


class Lead:
    """The lead's main thread; the server's threads do the serving."""

    def __init__(self, run: Run, server: Server, tickets: Tickets, places: Places) -> None:
        self._run, self._server, self._tickets, self._places = run, server, tickets, places
        self._workers = len(places.workers)
        self._halt = self._next_halt()
        self._steps: list[list[Record]] = []  # whole ones that are not told
        self._last = time.perf_counter()
        self._table = Table(places, run.papers.plan.devices, server)

    def lead(self) -> None:
        """From the first ticket to the last push."""
        first = self._run.step + 1  # the first loss is told at once
        self._server.open()
        while not self._is_over():
            self._set_limit()
            self._wait(min(first, self._next_due()) if self._run.step < first else self._next_due())
            self._say_lost()
            for step in self._whole_steps():
                self._count(step)
            self._tell()
        self._server.close()

    def _is_over(self) -> bool:
        """Where everything is in, either all is done, or there is a checkpoint to save before workers go on."""
        run = self._run
        if run.step < self._halt:
            return False
        if run.ending or run.step >= run.total_steps:
            return True
        if run.checkpoint_is_due:
            run.save_checkpoint()
        self._halt = self._next_halt()
        return False

    def _next_due(self) -> int:
        """The step at which a measurement or a halt falls due."""
        between = self._run.steps_between_evaluations
        return min(self._halt, (self._run.step // between + 1) * between)

    def _wait(self, step: int) -> None:
        """Until that step is in, 0.2 s at most; raises what went wrong in a thread."""
        server, due = self._server, (step - self._run.step) * self._workers
        with server.changed:
            server.changed.wait_for(
                lambda: server.error or server.lost or len(server.records) >= due, LOT_SECONDS
            )
            if server.error is not None:
                raise server.error

    def _whole_steps(self) -> list[list[Record]]:
        with self._server.changed:
            whole = len(self._server.records) // self._workers * self._workers
            records, self._server.records = self._server.records[:whole], self._server.records[whole:]
        return [records[first : first + self._workers] for first in range(0, whole, self._workers)]

    def _count(self, step: list[Record]) -> None:
        """One step more, and what falls due with it. Workers go on while validation is measured."""
        run = self._run
        run.step += 1
        self._steps.append(step)
        if run.evaluation_is_due:
            self._tell()
            self._set_limit()
            run.watch_validation()

    # --- how far workers may go

    def _next_halt(self) -> int:
        """The step at which everything must be in: the next checkpoint's, or the last."""
        every = self._run.spec.checkpoint.every_steps
        return min((self._run.step // every + 1) * every, self._run.total_steps)

    def _set_limit(self) -> None:
        """To the next halt, the nearest possible with an order; and not far ahead of what is measured meanwhile."""
        run, between = self._run, self._run.steps_between_evaluations
        ahead = (run.step // between + 2) * between
        with self._server.changed:
            if run.ending or run.wants_checkpoint:
                self._halt = min(self._halt, -(-self._tickets.handed // self._workers))
            self._tickets.limit = min(self._halt, ahead) * self._workers
            self._server.changed.notify_all()

    # --- what is said

    def _say_lost(self) -> None:
        with self._server.changed:
            lost, self._server.lost = self._server.lost, []
            present = bool(self._server.present - set(lost))
        for worker in lost:
            problem = Problem(code="worker_lost", params={"rank": worker}, severity="warning")
            self._run.report.say(Note, problem=problem)
            self._table.forget(worker)
        if lost and not present:
            raise PeerLost("Connection closed by peer: all workers are lost")

    def _tell(self) -> None:
        """The whole steps that came in, as a lot, and take what is ordered."""
        run, steps = self._run, self._steps
        order = run.orders.look()
        if not steps:
            run.obey(order)
            return
        self._steps = []
        run.take(self._lot(steps, order))

    def _lot(self, steps: list[list[Record]], order: Order) -> Lot:
        units = self._run.task.units_per_row  # the same of every row: planning refuses others here
        rows = np.array([sum(record.push.rows for record in step) for step in steps])
        losses = np.array([sum(record.push.loss for record in step) for step in steps])
        marks = np.array([step[-1].mark for step in steps])
        before, self._last = self._last, marks[-1]
        return Lot(
            first_step=self._run.step - len(steps),
            losses=losses / np.maximum(rows * units, 1),
            rows=rows,
            norms=np.array([np.mean([record.push.norm for record in step]) for step in steps]),
            marks=marks,
            durations=np.diff(marks, prepend=before),
            ranks=self._table.rows(steps, marks[-1] - before),
            symptoms={},
            order=order,
        )
