"""Turns what the meter measured into events."""

import math
from typing import Any

import numpy as np

from engine.schema.event import Metrics, Ranks
from engine.train.meter import Lot
from engine.train.schedule import Schedule
from engine.worker.progress import Progress

RANKS_RHYTHM = 1.0  # seconds between two tables of ranks


class Report:
    """What a run says while it trains; on ranks other than 0 it goes nowhere."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._ranks_said = -math.inf

    def enter(self, phase: str) -> None:
        self._progress.enter(phase)

    def say(self, event: type, *, at_once: bool = True, **fields: Any) -> None:
        self._progress.writer.say(event, at_once=at_once, **fields)

    def flush(self) -> None:
        """Write what still waits for company."""
        self._progress.writer.flush()

    def make_durable(self) -> None:
        """Have what was written survive a power cut; may be called from another thread."""
        self._progress.writer.make_durable()

    def sync(self) -> None:
        self.flush()
        self.make_durable()

    def elapsed(self) -> float:
        return self._progress.stopwatch.read()

    def go_on_from(self, elapsed: float) -> None:
        """Count the seconds of training from there."""
        self._progress.stopwatch.set(elapsed)

    def lot(self, lot: Lot, schedule: Schedule) -> None:
        """Every step of a lot, and once a second the ranks. Steps are numbered from 1 where people see them."""
        steps = range(lot.first_step, lot.first_step + len(lot.losses))
        values = {
            "loss": _numbers(lot.losses),
            "learning_rate": tuple(schedule(step) for step in steps),
            "gradient_norm": _numbers(lot.norms),
            "samples_per_second": _numbers(lot.rows / np.maximum(lot.durations, 1e-9)),
            "elapsed": tuple(self._progress.stopwatch.at(mark) for mark in lot.marks.tolist()),
        }
        self.say(Metrics, first_step=lot.first_step + 1, values=values)
        if self.elapsed() - self._ranks_said >= RANKS_RHYTHM:
            self._ranks_said = self.elapsed()
            self.say(Ranks, step=lot.first_step + len(lot.losses), ranks=lot.ranks)


def _numbers(values: np.ndarray) -> tuple[float | None, ...]:
    """Plain numbers; None for what is not finite, because NaN is not JSON."""
    return tuple(value if math.isfinite(value) else None for value in values.tolist())
