"""Keeps jobs made of runs going: sees how their parts stand, has it decided what comes next, and carries that out.

It remembers nothing that the directories do not say: a new engine goes on where a killed one was.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from engine.jobs.groups.admitting import PartAdmission
from engine.jobs.groups.decision import Close, Cut, Decision, Group
from engine.jobs.groups.journal import Journal
from engine.jobs.groups.part import Seen, seen
from engine.jobs.groups.steering import Steering
from engine.jobs.groups.telling import tell, tell_summary
from engine.jobs.ledger import Ledger
from engine.jobs.store import JobRow
from engine.jobs.watcher import fold_new_events
from engine.schema.job import ENDED, GROUPS, Job, State
from engine.schema.problem import UserError

log = logging.getLogger(__name__)

TICK = 0.1  # seconds between looks while a group lives
REST = 20  # times as long as a look took: of a thousand parts one takes 20 ms
LONGEST_REST = 0.5  # seconds; a look that asks optuna for the first time takes longer than others
IDLE = 5.0  # seconds otherwise; whoever submits or moves a group wakes us
GOING = (State.WAITING, State.STARTING, State.RUNNING)


@dataclass
class _Known:
    """What is worked out once for a group, and what was last decided upon."""

    group: Group
    journal: Journal
    at_once: int
    sight: object = None
    seen: dict[str, tuple[JobRow, Seen]] = field(
        default_factory=dict
    )  # of each part, and the row it was made from
    dropped: set[str] = field(default_factory=set)


class Conductor:
    """One thread beside the keeper's: asking optuna must not hold up those who look after live runs."""

    def __init__(
        self,
        ledger: Ledger,
        steering: Steering,
        parts: PartAdmission,
        drop: Callable[[str], bool],
        wake_keeper: Callable[[], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ledger, self._steering, self._parts = ledger, steering, parts
        self._drop, self._wake_keeper, self._clock = drop, wake_keeper, clock
        self._known: dict[str, _Known] = {}
        self._later: dict[str, float] = {}  # groups that went wrong, and when they are looked at again
        self._wake = threading.Event()
        self._closing = False
        self._draining = False
        self._thread = threading.Thread(target=self._run, name="conductor", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Decide no more; parts that run go on running."""
        self._closing = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join()

    def drain(self) -> None:
        """Submit nothing more."""
        self._draining = True

    def wake(self) -> None:
        self._wake.set()

    def _run(self) -> None:
        while not self._closing:
            began = self._clock()
            busy = self.tick()
            rest = min(max(TICK, REST * (self._clock() - began)), LONGEST_REST)
            self._wake.wait(rest if busy else IDLE)
            self._wake.clear()

    def tick(self) -> bool:
        """One look at every group; says whether one is alive."""
        jobs = self._ledger.jobs()
        open_parents = {job.parent for job in jobs if job.parent and job.state not in ENDED}
        groups = [
            job for job in jobs if job.kind in GROUPS and (job.state not in ENDED or job.id in open_parents)
        ]
        for job in groups:
            if self._clock() < self._later.get(job.id, 0.0):
                continue
            try:
                self._look_after(job.id)
            except Exception:  # a thread's boundary: the other groups must go on; the disk may be full
                log.exception("the conductor stumbled over %s", job.id)
                self._later[job.id] = self._clock() + IDLE
        for gone in self._known.keys() - {job.id for job in groups}:
            del self._known[gone]
        return bool(groups)

    def _look_after(self, id: str) -> None:
        known = self._known_of(self._ledger.job(id))
        if known is None:
            return
        self._steering.follow(id)
        job, parts = self._ledger.job(id), self._seen(id, known)
        going = job.state in GOING
        known.journal.run(going and job.state != State.WAITING)
        if job.attempt and tell(known.journal, job, known.group, parts):
            self._take_in(id)
        if not going or self._draining:
            return
        sight = (job.state, job.attempt, [(part.number, part.word, len(part.curve)) for part in parts])
        is_timed = getattr(job.spec, "seconds", None) is not None
        if known.sight != sight or is_timed:
            room = known.at_once - sum(part.is_live for part in parts)
            decision = known.group.decide(parts, max(room, 0), known.journal.elapsed)
            is_done = self._carry_out(id, known, decision, parts)
            known.sight = sight if is_done else None

    # --- carrying out

    def _carry_out(self, id: str, known: _Known, decision: Decision, parts: list[Seen]) -> bool:
        """Whether all of it was done: not when the group was paused or stopped meanwhile."""
        for cut in decision.cuts:
            self._cut(cut)
        for part in decision.drops:
            if part not in known.dropped and self._drop(part):
                known.dropped.add(part)
        for ask in decision.asks:
            with self._ledger.holding(id) as job:
                if job.state not in GOING:
                    return False
                self._parts.admit(job, ask, known.at_once)
        if decision.asks:
            self._wake_keeper()
        return decision.close is None or self._close(id, known, decision.close, parts)

    def _cut(self, cut: Cut) -> None:
        """The reason first, then the order: a part never stops without its reason."""
        with self._ledger.holding(cut.job) as job:
            if job.part is None or job.state in ENDED:
                return
            self._ledger.revise(job.id, part=job.part.model_copy(update={"cut": cut.why}))
            if job.state != State.STOPPING:
                self._steering.stop(job.id)

    def _close(self, id: str, known: _Known, close: Close, parts: list[Seen]) -> bool:
        with self._ledger.holding(id) as job:
            if job.state not in GOING:
                return False
            tell_summary(known.journal, job, known.group, parts, close.state)
            self._take_in(id)
            best = known.group.best(parts)
            changes: dict[str, Any] = {
                "ended": time.time(),
                "error": close.error,
                "model": best.model if best else None,
            }
            if close.state == State.FINISHED:
                self._steering.reach(id, State.RUNNING)
            self._ledger.move(id, close.state, **changes)
            return True

    # --- knowing

    def _known_of(self, job: Job) -> _Known | None:
        if job.id not in self._known:
            try:
                group, at_once = self._parts.group_of(job), self._parts.at_once(job)
            except UserError as error:
                self._give_up(job, error)
                return None
            journal = Journal(self._ledger.files(job.id).events, self._clock)
            self._known[job.id] = _Known(group, journal, at_once)
        return self._known[job.id]

    def _give_up(self, job: Job, error: UserError) -> None:
        with self._ledger.holding(job.id) as now:
            if now.state in GOING:
                self._ledger.move(job.id, State.FAILED, error=error.problems[0], ended=time.time())

    def _seen(self, id: str, known: _Known) -> list[Seen]:
        """The parts as they are; those whose row is the same as before are not worked out again."""
        group, before = known.group, known.seen
        known.seen = {}
        for row in self._ledger.parts(id):
            old = before.get(row.job.id)
            now = old[1] if old and old[0] is row else seen(row, group.metric, group.takes_best)
            known.seen[row.job.id] = (row, now)
        return [now for _, now in known.seen.values()]

    def _take_in(self, id: str) -> None:
        """The group's own events as its progress and scores, as a run's are."""
        row = self._ledger.row(id)
        fold = fold_new_events(self._ledger.files(id).events, row.fold)
        self._ledger.keep(id, fold=fold, durably=True)
        self._ledger.tell(id)
