"""What each step cost and brought, kept without waiting for the device, and told in lots.

A lot is as many steps as make about 0.2 s. At its end the ranks add up one small vector: the losses, each rank's
times, and (from rank 0) what was ordered and how long the next lot is. So measuring and stopping cost one
collective a lot. Within a lot a step costs five looks at the clock and two list entries.
"""

import math
import time
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from engine.schema.event import RankRow
from engine.train.gauge import Gauge, Reading
from engine.train.straggler import Symptoms
from engine.train.strategy.base import StepBatch, Strategy
from engine.train.work import Work
from engine.worker.orders import Order
from engine.worker.rank import Rank

PARTS = ("data", "forward", "backward", "sync", "optimizer", "checkpoint", "other")
LOT_SECONDS = 0.2
LONGEST_LOT = 1000
_ENDS = (None, "stop", "pause")
_SHARED = 3  # end, checkpoint, length of the next lot
# What a rank tells of a lot beside its parts; NaN is unknown.
OTHERS = ("seconds", "sent", "hidden", "flops", "peak", "staleness", *Reading._fields)
_PER_RANK = len(PARTS) + len(OTHERS)
_PEAK = len(PARTS) + OTHERS.index("peak")


@dataclass(frozen=True)
class Lot:
    """Consecutive steps, the same on every rank but for the times of its own marks."""

    first_step: int
    losses: np.ndarray  # mean over the global batch
    rows: np.ndarray  # of the global batch
    norms: np.ndarray
    marks: np.ndarray  # time.perf_counter at the end of each step
    durations: np.ndarray  # seconds of each step
    ranks: tuple[RankRow, ...]
    symptoms: dict[int, Symptoms]
    order: Order

    def first_bad_step(self) -> int | None:
        """The first step whose loss or gradient is no number."""
        bad = np.flatnonzero(~(np.isfinite(self.losses) & np.isfinite(self.norms)))
        return self.first_step + int(bad[0]) if len(bad) else None


