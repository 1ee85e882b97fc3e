"""Tells the navigation what it counts: live runs, models, endpoints, and the engine's state."""

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from gui.i18n.amounts import duration

if TYPE_CHECKING:
    from gui.engine_process import EngineProcess
    from gui.state.library import Library
    from gui.widgets.navigation import Navigation

_LIVE = ("waiting", "starting", "running", "pausing", "stopping")
_COLOURS = {"connected": "good", "connecting": "warning", "lost": "bad"}


class EngineFoot(QObject):
    """Lives as long as its navigation."""

    def __init__(self, navigation: "Navigation", library: "Library", engine: "EngineProcess") -> None:
        super().__init__(navigation)
        self._navigation = navigation
        self._library = library
        self._engine = engine
        self._soon = QTimer(self, singleShot=True, interval=100)  # many changes, one look
        self._soon.timeout.connect(self.refresh)
        self._clock = QTimer(self, interval=20_000)
        self._clock.timeout.connect(self.refresh)
        self._clock.start()
        for signal in (
            library.job_changed,
            library.job_removed,
            library.models_changed,
            library.synced,
            engine.changed,
        ):
            signal.connect(self._on_changed)
        self.refresh()

    def refresh(self) -> None:
        runs = [job for job in self._library.jobs.values() if job.kind == "train" and job.state in _LIVE]
        served = [job for job in self._library.jobs.values() if job.kind == "serve" and job.state in _LIVE]
        self._navigation.set_count("runs", len(runs))
        self._navigation.set_count("models", len(self._library.models))
        self._navigation.set_count("serve", len(served))
        queued = sum(job.state == "waiting" for job in runs)
        self._navigation.set_engine(
            _COLOURS[self._engine.state], self._state(), self._detail(len(runs) - queued, queued)
        )

    def _state(self) -> str:
        match self._engine.state:
            case "connected":
                return self.tr("Engine · local")
            case "connecting":
                return self.tr("Engine · starting")
        return self.tr("Engine · not running")

    def _detail(self, running: int, queued: int) -> str:
        if self._engine.state != "connected":
            return ""
        parts = [self.tr("1 run") if running == 1 else self.tr("{0} runs").format(running)]
        if queued:
            parts.append(self.tr("{0} queued").format(queued))
        if self._engine.info is not None:
            parts.append(self.tr("up {0}").format(_largest_unit(time.time() - self._engine.info.started)))
        return " · ".join(parts)

    def _on_changed(self, *_: object) -> None:
        if not self._soon.isActive():
            self._soon.start()


def _largest_unit(seconds: float) -> str:
    for unit in (86400, 3600, 60):
        if seconds >= unit:
            return duration(seconds // unit * unit)
    return duration(float(round(max(1.0, seconds))) if seconds >= 10 else 10.0)
