"""Keeps the queue going: looks after live runs, takes in how they end, and starts what may start."""

import logging
import os
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from engine.catalog.models import Models
from engine.jobs.endings import Next, after_exit, after_loss, after_server
from engine.jobs.fold import Fold
from engine.jobs.launcher import Started, end_leftovers, launch, machine_environment
from engine.jobs.ledger import Ledger
from engine.jobs.rests import Rests
from engine.jobs.scheduler import Wish, choose_starts
from engine.jobs.store import StoreUnwritable
from engine.jobs.warm_start import WarmStart
from engine.jobs.watcher import fold_new_events, last_heartbeat, read_exit, shim_lives
from engine.schema.job import ACTIVE, GROUPS, Exit, Job, State
from engine.schema.machine import Device
from engine.schema.plan import Plan
from engine.schema.problem import Problem, UserError
from engine.schema.serve import ServeSpec
from engine.system.files import write_json
from engine.system.paths import MAIN
from engine.system.stillness import LOOK_SECONDS, STILL_SECONDS, Patience

log = logging.getLogger(__name__)

TICK = 0.1  # seconds between looks at live runs
IDLE = 5.0  # seconds between looks when nothing runs; whoever changes the queue wakes us
TELL = 0.25  # seconds between two words on the same job's progress
COMPLAIN = 60.0  # seconds between two complaints of a full disk
ENDING_SECONDS = 15.0  # without a heartbeat, of a shim that was told to end its run
SAVE = 5.0  # seconds between two writes of progress to the store
NOT_SERVED: dict[str, Any] = {"url": None, "fingerprint": None, "served": ()}


class Machine(Protocol):
    """What the queue asks of the machine."""

    def devices(self) -> tuple[Device, ...]: ...


