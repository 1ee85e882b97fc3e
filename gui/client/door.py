"""The one place of the window that names the engine's client; imported late, off the GUI thread."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from engine.system.paths import Home

if TYPE_CHECKING:
    from engine.client.engine_client import EngineClient
    from engine.client.stream import Follower


class StreamEvent(NamedTuple):
    """One server-sent event: ``name`` ("message" unless the stream names it), ``data`` parsed, ``id`` to resume after."""

    name: str
    data: Any
    id: str


class Door:
    """Finds or starts the engine of one home, and opens its streams."""

    def __init__(self, home: Home) -> None:
        self.home = home

    def open(self) -> "EngineClient":
        """A client of a running engine; starts one when none runs. Slow: never on the GUI thread."""
        from engine.client.find import ensure_engine
        from engine.schema.api import WINDOW

        return ensure_engine(self.home, WINDOW)

    def find(self) -> "EngineClient | None":
        """A client of the engine that runs now; starts none."""
        from engine.client.engine_client import EngineClient
        from engine.client.find import find_engine
        from engine.schema.api import WINDOW

        file = find_engine(self.home)
        return EngineClient(file.url, file.token, WINDOW) if file else None

    def left_on_purpose(self) -> bool:
        """Whether the engine was told to end: then it takes its file with it; a killed one leaves it behind."""
        return not self.home.engine_file.exists()

    def instance(self, client: "EngineClient") -> str:
        """Which start of the engine this client talks to."""
        return client.engine().instance

    def follow(
        self, client: "EngineClient", path: str, find: Callable[[], tuple[str, str] | None]
    ) -> "Follower":
        """The messages of a stream; ``find`` is asked for the engine's address before each connection."""
        return client.follow(path, find=find)
