"""What the events of one endpoint add up to: its models by name, and their swaps. No Qt, no network."""

from collections.abc import Iterable
from typing import Any

Event = dict[str, Any]


class EndpointRecord:
    """Knows events alone."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self.phase: str | None = None
        self.url: str | None = None
        self.fingerprint: str | None = None
        self.served: dict[str, Event] = {}  # a ``ServedModel`` by its name, in the order they came
        self.swaps: dict[str, Event] = {}  # the last swap of each name
        self.failed_swaps: dict[
            str, Event
        ] = {}  # why the last try to swap a name came to nothing, as a Problem

    def apply(self, events: Iterable[Event]) -> set[str]:
        """Take in events in order; returns which parts changed: served, phase."""
        changed = {self._apply(event) for event in events}
        return changed - {""}

    def _apply(self, event: Event) -> str:
        match event:
            case {"kind": "phase", "name": str(name)}:
                self.phase = name
                return "phase"
            case {"kind": "ready", "url": str(url)}:
                self.url, self.fingerprint, self.phase = url, event.get("fingerprint"), None
                return "served"
            case {"kind": "served", "served": {"name": str(name), "model": str(), "state": str()} as served}:
                return self._take_served(name, served)
            case {"kind": "unserved", "name": str(name)}:
                for known in (self.served, self.swaps, self.failed_swaps):
                    known.pop(name, None)
                return "served"
            case {"kind": "swapped", "name": str(name), "after": str()}:
                self.swaps[name] = event
                self.failed_swaps.pop(name, None)
                return "served"
            case {"kind": "started"}:
                self._begin()
                return "served"
        return ""

    def _take_served(self, name: str, served: Event) -> str:
        """A swap has failed when nothing loads any more, and the version is the one from before."""
        before = self.served.get(name, {})
        self.served[name] = served
        if served.get("next"):
            self.failed_swaps.pop(name, None)
        elif before.get("next") and served["model"] == before["model"] and served.get("problem"):
            self.failed_swaps[name] = served["problem"]
        return "served"
