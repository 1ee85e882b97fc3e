"""A deadline that is moved with every request and seldom comes."""

import asyncio
from collections.abc import Callable


class Deadline:
    """Calls ``over`` when the time is up. Moving it later costs no timer: the one that is set looks again."""

    __slots__ = ("_due", "_loop", "_over", "_timer")

    def __init__(self, loop: asyncio.AbstractEventLoop, over: Callable[[], None]) -> None:
        self._loop, self._over = loop, over
        self._due: float | None = None
        self._timer: asyncio.TimerHandle | None = None

    def expect(self, seconds: float) -> None:
        """From now on it is in so many seconds."""
        self._due = due = self._loop.time() + seconds
        if self._timer is not None:
            if self._timer.when() <= due:
                return
            self._timer.cancel()
        self._timer = self._loop.call_at(due, self._look)

    def forget(self) -> None:
        """There is none until ``expect``."""
        self._due = None

    def end(self) -> None:
        """There is none any more."""
        self._due = None
        if self._timer is not None:
            self._timer.cancel()

    def _look(self) -> None:
        self._timer = None
        if self._due is None:
            return
        if self._due > self._loop.time():
            self._timer = self._loop.call_at(self._due, self._look)
        else:
            self._over()
