"""One version of a model behind a name: as many runners as were asked for, each started again when it dies."""

import asyncio
import contextlib
import os
from collections.abc import Callable, Coroutine
from typing import Any

from engine.schema.introduction import Introduction
from engine.schema.problem import Problem
from engine.schema.pulse import Pulse
from engine.schema.serve import LimitsSpec, ServedSpec
from engine.serve.copy import Copy, Told
from engine.serve.nursery import Nursery
from engine.system.backoff import next_wait

_TRIES = 3  # of a version that never answered and is killed while it loads
_LOOK_SECONDS = 0.02  # between two looks whether the last request has been answered


class Version:
    """``changed`` is called when what it can do has changed. Belongs to the event loop."""

    def __init__(
        self, spec: ServedSpec, limits: LimitsSpec, nursery: Nursery, changed: Callable[[], None]
    ) -> None:
        self.spec, self.limits = spec, limits
        self.ready: list[Copy] = []  # those that answer now
        self.introduction: Introduction | None = None
        self.problem: Problem | None = None  # why it failed, is locked still, or was started again
        self.restarts = 0
        self.dropped = 0  # requests that went down with a runner
        self.has_failed = False
        self._nursery, self._changed = nursery, changed
        self._copies: list[Copy] = []
        self._passphrase: str | None = None
        self._closing = asyncio.Event()
        self._tasks = [_spawn(self._keep()) for _ in range(spec.workers)]

    @property
    def is_whole(self) -> bool:
        """Whether every one of its runners answers."""
        return len(self.ready) == self.spec.workers

    @property
    def is_locked(self) -> bool:
        return not self.ready and any(copy.is_locked for copy in self._copies)

    @property
    def in_flight(self) -> int:
        return sum(copy.link.in_flight for copy in self._copies)

    @property
    def pulses(self) -> list[Pulse]:
        return [copy.pulse for copy in self._copies]

    def unlock(self, passphrase: str) -> None:
        """Give it the passphrase; kept in memory, so that a runner that dies can be started again."""
        self._passphrase, self.problem = passphrase, None
        for copy in self._copies:
            if copy.is_locked:
                copy.unlock(passphrase)

    def look(self, answer_seconds: float) -> None:
        for copy in self._copies:
            copy.look(answer_seconds)

    async def retire(self, seconds: float) -> None:
        """Answer what is in flight, for so many seconds at most, then end."""
        self._closing.set()
        deadline = asyncio.get_running_loop().time() + seconds
        while self.in_flight and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(_LOOK_SECONDS)
        for copy in self._copies:
            copy.close()
        await asyncio.gather(*self._tasks)

    async def _keep(self) -> None:
        """Have one runner live as long as this version does."""
        wait: float | None = None
        tries = 0
        while not self._closing.is_set():
            copy = Copy(self._nursery, self._told(), self._on_change)
            self._copies.append(copy)
            lived = await copy.run()
            self._copies.remove(copy)
            self.dropped += copy.link.dropped
            if self._closing.is_set():
                break
            tries += 1
            self.problem = copy.problem
            if self.introduction is None and (copy.refused_to_load or tries >= _TRIES):
                self.has_failed = True
                self._on_change()
                return
            self.restarts += 1
            self._on_change()
            wait = next_wait(wait, lived)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._closing.wait(), wait)

    def _told(self) -> Told:
        threads = max(1, (os.cpu_count() or 1) // self.spec.workers)
        return Told(self.spec.model_dump(mode="json"), self.limits.model_dump(mode="json"), threads)

    def _on_change(self) -> None:
        self.ready = [copy for copy in self._copies if copy.answers]
        if self.ready:
            self.introduction = self.ready[0].introduction
        for copy in self._copies:
            if copy.is_locked:
                self._on_locked(copy)
        self._changed()

    def _on_locked(self, copy: Copy) -> None:
        if copy.problem is not None:  # the passphrase was wrong
            self.problem, self._passphrase = copy.problem, None
        elif self._passphrase is not None:
            copy.unlock(self._passphrase)


def _spawn(work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
    return asyncio.get_running_loop().create_task(work)
