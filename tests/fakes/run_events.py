"""A run's events as a worker writes them, made up but true to life: lots of steps, two ranks, evaluations, checkpoints."""

import json
import math
import random
from pathlib import Path
from typing import Any

Event = dict[str, Any]


class RunScript:
    """Writes the events of one run, step by step; ``step_seconds`` is how long a step seems to take."""

    def __init__(
        self, total: int = 600, epoch: int = 50, ranks: int = 2, step_seconds: float = 0.02, seed: int = 0
    ) -> None:
        self.total, self.epoch, self.ranks, self.step_seconds = total, epoch, ranks, step_seconds
        self.events: list[Event] = []
        self.elapsed = 0.0
        self.attempt = 0
        self._random = random.Random(seed)

    def say(self, kind: str, **values: Any) -> "RunScript":
        self.events.append(
            {
                "seq": len(self.events),
                "time": 1_790_000_000.0 + self.elapsed,
                "elapsed": self.elapsed,
                "kind": kind,
                **values,
            }
        )
        return self

    def start(self, step: int = 0) -> "RunScript":
        self.attempt += 1
        self.say("started", attempt=self.attempt, step=step, total_steps=self.total, steps_per_epoch=self.epoch,
                 world_size=self.ranks, devices=["cpu"] * self.ranks, backend="gloo", parameters=4993,
                 rows={"train": 354, "validation": 44, "test": 44}, cleaned={"missing": 0, "duplicates": 0},
                 versions={"torch": "2.13.0"})  # fmt: skip
        return self.say("phase", name="data")

    def loss(self, step: int) -> float:
        """The same at each attempt: a resumed run repeats what it did."""
        noise = random.Random(step * 7919 + 13).gauss(0, 0.12)
        return 0.6 + 3.2 * math.exp(-step / (self.total / 5)) * (1 + noise) + abs(noise)

    def steps(self, first: int, last: int, lot: int = 10) -> "RunScript":
        """Steps ``first`` … ``last``, in lots, with ranks, evaluations each epoch and checkpoints each 100."""
        step = first
        while step <= last:
            count = min(lot, last - step + 1)
            self._lot(step, count)
            step += count
            if (step - 1) % self.epoch == 0:
                self.evaluate(step - 1)
            if (step - 1) % 100 == 0:
                self.say(
                    "checkpoint", step=step - 1, name=f"step-{step - 1:06d}", bytes=183_500, seconds=0.02
                )
        return self

    def _lot(self, first: int, count: int) -> None:
        numbers = range(first, first + count)
        times = [self.elapsed + (index + 1) * self.step_seconds for index in range(count)]
        self.elapsed = times[-1]
        self.say("metrics", first_step=first, values={
            "loss": [self.loss(step) for step in numbers],
            "learning_rate": [1e-3 * min(1, step / 60) * (0.5 + 0.5 * math.cos(math.pi * step / self.total)) for step in numbers],
            "gradient_norm": [abs(self._random.gauss(1.2, 0.3)) for _ in numbers],
            "samples_per_second": [32 / self.step_seconds * self._random.uniform(0.92, 1.05) for _ in numbers],
            "elapsed": times,
        })  # fmt: skip
        if first // 50 != (first + count) // 50:
            self.rank_rows(first + count - 1)

    def rank_rows(self, step: int, slow: int | None = None) -> "RunScript":
        part = self.step_seconds
        rows = []
        for rank in range(self.ranks):
            work = 1.3 if rank == slow else 1.0
            rows.append({"rank": rank, "device": "cpu", "step_seconds": part, "memory": 251_000_000 + rank * 4_000_000, "busy": min(0.99, 0.74 * work),
                         "parts": {"data": part * 0.04, "forward": part * 0.31, "backward": part * 0.44, "sync": part * 0.12, "optimizer": part * 0.07, "other": part * 0.02}})  # fmt: skip
        return self.say("ranks", step=step, ranks=rows)

    def evaluate(
        self, step: int, split: str = "validation", final: bool = False, **values: Any
    ) -> "RunScript":
        loss = 0.75 + 3.2 * math.exp(-step / (self.total / 5))
        return self.say("evaluation", step=step, split=split, final=final, best=not final,
                        values={"loss": loss, "rmse": math.sqrt(loss), "mae": loss * 0.7, "r2": 1 - loss / 4, **values})  # fmt: skip

    def finish(self) -> "RunScript":
        for split in ("train", "validation", "test"):
            self.evaluate(self.total, split, final=True)
        metrics = {
            split: {"loss": 0.8, "rmse": 0.9, "mae": 0.6, "r2": 0.8}
            for split in ("train", "validation", "test")
        }
        self.say("phase", name="save")
        self.say("model", metrics=metrics)
        return self.say("ended", outcome="finished", step=self.total)

    def lines(self) -> list[str]:
        return [json.dumps(event) for event in self.events]

    def write(self, path: Path) -> Path:
        path.write_text("\n".join(self.lines()) + "\n")
        return path


def finished_run(total: int = 600, **options: Any) -> RunScript:
    """One attempt from first step to last."""
    return RunScript(total, **options).start().steps(1, total).finish()


def resumed_run(total: int = 600, died_at: int = 340, resumed_from: int = 300) -> RunScript:
    """Killed after a checkpoint; the second attempt does the lost steps anew."""
    script = RunScript(total).start().steps(1, died_at)
    return script.start(resumed_from).steps(resumed_from + 1, total).finish()
