"""Brings a job's events into its state: one stream, from where the last one ended."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from gui.state.run import RunState

if TYPE_CHECKING:
    from gui.client.connection import Connection
    from gui.client.door import StreamEvent

_LIVE = frozenset({"waiting", "starting", "running"})


class EventFeed:
    """No QObject, so that it can still close its stream when the widget it served is being destroyed."""

    def __init__(
        self,
        connection: "Connection",
        job_id: str,
        state: RunState,
        refused: Callable[[tuple], None] | None = None,
    ) -> None:
        self._connection = connection
        self._job_id = job_id
        self._state = state
        self._refused = refused  # told when the engine will not give the events: no such run
        self._cursor = "0"
        self._following: Any = None
        self.follow()

    def follow(self) -> None:
        """Ask for what comes after the last event seen."""
        path = f"/v1/jobs/{self._job_id}/events?offset={self._cursor}"
        self._following = self._connection.follow(path, self._take, self._on_end, receiver=self._state)

    def follow_on(self, job_state: str) -> None:
        """A job that ended and goes on (resumed, retried) has more to say."""
        if self._following is None and job_state in _LIVE:
            self.follow()

    def close(self) -> None:
        if self._following is not None:
            self._following.close()
            self._following = None

    def _take(self, event: "StreamEvent") -> None:
        if event.id:
            self._cursor = event.id
        if event.name == "message" and isinstance(event.data, dict):
            self._state.receive(event.data)

    def _on_end(self, problems: tuple) -> None:
        self._following = None
        if problems and self._refused:
            self._refused(problems)
