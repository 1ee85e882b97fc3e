"""One process that runs one version of a model, from its start to its end. Does not start itself again."""

import asyncio
import contextlib
import json
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engine.runner.exchange import Frame, Kind
from engine.schema.introduction import Introduction
from engine.schema.problem import Problem
from engine.schema.pulse import Pulse
from engine.serve.link import RunnerLink
from engine.serve.nursery import Nursery
from engine.serve.vigil import Vigil
from engine.system.oom import oom_kills

_LEAVE_SECONDS = 5.0  # for a runner whose socket was closed


@dataclass(frozen=True)
class Told:
    """What a runner needs to know, beside what its nursery adds."""

    served: dict[str, Any]
    limits: dict[str, Any]
    threads: int


class Copy:
    """``run`` returns when it has ended; ``introduction`` is there from when it answers."""

    def __init__(self, nursery: Nursery, told: Told, changed: Callable[[], None]) -> None:
        self.introduction: Introduction | None = None
        self.is_locked = False
        self.problem: Problem | None = None  # why it failed to load, is locked still, or died
        self.refused_to_load = False
        self.pulse = Pulse()
        self.link = RunnerLink(self._take, self._lose)
        self._nursery, self._told, self._changed = nursery, told, changed
        self._gone = asyncio.Event()
        self._vigil = Vigil()
        self._pulsed = False
        self._oom_kills = oom_kills()
        self._number = 0
        self._ready_at = 0.0

    @property
    def answers(self) -> bool:
        return self.introduction is not None and not self._gone.is_set()

    async def run(self) -> float:
        """Start the process and see it through; returns how many seconds it answered. Then ``problem`` says why it ended."""
        try:
            await self._start()
        except OSError as error:  # no room for another process, or another descriptor
            self.problem = Problem(
                code="runner_failed", params={"type": "OSError", "text": error.strerror or str(error)}
            )
            return 0.0
        await self._gone.wait()
        lived = time.monotonic() - self._ready_at if self._ready_at else 0.0
        status = await self._ending(self._number)
        if self.problem is None:
            self.problem = problem_of(status, system_killed=oom_kills() > self._oom_kills)
        return lived

    async def _start(self) -> None:
        ours, theirs = socket.socketpair()
        await asyncio.get_running_loop().create_unix_connection(lambda: self.link, sock=ours)
        with theirs:
            try:
                self._number = self._nursery.start(vars(self._told), theirs.fileno())
            except OSError:
                self.link.close()
                raise

    def unlock(self, passphrase: str) -> None:
        self.is_locked, self.problem = False, None
        self.link.tell(Kind.UNLOCK, passphrase.encode())

    def look(self, answer_seconds: float) -> None:
        """To be called at least once a second: gives up what takes too long, and ends a runner that is stuck."""
        self.link.expire()
        busy = self.answers and bool(self.link.in_flight or self.pulse.running or self.pulse.waiting)
        pulsed, self._pulsed = self._pulsed, False
        stuck = self._vigil.is_stuck(
            pulsed=pulsed, busy=busy, steps=self.pulse.steps, answer_seconds=answer_seconds
        )
        if stuck and not self._gone.is_set():
            self.problem = Problem(code="runner_stuck")
            self._nursery.kill(self._number)

    def close(self) -> None:
        """Let it go: nothing is asked of it any more."""
        self.link.close()

    async def _ending(self, number: int) -> int | None:
        """Its exit status; a runner that outlives its socket is ended. None when nobody can say."""
        for _ in range(2):
            with contextlib.suppress(TimeoutError):
                return await asyncio.wait_for(self._nursery.ended(number), _LEAVE_SECONDS)
            self._nursery.kill(number)
        return None

    def _take(self, taken: Frame) -> None:
        match taken.kind:
            case Kind.PULSE:
                self._pulsed = True
                before, self.pulse = self.pulse.why, Pulse.model_validate_json(taken.payload)
                if not self._knows_better(before):
                    return
            case Kind.READY:
                self.introduction = Introduction.model_validate_json(taken.payload)
                self._ready_at = time.monotonic()
                self.is_locked, self.problem = False, None
            case Kind.LOCKED:
                self.is_locked = True
                wrong = json.loads(taken.payload or b"{}").get("problem")
                self.problem = Problem.model_validate(wrong) if wrong else None
            case Kind.FAILED:
                self.refused_to_load = self.introduction is None
                self.problem = Problem.model_validate_json(taken.payload)
        self._changed()

    def _knows_better(self, before: str | None) -> bool:
        """Whether a runner that loads does something else than ``before``, or one that computes does so for another
        reason than it introduced itself with; that is taken over."""
        said, why = self.introduction, self.pulse.why
        if said is None:
            return why != before
        if why in (None, said.why):
            return False
        self.introduction = said.model_copy(update={"why": why})
        return True

    def _lose(self) -> None:
        self.is_locked = False
        self._gone.set()
        self._changed()


def problem_of(status: int | None, *, system_killed: bool) -> Problem:
    """Why a runner that said nothing has ended; ``system_killed``: meanwhile something was for lack of memory."""
    if system_killed and status == -signal.SIGKILL:
        return Problem(code="runner_out_of_memory")
    if status is not None and status < 0:
        return Problem(code="runner_killed", params={"signal": _name_of(-status)})
    return Problem(code="runner_ended", params={"status": status})


def _name_of(number: int) -> str:
    return signal.Signals(number).name if number in set(signal.Signals) else str(number)