class Keeper:
    """One thread; all it knows stands in the ledger and in the run directories."""

    def __init__(
        self,
        ledger: Ledger,
        models: Models,
        machine: Machine,
        plan: Callable[[Job], Plan],
        warm: WarmStart,
        program: Path = MAIN,
        aftermath: Callable[[Job, Next], Next] = lambda job, next: next,
    ) -> None:
        self._aftermath = aftermath
        self._ledger = ledger
        self._models = models
        self._machine = machine
        self._plan = plan
        self._program = program
        self._shims: dict[str, Started] = {}
        self._warm = warm
        self._wants_warmth = False
        self._rests = Rests()
        self._late: set[str] = set()  # runs that wait for room
        self._told: dict[str, float] = {}
        self._saved: dict[str, float] = {}
        self._untold: set[str] = set()
        self._listened: dict[str, float] = {}
        self._beats: dict[str, tuple[int, int | None]] = {}
        self._patience: dict[str, Patience] = {}
        self._wake = threading.Event()
        self._closing = False
        self._draining = False
        self._thread = threading.Thread(target=self._run, name="keeper", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Look no more; what runs goes on running."""
        self._closing = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join()
        self._warm.close()

    def drain(self) -> None:
        """Start nothing more."""
        self._draining = True

    def wake(self) -> None:
        """The queue has changed: look now."""
        self._wake.set()

    def hurry(self, id: str) -> None:
        """Somebody wants it started: not after a rest."""
        self._rests.forget(id)
        self._wake.set()

    def warm_up(self) -> None:
        """Somebody is about to start a run: have a process ready that has imported what it needs."""
        self._wants_warmth = True
        self._wake.set()

    def _run(self) -> None:
        while not self._closing:
            try:
                busy = self.tick()
            except Exception:  # a thread's boundary: the queue must go on
                log.exception("the keeper stumbled")
                busy = True
            self._wake.wait(TICK if busy else IDLE)
            self._wake.clear()

    def tick(self) -> bool:
        """One look at everything; says whether something is alive."""
        for job in self._ledger.jobs():
            if job.state not in ACTIVE or job.kind in GROUPS:
                continue
            try:
                self._look_after(job.id)
            except StoreUnwritable as error:  # the disk is full: looked at again, and the others go on
                if _is_due(self._told, "store", COMPLAIN):
                    log.error("the end of %s cannot be written: %s", job.id, error)
        self._tend_warmth()
        held = not self._draining and self._start_what_may()
        self._ledger.flush()
        return held or any(job.state in ACTIVE and job.kind not in GROUPS for job in self._ledger.jobs())

    # --- live runs

    def _look_after(self, id: str) -> None:
        row = self._ledger.row(id)
        files, attempt = self._ledger.files(id), row.job.attempt
        lives = self._lives(id, attempt)
        exit = read_exit(files, attempt)  # after the look at the shim: exit.json is the last thing it writes
        self._take_in(id, fold_new_events(files.events, row.fold), ended=exit is not None)
        if exit is not None:
            self._reap(id)
            self._settle(id, self._next(id, exit))
        elif not lives or self._is_frozen(id):
            left = end_leftovers(files)
            self._reap(id)
            log.warning("job %s lost its shim; %d of its processes were still there", id, left)
            self._settle(id, self._next(id, None))

    def _lives(self, id: str, attempt: int) -> bool:
        if (shim := self._shims.get(id)) is not None:
            return shim.poll() is None
        return shim_lives(self._ledger.files(id), attempt)

    def _is_frozen(self, id: str) -> bool:
        """Whether its shim lives without a heartbeat. What is to end has had its grace, and is waited for less."""
        if not _is_due(self._listened, id, LOOK_SECONDS):
            return False
        job = self._ledger.job(id)
        beat = (job.attempt, last_heartbeat(self._ledger.files(id)))
        before, self._beats[id] = self._beats.get(id), beat
        patience = self._patience.setdefault(id, Patience(STILL_SECONDS))
        leaves = job.state in (State.STOPPING, State.PAUSING)
        return patience.is_over(beat == before, ENDING_SECONDS if leaves else None)

    def _reap(self, id: str) -> None:
        """The shim has said its last word, or is gone: do not leave a zombie behind."""
        if (shim := self._shims.pop(id, None)) is not None:
            try:
                shim.wait(timeout=5)
            except subprocess.TimeoutExpired:
                shim.kill()
                shim.wait(timeout=5)

    def _take_in(self, id: str, fold: Fold, *, ended: bool) -> None:
        with self._ledger.holding(id) as job:
            if fold is not self._ledger.row(id).fold:
                durably = ended or _is_due(self._saved, id, SAVE)
                self._ledger.keep(id, fold=fold, durably=durably)
                self._untold.add(id)
            if id in self._untold and (ended or _is_due(self._told, id, TELL)):
                self._untold.discard(id)
                self._ledger.tell(id)
            arrived = fold.url is not None if job.kind == "serve" else fold.begun == job.attempt
            if job.state == State.STARTING and arrived:
                self._ledger.move(id, State.RUNNING)

    def _next(self, id: str, exit: Exit | None) -> Next:
        """What becomes of a job whose processes are gone; None where nobody said how they ended."""
        row = self._ledger.row(id)
        if row.job.kind == "serve":
            return after_server(row.job.state, exit, self._losses(id), row.fold.readies > 0)
        if exit is None:
            return after_loss(row.job.state, self._losses(id) - 1)
        return after_exit(row.job.state, exit, self._losses(id) - 1)

    def _losses(self, id: str) -> int:
        """Losses without a step in between, this one included; of an endpoint, those before it was ready."""
        row = self._ledger.row(id)
        if row.job.kind == "serve":
            return 0 if row.fold.ready is not None else row.losses + 1
        return 1 if row.fold.step > row.mark else row.losses + 1

    def _settle(self, id: str, next: Next) -> None:
        with self._ledger.holding(id) as job:
            next = self._aftermath(job, next)
            if next.state == State.FINISHED:
                self._finish(job)
                return
            if next.lost:
                row = self._ledger.row(id)
                mark = max(row.mark, row.fold.step)
                self._ledger.keep(id, losses=self._losses(id), mark=mark, durably=False)
            over = next.state in (State.STOPPED, State.FAILED)
            if job.kind == "serve":
                self._rest(id, next)
            ended = time.time() if over else None
            self._ledger.move(id, next.state, error=next.error, ended=ended, **NOT_SERVED)

    def _rest(self, id: str, next: Next) -> None:
        """An endpoint that died is started again after a while: a server that dies at once must not fill the machine."""
        ready = self._ledger.row(id).fold.ready
        if next.lost:
            self._rests.after(id, lived=time.time() - ready if ready is not None else 0.0)
        else:
            self._rests.forget(id)

    def _finish(self, job: Job) -> None:
        card = None if job.trial or job.kind != "train" else self._models.add(job.id)
        changes: dict[str, Any] = {
            "model": card.id if card else job.model,
            "ended": time.time(),
            "error": None,
        }
        if card is not None and not job.metrics:
            changes["metrics"] = card.metrics
        self._ledger.move(job.id, State.FINISHED, **changes, **NOT_SERVED)

    # --- the queue

    def _start_what_may(self) -> bool:
        """Start what there is room for; says whether a job waits a moment, for the warm process or for its rest."""
        with self._ledger.lock:
            jobs = [job for job in self._ledger.jobs() if job.kind not in GROUPS]
            queued = [job for job in jobs if job.state == State.WAITING]
            waiting = [_wish(job) for job in queued if not self._rests.is_resting(job.id)]
            if not waiting:
                return bool(queued)
            running = [_wish(job) for job in jobs if job.state in ACTIVE]
            slots = {device.id: device.slots for device in self._machine.devices()}
            runs = {job.id for job in jobs if job.kind == "train"}
            patient = runs | {
                job.id for job in queued if job.attempt == 0
            }  # an endpoint that died has no time to lose
            chosen = choose_starts(waiting, running, slots)
            held = patient & set(chosen) if self._warm.is_getting_ready() else set()
            for id in chosen:
                if id not in held:
                    self._start(id)
            self._notice_late(runs & {wish.job_id for wish in waiting} - set(chosen))
            return bool(held) or len(waiting) < len(queued)

    def _notice_late(self, late: set[str]) -> None:
        """A run that has just begun to wait for room will want to start at once when it comes."""
        self._wants_warmth |= bool(late - self._late)
        self._late = late

    def _tend_warmth(self) -> None:
        if self._wants_warmth:
            self._wants_warmth = False
            self._warm.warm_up(machine_environment(os.environ))
        self._warm.tend()

    def _start(self, id: str) -> None:
        try:
            plan = self._plan(self._ledger.job(id))
        except UserError as error:
            self._ledger.move(id, State.FAILED, error=error.problems[0], ended=time.time())
            return
        job = self._ledger.job(id)
        files = self._ledger.files(id)
        started = job.started if job.started is not None else time.time()
        row = self._ledger.row(id)
        self._ledger.keep(id, fold=row.fold.at_rest(), durably=False)
        self._told.pop(id, None)
        job = self._ledger.move(
            id,
            State.STARTING,
            attempt=job.attempt + 1,
            devices=plan.devices,
            started=started,
            ended=None,
            error=None,
        )
        try:
            write_json(files.plan, plan.model_dump(mode="json"))
            self._shims[id] = launch(files, job.attempt, self._program, self._warm)
        except OSError as error:
            log.error("job %s could not be started: %s", id, error)
            problem = Problem(code="start_failed", params={"reason": error.strerror or str(error)})
            self._ledger.move(id, State.FAILED, error=problem, ended=time.time())


def _wish(job: Job) -> Wish:
    if isinstance(job.spec, ServeSpec):
        return Wish(job.id, (), shares=True)
    strategy = getattr(job.spec, "strategy", None)
    return Wish(job.id, tuple(strategy.devices) if strategy else ())


def _is_due(last: dict[str, float], id: str, every: float) -> bool:
    now = time.monotonic()
    if id in last and now - last[id] < every:
        return False
    last[id] = now
    return True
