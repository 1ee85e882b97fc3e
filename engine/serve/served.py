"""One name behind the endpoint's address, as a request meets it. Which version answers is for ``Versions`` to say."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import Any

from engine.runner.exchange import Kind
from engine.runner.generation.request import GenerationRequest
from engine.schema.introduction import Introduction
from engine.schema.problem import Problem
from engine.schema.pulse import Pulse
from engine.schema.serve import LimitsSpec, ServedModel, ServedSpec, ServedState
from engine.serve.copy import Copy
from engine.serve.nursery import Nursery
from engine.serve.pending import Answer
from engine.serve.refused import Refused
from engine.serve.traffic import Traffic
from engine.serve.turn import Turn
from engine.serve.version import Version
from engine.serve.versions import Say, Versions

LOADING_SECONDS = 60.0  # that a request waits for a model that loads
RESTART_SECONDS = 10.0  # and for one that died and is started again
_MOST_BYTES = 256 << 20  # of requests in flight to one runner, unless a single one is larger
_SOON = [(b"retry-after", b"1")]


class Served:
    """Belongs to the event loop."""

    def __init__(
        self,
        spec: ServedSpec,
        limits: LimitsSpec,
        nursery: Nursery,
        say: Say,
        changed: Callable[["Served"], None],
    ) -> None:
        self.name = spec.name
        self.introduction: Introduction | None = None  # of the version that answers, or did last
        self.traffic = Traffic()
        self._changed = changed
        self._turn = Turn()
        self._waiting = 0  # requests that wait for a runner
        self._loop = asyncio.get_running_loop()
        self._asked_at = self._loop.time()
        self._removed = False
        self._versions = Versions(spec, limits, nursery, say, self._on_change)

    @property
    def spec(self) -> ServedSpec:
        """Of the version that answers, or will."""
        return self._versions.spec

    @property
    def limits(self) -> LimitsSpec:
        return self._versions.limits

    @property
    def state(self) -> ServedState:
        return self._versions.state

    @property
    def problem(self) -> Problem | None:
        """Why it failed, was started again, or why the next version does not come; else what its model warns of."""
        current, following = self._versions.current, self._versions.next
        if following is not None and following.is_locked:
            return following.problem or Problem(code="model_locked", severity="warning")
        failure = self._versions.problem or (current.problem if current is not None else None)
        return failure or (self.introduction.problem if self.introduction is not None else None)

    @property
    def waiting(self) -> int:
        """Requests that wait or are answered now."""
        return self._waiting + self._versions.in_flight

    @property
    def pulse(self) -> Pulse:
        """What its processes said last, in sum."""
        return self._versions.pulse

    @property
    def is_gone(self) -> bool:
        """Whether nothing of it runs, after ``remove``."""
        return self._removed and not self._versions.is_ending

    async def introduced(self) -> Introduction:
        """What the model says of itself; waits while it loads for the first time. Raises Refused."""
        if self.introduction is None:
            await self._awaited()
        assert self.introduction is not None  # noqa: S101 - a runner that answers has introduced itself
        return self.introduction

    async def ask(self, kind: Kind, payload: bytes) -> Answer:
        """Status and body; raises Refused. When the task is cancelled, the runner is told at once."""
        copy = self._copy() or await self._awaited()
        return await copy.link.ask(kind, payload, self._versions.limits.answer_seconds)

    async def generate(self, request: GenerationRequest) -> AsyncGenerator[tuple[Kind, Any], None]:
        """BEGUN, DELTA …, END with their values; raises Refused. Closed early, the runner is told at once."""
        copy = self._copy() or await self._awaited()
        async with aclosing(copy.link.generate(request, self._versions.limits.answer_seconds)) as pieces:
            async for piece in pieces:
                yield piece

    async def unlock(self, passphrase: str) -> None:
        """Open an encrypted model; raises Refused when the passphrase is wrong or none is asked for."""
        version = self._versions.locked
        if version is None:
            raise Refused(409, Problem(code="model_not_locked", params={"name": self.name}))
        version.unlock(passphrase)
        while self._versions.holds(version) and not (
            version.ready or version.is_locked or version.has_failed
        ):
            await self._turn.wait()
        if not version.ready:
            raise self._still_closed(version)

    def _still_closed(self, version: Version) -> Refused:
        if not self._versions.holds(version):  # removed or replaced meanwhile
            return Refused(409, Problem(code="model_not_locked", params={"name": self.name}))
        status, code = (503, "runner_ended") if version.has_failed else (403, "passphrase_wrong")
        return Refused(status, version.problem or Problem(code=code))

    async def load(self) -> None:
        """Have it answer, and wait until it does. Raises Refused."""
        if self._copy() is None:
            await self._awaited()

    def unload(self) -> None:
        """Give its memory back; what is in flight is answered, the next request loads it again."""
        self._versions.unload()

    def adopt(self, spec: ServedSpec, limits: LimitsSpec) -> None:
        """What is asked for now under this name."""
        self._versions.limits = limits
        self._versions.adopt(spec)

    def look(self) -> None:
        """To be called at least once a second: deadlines, signs of life, idleness."""
        self._versions.look()
        minutes = self.spec.idle_minutes
        if minutes is None or self.state != "ready" or self.waiting or self._versions.next is not None:
            return
        if self._loop.time() - self._asked_at > minutes * 60:
            self._versions.unload()

    def remove(self) -> None:
        """Take no more requests; those in flight are answered."""
        self._removed = True
        self._versions.end()
        self._turn.come()

    def told(self) -> ServedModel:
        """For people, as it is now."""
        versions, said = self._versions, self.introduction
        facts = said.model_dump(include=_SAID) if said is not None else {"why": self.pulse.why}
        return ServedModel(
            name=self.name,
            model=versions.spec.model,
            state=versions.state,
            next=versions.next.spec.model if versions.next is not None else None,
            memory=self.pulse.memory,
            restarts=versions.restarts,
            problem=self.problem,
            **facts,
        )

    def _copy(self) -> Copy | None:
        """The runner with the fewest requests in flight, None when none answers. Raises Refused when all are full."""
        self._asked_at = self._loop.time()
        version = self._versions.current
        if version is None or not version.ready:
            return None
        ready = version.ready
        copy = ready[0] if len(ready) == 1 else min(ready, key=_load)
        link = copy.link
        if link.in_flight * len(ready) >= self._versions.limits.queue or link.held_bytes > _MOST_BYTES:
            raise Refused(429, Problem(code="queue_full"), _SOON)
        return copy

    async def _awaited(self) -> Copy:
        """The same, once there is one."""
        if self._waiting >= self.limits.queue:
            raise Refused(429, Problem(code="queue_full"), _SOON)
        self._waiting += 1
        began = self._loop.time()
        try:
            while True:
                left = self._patience(began)
                self._versions.wake()
                await self._turn.wait(left)
                if (copy := self._copy()) is not None:
                    return copy
        finally:
            self._waiting -= 1

    def _patience(self, began: float) -> float:
        """How many more seconds to wait; raises Refused when there is nothing to wait for."""
        state = self.state
        if self._removed:
            raise Refused(404, Problem(code="model_not_served", params={"name": self.name}))
        if self._versions.next is None and state == "locked":
            raise Refused(503, Problem(code="model_locked"))
        if self._versions.next is None and state == "failed":
            raise Refused(503, self.problem or Problem(code="runner_ended"))
        most = RESTART_SECONDS if state == "restarting" else LOADING_SECONDS
        left = began + most - self._loop.time()
        if left <= 0:
            code = "model_restarting" if state == "restarting" else "model_loading"
            raise Refused(503, Problem(code=code, params={"name": self.name}), [(b"retry-after", b"5")])
        return left

    def _on_change(self) -> None:
        current = self._versions.current
        if current is not None and current.introduction is not None:
            self.introduction = current.introduction
        self._turn.come()
        self._changed(self)


_SAID = {"runner", "why", "rates", "can", "bits", "device", "context", "load_seconds"}


def _load(copy: Copy) -> int:
    return copy.link.in_flight
