"""What a person can ask of any job, groups and their parts included: the parts of a group move with it.

Jobs that are neither are left to ``Moves``.
"""

import time

from engine.jobs.groups.cascade import cascade
from engine.jobs.groups.part import standing
from engine.jobs.ledger import Ledger
from engine.jobs.moves import Moves
from engine.schema.job import ACTIVE, ENDED, GROUPS, Job, State
from engine.schema.problem import UserError


class Steering:
    """Moves of groups, refusals for parts."""

    def __init__(self, ledger: Ledger, moves: Moves) -> None:
        self._ledger, self._moves = ledger, moves

    def pause(self, id: str) -> Job:
        with self._ledger.holding(id) as job:
            if job.kind not in GROUPS:
                self._refuse_part(job)
                return self._moves.pause(id)
            waits = self._now(id).state == State.WAITING
            return self._turn(id, State.PAUSED if waits else State.PAUSING)

    def resume(self, id: str) -> Job:
        with self._ledger.holding(id) as job:
            if job.kind not in GROUPS:
                self._refuse_part(job)
                return self._moves.resume(id)
            if job.state != State.PAUSED:
                raise UserError("job_move_not_allowed", id=id, state=job.state.value, wanted="waiting")
            return self._turn(id, State.WAITING)

    def retry(self, id: str) -> Job:
        """Parts that stopped or failed are tried again; what has finished stays."""
        with self._ledger.holding(id) as job:
            if job.kind not in GROUPS:
                self._refuse_part(job)
                return self._moves.retry(id)
            if job.state not in (State.STOPPED, State.FAILED):
                raise UserError("job_move_not_allowed", id=id, state=job.state.value, wanted="waiting")
            last = self._ledger.last_position() + 1
            attempt = job.attempt + 1
            return self._turn(id, State.WAITING, error=None, ended=None, position=last, attempt=attempt)

    def stop(self, id: str, now: bool = False) -> Job:
        with self._ledger.holding(id) as job:
            if job.kind not in GROUPS:
                return self._moves.stop(id, now)
            job = self._now(id)
            if job.state in (State.WAITING, State.PAUSED):
                return self._turn(id, State.STOPPED, ended=time.time())
            if job.state != State.STOPPING or not now:
                job = self._turn(id, State.STOPPING)
            for part in self._parts(id, *ACTIVE) if now else ():
                self._moves.stop(part, now=True)
            return job

    def stop_all(self) -> None:
        """Order every live job to stop, those that pause included; the parts of a group by way of it."""
        for job in self._ledger.jobs():
            if job.state in ACTIVE - {State.STOPPING, State.PAUSING} and not self._parent_of(job):
                self.stop(job.id)

    def place(self, id: str, before: str | None) -> Job:
        """Put a waiting job before another one, or last; the parts of a group that wait keep to it."""
        with self._ledger.holding(id):
            moved = self._moves.place(id, before)
            for part in self._parts(id, State.WAITING):
                self._moves.place(part, before)
            return moved

    def checkpoint(self, id: str) -> Job:
        """Ask a running run for a checkpoint now."""
        return self._moves.checkpoint(id)

    def allow_delete(self, job: Job) -> None:
        """Raises UserError for a part of a job that still needs it."""
        if parent := self._parent_of(job):
            raise UserError("part_delete_not_allowed", id=job.id, parent=parent.name)

    def follow(self, id: str) -> None:
        """Have the parts pause, stop and go on with their group, then say what the group has reached by it."""
        with self._ledger.holding(id) as job:
            parts = [standing(row.job) for row in self._ledger.parts(id)]
            asked = cascade(job.state, job.attempt, parts)
            for part in asked.pause:
                self._moves.pause(part)
            for part in asked.stop:
                self._moves.stop(part)
            for part in asked.resume:
                self._moves.resume(part)
            for part in asked.retry:
                self._try_again(part, job.attempt)
            if asked.reached is not None:
                self.reach(id, asked.reached)

    def reach(self, id: str, state: State) -> None:
        """Take a group to a state that its parts have brought about."""
        job = self._ledger.job(id)
        if state == State.RUNNING and job.state == State.WAITING:
            attempt, started = max(job.attempt, 1), job.started or time.time()
            job = self._ledger.move(id, State.STARTING, attempt=attempt, started=started, ended=None)
        if (job.state, state) in _STEPS:
            ended = time.time() if state == State.STOPPED else None
            self._ledger.move(id, state, ended=ended)

    def _now(self, id: str) -> Job:
        """A group that waits, as far as it knows, runs once one of its parts does."""
        self.follow(id)
        return self._ledger.job(id)

    def _turn(self, id: str, state: State, **changes: object) -> Job:
        self._ledger.move(id, state, **changes)
        self.follow(id)
        return self._ledger.job(id)

    def _try_again(self, part: str, attempt: int) -> None:
        told = self._ledger.job(part).part
        self._moves.retry(part)
        if told is not None:
            self._ledger.revise(part, part=told.model_copy(update={"attempt": attempt}))

    def _parts(self, id: str, *states: State) -> list[str]:
        return [row.job.id for row in self._ledger.parts(id) if row.job.state in states]

    def _refuse_part(self, job: Job) -> None:
        parent = self._parent_of(job, ended=True)
        if parent is not None:
            raise UserError("part_move_not_allowed", id=job.id, parent=parent.name)

    def _parent_of(self, job: Job, ended: bool = False) -> Job | None:
        """The group that a part belongs to, unless it is gone, or over."""
        known = {each.id: each for each in self._ledger.jobs()} if job.parent else {}
        parent = known.get(job.parent or "")
        return parent if parent is not None and (ended or parent.state not in ENDED) else None


_STEPS = {
    (State.STARTING, State.RUNNING),
    (State.PAUSING, State.PAUSED),
    (State.STOPPING, State.STOPPED),
}
