"""Which version of a model answers for a name, which is to take its place, and which are on their way out."""

import asyncio
from collections.abc import Callable
from typing import Any

from engine.schema.event import Swapped
from engine.schema.problem import Problem
from engine.schema.pulse import Pulse, added
from engine.schema.serve import LimitsSpec, ServedSpec, ServedState
from engine.serve.nursery import Nursery
from engine.serve.version import Version

_SLACK_SECONDS = 1.0  # in which the last requests are given up one by one

Say = Callable[..., None]  # of an EventWriter


class Versions:
    """No request is lost by a change: the new version takes over when it answers, the old one finishes its own."""

    def __init__(
        self,
        spec: ServedSpec,
        limits: LimitsSpec,
        nursery: Nursery,
        say: Say,
        changed: Callable[[], None],
    ) -> None:
        self.spec = spec  # of the version that answers, or will
        self.limits = limits
        self.next: Version | None = None
        self.problem: Problem | None = None  # why the next version never came
        self._wanted = spec
        self._nursery, self._say, self._changed = nursery, say, changed
        self._ending: dict[Version, asyncio.Task[None]] = {}
        self._restarts = 0  # of versions that are gone
        self.current: Version | None = self._make(spec)

    @property
    def state(self) -> ServedState:
        version = self.current
        if version is None:
            return "idle"
        if version.ready:
            return "ready"
        if version.is_locked:
            return "locked"
        if version.has_failed:
            return "failed"
        return "loading" if version.introduction is None else "restarting"

    @property
    def restarts(self) -> int:
        return self._restarts + (self.current.restarts if self.current else 0)

    @property
    def pulse(self) -> Pulse:
        """Of all processes together."""
        return added(pulse for version in self._all() for pulse in version.pulses)

    @property
    def in_flight(self) -> int:
        return sum(version.in_flight for version in self._all())

    @property
    def is_ending(self) -> bool:
        """Whether an earlier version still answers what it has."""
        return bool(self._ending)

    @property
    def locked(self) -> Version | None:
        """The version that waits for a passphrase."""
        waiting = (self.next, self.current)
        return next((version for version in waiting if version is not None and version.is_locked), None)

    def holds(self, version: Version) -> bool:
        """Whether it answers, or is to."""
        return version in (self.current, self.next)

    def adopt(self, spec: ServedSpec) -> None:
        """Make this what answers; asked for again, a version that has failed is tried again."""
        if spec == self._wanted and self.state != "failed" and self.problem is None:
            return
        self._wanted, self.problem = spec, None
        if self.next is not None:
            self._end(self.next)
            self.next = None
        if _runs_alike(spec, self.spec) and self.state != "failed":
            self.spec = spec
        else:
            self.next = self._make(spec)
        self._changed()

    def wake(self) -> None:
        """Load again what was unloaded."""
        if self.current is None:
            self.current = self._make(self.spec)
            self._changed()

    def unload(self) -> None:
        """Give the memory back until ``wake``."""
        if self.current is not None:
            self._end(self.current)
            self.current = None
            self._changed()

    def look(self) -> None:
        """To be called at least once a second."""
        for version in self._all():
            version.look(self.limits.answer_seconds)

    def end(self) -> None:
        """The name is served no more; what is in flight is answered."""
        for version in (self.current, self.next):
            if version is not None:
                self._end(version)
        self.current = self.next = None

    def _all(self) -> list[Version]:
        return [version for version in (self.current, self.next, *self._ending) if version is not None]

    def _make(self, spec: ServedSpec) -> Version:
        return Version(spec, self.limits, self._nursery, self._on_change)

    def _on_change(self) -> None:
        if self.next is not None and self.next.is_whole:
            self._take_over(self.next)
        elif self.next is not None and self.next.has_failed:
            self.problem = self.next.problem
            self._end(self.next)
            self.next = None
        self._changed()

    def _take_over(self, version: Version) -> None:
        before, self.current, self.next = self.current, version, None
        swapped = {"name": version.spec.name, "before": self.spec.model, "after": version.spec.model}
        self.spec = version.spec
        if before is None:
            self._say(Swapped, **swapped)
        else:
            self._end(before, swapped)

    def _end(self, version: Version, swapped: dict[str, Any] | None = None) -> None:
        self._restarts += version.restarts
        self._ending[version] = asyncio.get_running_loop().create_task(self._see_off(version, swapped))

    async def _see_off(self, version: Version, swapped: dict[str, Any] | None) -> None:
        before = version.dropped
        await version.retire(self.limits.answer_seconds + _SLACK_SECONDS)
        del self._ending[version]
        if swapped is not None:
            self._say(Swapped, **swapped, dropped=version.dropped - before)


def _runs_alike(one: ServedSpec, other: ServedSpec) -> bool:
    """Whether they differ in nothing that a runner is told."""
    return one.model_copy(update={"idle_minutes": None}) == other.model_copy(update={"idle_minutes": None})
