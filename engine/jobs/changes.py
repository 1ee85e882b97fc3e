"""What lists must show anew, as numbered facts that any number of followers can wait for.

Only the newest value of each noun is kept, so a slow follower gets the present and never a backlog.
"""

import threading
from typing import Any

from engine.schema.api import Change

KEPT_REMOVALS = 10_000


class ChangeLog:
    """The newest change of every job, dataset and model, in the order they changed."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._revision = 0
        self._newest: dict[tuple[str, str], Change] = {}  # ordered: the last changed stands last

    def publish(self, noun: str, id: str, value: dict[str, Any] | None) -> None:
        """Say that a noun has a new value, or is gone (None)."""
        with self._condition:
            self._revision += 1
            self._newest.pop((noun, id), None)
            self._newest[noun, id] = Change(revision=self._revision, noun=noun, id=id, value=value)
            self._forget_old_removals()
            self._condition.notify_all()

    def snapshot(self) -> tuple[int, list[Change]]:
        """The present: its revision, and everything that exists."""
        with self._condition:
            return self._revision, [change for change in self._newest.values() if change.value is not None]

    def wait(self, after: int, timeout: float) -> list[Change]:
        """Changes past a revision, oldest first; empty when none came in time."""
        with self._condition:
            self._condition.wait_for(lambda: self._revision > after, timeout)
            fresh: list[Change] = []
            for change in reversed(self._newest.values()):
                if change.revision <= after:
                    break
                fresh.append(change)
            return fresh[::-1]

    def _forget_old_removals(self) -> None:
        if len(self._newest) <= KEPT_REMOVALS or self._revision % 1000:
            return
        removed = [key for key, change in self._newest.items() if change.value is None]
        for key in removed[: len(removed) // 2]:
            del self._newest[key]
