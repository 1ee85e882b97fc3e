"""The machine as the screen shows it: its devices, an hour of samples, and who uses them. No widgets."""

from collections import deque
from collections.abc import Callable, Sequence
from itertools import takewhile
from math import ceil
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from engine.schema.machine import Machine, ProcessRow, Resources, Sample
    from gui.client.connection import Connection
    from gui.client.door import StreamEvent

HOUR = 3600.0


class MachineState(QObject):
    """Follows the resources only while somebody watches."""

    machine_changed = Signal()
    resources_changed = Signal()

    def __init__(self, connection: "Connection", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.machine: Machine | None = None
        self.samples: deque[Sample] = deque()
        self.processes: tuple[ProcessRow, ...] = ()
        self._connection = connection
        self._watchers = 0
        self._following: Any = None
        connection.state_changed.connect(self._on_state_changed)

    @property
    def latest(self) -> "Sample | None":
        return self.samples[-1] if self.samples else None

    def watch(self) -> None:
        """Somebody shows the resources: follow them."""
        self._watchers += 1
        if self._watchers == 1 and self._connection.state == "connected":
            self._begin()

    def unwatch(self) -> None:
        self._watchers = max(0, self._watchers - 1)
        if not self._watchers:
            self._end()

    def course(
        self, value: "Callable[[Sample], float | None]", seconds: float, points: int = 60
    ) -> list[float | None]:
        """A value over the last ``seconds`` as equally spaced means; None where nothing was measured."""
        return course([(sample.time, value(sample)) for sample in self._window(seconds)], seconds, points)

    def apply(self, resources: "Resources") -> None:
        """Samples that are new, and the processes of this moment."""
        newest = self.samples[-1].time if self.samples else 0.0
        self.samples.extend(sample for sample in resources.samples if sample.time > newest)
        while self.samples and self.samples[-1].time - self.samples[0].time > HOUR:
            self.samples.popleft()
        self.processes = resources.processes
        self.resources_changed.emit()

    def _window(self, seconds: float) -> "list[Sample]":
        """The samples of the last ``seconds``, by the samples' own clock."""
        if not self.samples:
            return []
        since = self.samples[-1].time - seconds
        newest_first = takewhile(lambda sample: sample.time > since, reversed(self.samples))
        return list(newest_first)[::-1]

    def _on_state_changed(self, state: str) -> None:
        self._end()
        if state == "connected":
            self._connection.call(lambda client: client.machine(), self._on_machine)
            if self._watchers:
                self._begin()

    def _begin(self) -> None:
        self._end()
        self._connection.call(lambda client: client.resources(HOUR), self._on_history)
        self._following = self._connection.follow("/v1/resources/stream", self._on_event)

    def _end(self) -> None:
        if self._following is not None:
            self._following.close()
            self._following = None

    def _on_machine(self, machine: "Machine") -> None:
        self.machine = machine
        self.machine_changed.emit()

    def _on_history(self, resources: "Resources") -> None:
        """The hour so far; live samples may have come before it, and a gap is filled by asking whole."""
        if resources.samples:
            self.samples.clear()
        self.apply(resources)

    def _on_event(self, event: "StreamEvent") -> None:
        from engine.schema.machine import Resources

        self.apply(Resources.model_validate(event.data))


def course(measured: Sequence[tuple[float, float | None]], seconds: float, points: int) -> list[float | None]:
    """Means of equal slices of time that end with the newest measurement; a slice or two without one repeat the last."""
    if not measured:
        return []
    start = measured[-1][0] - seconds
    slices: list[list[float]] = [[] for _ in range(points)]
    for time, value in measured:
        if value is not None:
            slices[max(0, ceil((time - start) / seconds * points) - 1)].append(value)
    means = [sum(each) / len(each) if each else None for each in slices]
    return _bridged(means)


def _bridged(means: list[float | None], longest: int = 3) -> list[float | None]:
    bridged: list[float | None] = []
    missing = 0
    for value in means:
        missing = missing + 1 if value is None else 0
        bridged.append(bridged[-1] if bridged and 0 < missing <= longest else value)
    return bridged
