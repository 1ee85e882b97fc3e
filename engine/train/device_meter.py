"""The meter of a rank on a GPU, which works behind the loop's back: its own marks say when a part was done.

The processor only asks for the work. By its clock a step would take as long as the asking, and what it waited for at
the end of a lot would belong to nobody.
"""

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor

from engine.train.meter import Meter
from engine.train.strategy.base import Strategy
from engine.train.work import Work
from engine.worker.rank import Rank

_BEGIN, _END = "begin", "end"  # of a step, among the names of its parts


def _now_on_device() -> Any:
    mark = torch.cuda.Event(enable_timing=True)
    mark.record()
    return mark


class DeviceMeter(Meter):
    """Marks in the device's own stream of work, read once the lot's losses are there. ``now`` makes a mark."""

    def __init__(
        self, rank: Rank, strategy: Strategy, work: Work, now: Callable[[], Any] = _now_on_device
    ) -> None:
        self._now = now
        super().__init__(rank, strategy, work)

    def start(self) -> None:
        super().start()
        if self._passed and self._passed[-1][0] == _BEGIN:  # a step that was not taken
            self._passed.pop()
        self._passed.append((_BEGIN, self._now()))

    def mark(self, part: str) -> None:
        self._passed.append((part, self._now()))
        self.last_part = part

    def finish(self, loss: Tensor, norm: Tensor) -> None:
        super().finish(loss, norm)
        self._passed.append((_END, self._now()))

    def _open(self) -> None:
        self._passed: list[tuple[str, Any]] = []
        super()._open()

    def _step_times(self) -> tuple[np.ndarray, np.ndarray]:
        """Each step from mark to mark; the last one ended just now."""
        durations: list[float] = []
        last = None
        for part, mark in self._passed:
            seconds = last.elapsed_time(mark) / 1e3 if last is not None and part != _BEGIN else 0.0
            if part == _BEGIN:
                durations.append(0.0)
            durations[-1] += seconds
            if part not in (_BEGIN, _END):
                self._spent[part] += int(seconds * 1e9)
            last = mark
        taken = np.array(durations)
        later = np.append(np.cumsum(taken[:0:-1])[::-1], 0.0)  # seconds of the steps that followed each
        return time.perf_counter() - later, taken
