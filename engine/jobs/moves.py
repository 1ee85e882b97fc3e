"""What a person can ask of a job: pause, resume, stop, retry, checkpoint, another place in the queue."""

import time
from collections.abc import Callable

from engine.jobs.ledger import Ledger
from engine.jobs.orders import ask_for_checkpoint, give_order
from engine.schema.job import Job, State
from engine.schema.problem import UserError


class Moves:
    """Orders to live runs, and direct moves of those that have no processes."""

    def __init__(self, ledger: Ledger, wake: Callable[[], None]) -> None:
        self._ledger = ledger
        self._wake = wake

    def pause(self, id: str) -> Job:
        """A live run saves a checkpoint and frees its devices; a waiting one steps out of the queue."""
        with self._ledger.holding(id) as job:
            if job.kind == "serve":
                raise UserError("pause_endpoint_not_allowed", id=id)
            if job.state == State.WAITING:
                return self._ledger.move(id, State.PAUSED)
            return self._order(id, State.PAUSING, "pause")

    def resume(self, id: str) -> Job:
        """A paused run waits again, at its old place."""
        with self._ledger.holding(id) as job:
            if job.state != State.PAUSED:
                raise UserError("job_move_not_allowed", id=id, state=job.state.value, wanted="waiting")
            moved = self._ledger.move(id, State.WAITING)
        self._wake()
        return moved

    def retry(self, id: str) -> Job:
        """A stopped or failed job waits again, last; it goes on from its newest checkpoint when it has one."""
        with self._ledger.holding(id) as job:
            if job.state not in (State.STOPPED, State.FAILED):
                raise UserError("job_move_not_allowed", id=id, state=job.state.value, wanted="waiting")
            self._ledger.keep(id, durably=False, losses=0)
            last = self._ledger.last_position() + 1
            moved = self._ledger.move(id, State.WAITING, error=None, ended=None, position=last)
        self._wake()
        return moved

    def stop(self, id: str, now: bool = False) -> Job:
        """A live run saves a checkpoint and ends (``now``: without waiting for it); others end at once."""
        with self._ledger.holding(id) as job:
            if job.state in (State.WAITING, State.PAUSED):
                return self._ledger.move(id, State.STOPPED, ended=time.time())
            return self._order(id, State.STOPPING, "stop", now)

    def _order(self, id: str, state: State, order: str, now: bool = False) -> Job:
        """The order first, then the move: a job never waits for an end that nobody asked its processes for."""
        job = self._ledger.job(id)
        is_more_urgent = now and job.state == state
        if not is_more_urgent:
            self._ledger.allow(id, state)
        try:
            give_order(self._ledger.files(id), job.attempt, order, now=now)
        except OSError as error:
            raise UserError("home_unwritable", path=job.directory, reason=str(error)) from error
        return job if is_more_urgent else self._ledger.move(id, state)

    def checkpoint(self, id: str) -> Job:
        """Ask a running job for a checkpoint now."""
        with self._ledger.holding(id) as job:
            if job.state != State.RUNNING or job.kind != "train":
                raise UserError("checkpoint_not_allowed", id=id, state=job.state.value)
            ask_for_checkpoint(self._ledger.files(id), job.attempt)
            return job

    def place(self, id: str, before: str | None) -> Job:
        """Put a waiting job before another one, or last."""
        with self._ledger.holding(id) as job:
            if job.state != State.WAITING:
                raise UserError("place_not_allowed", id=id, state=job.state.value)
            moved = self._ledger.revise(id, position=self._position(id, before))
        self._wake()
        return moved

    def _position(self, id: str, before: str | None) -> float:
        queue = [job for job in self._ledger.jobs() if job.id != id]
        if before is None or before == id:
            return self._ledger.last_position() + 1
        target = self._ledger.job(before).position
        earlier = max((job.position for job in queue if job.position < target), default=target - 2)
        return (earlier + target) / 2