class Meter:
    """Collects a lot and closes it."""

    def __init__(self, rank: Rank, strategy: Strategy, work: Work, peak: float | None = None) -> None:
        self._rank, self._strategy, self._work = rank, strategy, work
        self._gauge = Gauge(rank.device)
        self.peak = peak  # FLOP/s that this device reaches on plain matrix products
        self.last_part = "other"
        self._length = 1  # the first loss is told at once
        self._open()

    @property
    def lot_is_full(self) -> bool:
        return len(self) >= self._length

    def __len__(self) -> int:
        """Steps in the open lot."""
        return len(self._losses)

    def start(self) -> None:
        """Begin a step; what passed since the last one (evaluation, checkpoint) belongs to none."""
        self._last = self._started = time.perf_counter_ns()

    def mark(self, part: str) -> None:
        """The time since the last mark went to this part of the step."""
        now = time.perf_counter_ns()
        self._spent[part] += now - self._last
        self._last, self.last_part = now, part

    def add(self, part: str, seconds: float) -> None:
        """Time outside a step that went to this part."""
        self._spent[part] += int(seconds * 1e9)

    def count(self, batch: StepBatch) -> None:
        """Take note of the arithmetic of a step, divided by the ranks that share it."""
        flops = sum(self._work.of(part.inputs) for part in batch.passes)
        self._flops += flops * self._strategy.share.parts / self._strategy.workers

    def finish(self, loss: Tensor, norm: Tensor) -> None:
        """End a step: the loss summed over this rank's rows, and the gradient's norm, still on the device."""
        self._losses.append(loss.detach())
        self._norms.append(norm)
        self._marks.append((self._started, time.perf_counter_ns()))
        self._sent += float("nan") if self._strategy.bytes_sent is None else self._strategy.bytes_sent
        self._hidden += self._strategy.hidden_seconds or 0.0

    def close(self, first_step: int, rows: np.ndarray, order: Order, units: np.ndarray | None = None) -> Lot:
        """Add up over the ranks; ``order`` counts on the first rank alone. A collective: every rank closes at the same step.

        ``rows`` are those of each step's global batch; by its ``units``, or else by them, the summed losses become means.
        """
        steps, rank, world = len(self), self._rank.index, self._rank.world_size
        vector = np.zeros(steps + _SHARED + world * _PER_RANK)
        vector[:steps] = torch.stack(self._losses).double().cpu().numpy()  # waits for the device
        ends, durations = self._step_times()
        if self._rank.is_first:
            vector[steps : steps + _SHARED] = (
                _ENDS.index(order.end),
                order.checkpoint,
                self._next_length(durations),
            )
        own = steps + _SHARED + rank * _PER_RANK
        vector[own : own + _PER_RANK] = [
            *(ns / 1e9 for ns in self._spent.values()),
            durations.sum(),
            self._sent,
            self._hidden,
            self._flops,
            self.peak or float("nan"),
            float("nan"),
            *self._gauge.read(),
        ]
        norms = torch.stack(self._norms).double().cpu().numpy()
        vector = self._rank.sum_over_ranks(vector)

        end, checkpoint, self._length = (int(value) for value in vector[steps : steps + _SHARED])
        tables = vector[steps + _SHARED :].reshape(world, _PER_RANK)
        if self._rank.device.type == "cpu":  # one processor, which each rank saw more or less busy
            tables[:, _PEAK] = np.fmax.reduce(tables[:, _PEAK])
        ranks = tuple(
            _rank_row(number, row, steps, self._rank, self._strategy.role_of(number))
            for number, row in enumerate(tables)
        )
        self._open()
        return Lot(
            first_step,
            vector[:steps] / (rows if units is None else units),
            rows,
            norms,
            ends,
            durations,
            ranks,
            {number: _symptoms(row, steps) for number, row in enumerate(tables)},
            Order(_ENDS[end], bool(checkpoint)),
        )

    def _open(self) -> None:
        self._losses: list[Tensor] = []
        self._norms: list[Tensor] = []
        self._marks: list[tuple[int, int]] = []
        self._spent = dict.fromkeys(PARTS, 0)
        self._sent, self._hidden, self._flops = 0, 0.0, 0.0
        self.start()

    def _step_times(self) -> tuple[np.ndarray, np.ndarray]:
        """When each step ended, by time.perf_counter, and the seconds it took."""
        times = np.array(self._marks, dtype=np.int64).reshape(-1, 2) / 1e9
        return times[:, 1], times[:, 1] - times[:, 0]

    def _next_length(self, durations: np.ndarray) -> int:
        typical = float(np.median(durations))
        return int(min(max(LOT_SECONDS / max(typical, 1e-6), 1), LONGEST_LOT))


def _rank_row(number: int, row: np.ndarray, steps: int, rank: Rank, role: str) -> RankRow:
    parts = dict(zip(PARTS, (row[: len(PARTS)] / steps).tolist(), strict=True))
    told = dict(zip(OTHERS, row[len(PARTS) :].tolist(), strict=True))
    seconds = told["seconds"] / steps
    waiting = parts["sync"] if rank.world_size > 1 else 0.0
    speed = told["flops"] / told["seconds"] if told["seconds"] > 0 else None
    return RankRow(
        rank=number,
        device=rank.devices[number] if rank.devices else str(rank.device),
        step_seconds=seconds,
        memory=int(told["memory"]),
        busy=max(1 - waiting / seconds, 0.0) if seconds > 0 else None,
        parts=parts,
        role=role,
        bytes_sent=round(told["sent"] / steps)
        if rank.world_size > 1 and _known(told["sent"]) is not None
        else None,
        hidden=told["hidden"] / steps if told["hidden"] else None,
        flops=speed or None,
        peak_share=speed / told["peak"] if speed and told["peak"] > 0 else None,
        energy=_known(told["energy"]),
    )


def _symptoms(row: np.ndarray, steps: int) -> Symptoms:
    told = dict(zip(OTHERS, row[len(PARTS) :].tolist(), strict=True))
    wanted = told["computed"] + told["queued"]
    return Symptoms(
        bool(told["throttled"]),
        _known(told["temperature"]),
        own=_known(wanted / steps),
        processor=_known(told["computed"] / wanted) if wanted > 0 else None,
    )


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None
