"""One stream of the engine being read on a thread of its own."""

import json
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from gui.client.attempt import attempt
from gui.client.door import StreamEvent

if TYPE_CHECKING:
    from gui.client.connection import Connection


class Following:
    """Ends by itself when the stream says so, or by ``close``; a broken stream goes on where it was."""

    events: Callable[[Any], None]  # set before start; may be called from any thread
    ended: Callable[[Any], None]

    def __init__(self, path: str, resume: bool, source: "Connection") -> None:
        self.path = path
        self.over = False  # nothing more will come
        self._resume = resume
        self._source = source
        self._closed = threading.Event()
        self._connections = 0
        self._follower: Any = None

    def start(self) -> None:
        threading.Thread(target=self._read, name=f"follow {self.path}", daemon=True).start()

    @property
    def closed(self) -> bool:
        return self._closed.is_set()

    def close(self) -> None:
        """Give no more events, not even those already read."""
        self._closed.set()
        if self._follower is not None:
            self._follower.close()

    def _read(self) -> None:
        client = self._source.wait_for_client()
        if client is None or self.closed:
            return
        _, problems = attempt(lambda: self._pass_on(client))
        self.over = True
        if not self.closed:
            self.ended(problems)

    def _pass_on(self, client: Any) -> None:
        self._follower = self._source.open_stream(client, self.path, self._find)
        for message in self._follower:
            if self.closed:
                return
            self.events(StreamEvent(message.event, _parsed(message.data), message.cursor))

    def _find(self) -> tuple[str, str] | None:
        """Where the engine is now; asked once at the start and again whenever the stream broke."""
        self._connections += 1
        if self.closed:
            self._follower.close()
            return None
        if self._connections > 1:
            self._source.doubt()
            if not self._resume:
                self._follower.close()
                return None
        return self._source.address


def _parsed(data: str) -> Any:
    return json.loads(data) if data else None
