"""What the events of one endpoint add up to: its models by name, their traffic by the second. No Qt, no network."""

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any

Event = dict[str, Any]

MINUTE = 60
_KEPT = 2 * MINUTE  # traffic events of one name: one a second
_ALL = None  # in place of a name


class EndpointRecord:
    """Knows events alone; who asks for traffic says what time it is."""

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
        self._traffic: dict[str, deque[Event]] = {}

    def apply(self, events: Iterable[Event]) -> set[str]:
        """Take in events in order; returns which parts changed: served, traffic, phase."""
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
                for known in (self.served, self.swaps, self.failed_swaps, self._traffic):
                    known.pop(name, None)
                return "served"
            case {"kind": "swapped", "name": str(name), "after": str()}:
                self.swaps[name] = event
                self.failed_swaps.pop(name, None)
                return "served"
            case {"kind": "traffic", "requests": int()}:
                name = str(event.get("name") or "")
                self._traffic.setdefault(name, deque(maxlen=_KEPT)).append(event)
                return "traffic"
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

    # --- traffic, of one name or of all

    def minute(self, now: float, name: str | None = _ALL, figure: str = "requests") -> list[float]:
        """A figure in each of the last 60 seconds, the oldest first."""
        seconds = [0.0] * MINUTE
        for event in self._told(name):
            age = int(now - float(event.get("time") or 0.0))
            if 0 <= age < MINUTE:
                seconds[MINUTE - 1 - age] += float(event.get(figure) or 0)
        return seconds

    def rate(self, now: float, name: str | None = _ALL, figure: str = "requests") -> float:
        """A figure per second over the last five."""
        return sum(self.minute(now, name, figure)[-5:]) / 5

    def lost(self, now: float, name: str | None = _ALL) -> tuple[int, int]:
        """Requests of the last minute that failed, and that were refused."""
        failed, refused = (sum(self.minute(now, name, figure)) for figure in ("failed", "refused"))
        return int(failed), int(refused)

    def latencies(self, name: str | None = _ALL, first: bool = False) -> tuple[float | None, float | None]:
        """p50 and p99 in seconds, of the newest second that had any; with ``first`` to the first token."""
        p50, p99 = ("first_p50", "first_p99") if first else ("p50", "p99")
        told = [event for event in self._told(name) if event.get(p50) is not None]
        newest = max(told, key=lambda event: float(event.get("time") or 0.0), default={})
        return newest.get(p50), newest.get(p99)

    def memory(self, name: str | None = _ALL) -> int | None:
        """Bytes of the processes, as last told; before any traffic, as the models said when they were loaded."""
        names = self.served if name is None else (name,)
        known = [size for each in names if (size := self._memory_of(each)) is not None]
        return sum(known) if known else None

    def total(self, name: str | None = _ALL) -> int:
        """Requests since the endpoint started."""
        newest = [told[-1] for told in self._of(name) if told]
        return sum(int(event.get("total") or 0) for event in newest)

    def _memory_of(self, name: str) -> int | None:
        told = [event["memory"] for event in self._traffic.get(name, ()) if event.get("memory") is not None]
        return told[-1] if told else self.served.get(name, {}).get("memory")

    def _told(self, name: str | None) -> Iterator[Event]:
        for events in self._of(name):
            yield from events

    def _of(self, name: str | None) -> list[deque[Event]]:
        if name is None:
            return list(self._traffic.values())
        return [self._traffic[name]] if name in self._traffic else []
