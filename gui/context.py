"""What a page is given: the doors to the rest of the window. Pages hold nothing else of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gui.client.connection import Connection
    from gui.engine_process import EngineProcess
    from gui.state.library import Library
    from gui.state.machine import MachineState
    from gui.state.settings import Settings


@dataclass(frozen=True)
class Context:
    """One for the whole window; it outlives every page."""

    connection: "Connection"  # call() and follow()
    library: "Library"  # jobs, datasets, models as the change stream tells
    machine: "MachineState"  # devices and resources
    settings: "Settings"
    navigate: Callable[[str, str | None], None]  # (page key, id or None)
    notify: Callable[[str, str], None]  # (text, "info" | "good" | "warning" | "error"): a toast in the window
    engine: "EngineProcess | None" = None  # who answers; stop, restart
    # What should survive a change of language, which makes pages anew: page key → anything.
    memory: dict[str, Any] = field(default_factory=dict)
