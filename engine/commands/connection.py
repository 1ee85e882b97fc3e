"""The engine as a command that stays for a while sees it: found again when it died, left when it was stopped."""

import time

from engine.client.engine_client import EngineClient, EngineLost
from engine.client.find import ensure_engine, find_engine
from engine.client.stream import Address
from engine.schema.api import COMMAND_LINE
from engine.system.paths import Home

GONE_SECONDS = 5.0  # without engine.json this long, the engine was stopped on purpose


class Connection:
    """A client that follows the engine of a home over its restarts."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self.client = ensure_engine(home)
        self._seen = time.monotonic()

    def find(self) -> Address | None:
        """Where the engine is now. One that died is started again; one that was stopped is not: EngineLost."""
        file = find_engine(self._home)
        if file:
            self._use(EngineClient(file.url, file.token, COMMAND_LINE))
        elif self._home.engine_file.exists():  # it had no time to take its file away
            self._use(ensure_engine(self._home))
        elif time.monotonic() - self._seen > GONE_SECONDS:
            raise EngineLost("the engine was stopped")
        else:
            return None
        return self.client.url, self.client.token

    def _use(self, client: EngineClient) -> None:
        self._seen = time.monotonic()
        if client.token != self.client.token:
            self.client = client
