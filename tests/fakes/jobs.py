"""Specs, cards and a running service for tests of the life of a job."""

import itertools
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from engine.jobs.service import Service
from engine.schema.api import NewJob
from engine.schema.card import Column, DatasetCard
from engine.schema.job import Job, State
from engine.schema.train import TrainSpec
from engine.system.files import write_json
from engine.system.paths import Home
from engine.system.processes import end_processes, processes_of_job
from tests.fakes.machine import FakeMachine

_numbers = itertools.count()

STAND_IN = Path(__file__).with_name("stand_in.py")


def dataset_card(**changes: Any) -> DatasetCard:
    card = DatasetCard(
        id="points-abc123",
        name="points",
        source="/points.csv",
        created=1.0,
        bytes=1000,
        rows=100,
        columns=(
            Column(name="x", kind="number", distinct=100, minimum=0, maximum=1),
            Column(name="colour", kind="category", distinct=3),
            Column(name="y", kind="number", distinct=90, minimum=0, maximum=9),
        ),
        fingerprint="0" * 64,
        source_fingerprint="1" * 64,
    )
    return card.model_copy(update=changes)


def put_dataset(home: Home, card: DatasetCard | None = None) -> DatasetCard:
    """A dataset as its folder would hold it, without rows."""
    card = card or dataset_card()
    home.dataset(card.id).mkdir(parents=True)
    write_json(home.dataset(card.id) / "card.json", card.model_dump(mode="json"))
    return card


def train_spec(steps: int = 20, devices: tuple[str, ...] = ("cpu",), every: int = 10, **changes: Any) -> dict:
    return {
        "kind": "train",
        "name": "points",
        "task": "tabular_regression",
        "data": {"source": "points", "target": "y"},
        "model": {"name": "linear"},
        "training": {"max_steps": steps},
        "strategy": {"name": "single" if len(devices) == 1 else "ddp", "devices": list(devices)},
        "checkpoint": {"every_steps": every},
        **changes,
    }


def new_job(spec: dict | None = None, trial: bool = False, request_id: str | None = None) -> NewJob:
    return NewJob(
        spec=TrainSpec.model_validate(spec or train_spec()),
        request_id=request_id or f"request-{next(_numbers)}",
        trial=trial,
    )


class Yard:
    """A service with its keeper running."""

    def __init__(self, home: Home, program: Path, machine: FakeMachine | None = None) -> None:
        self.home = home
        self.service = Service(home, machine or FakeMachine(), program)
        self.service.start()
        self._open = True

    def close(self) -> None:
        if self._open:
            self._open = False
            self.service.close()

    def submit(self, steps: int = 20, trial: bool = False, **spec: Any) -> Job:
        return self.service.submit(new_job(train_spec(steps, **spec), trial=trial))

    def wait(self, id: str, *states: State, seconds: float = 20) -> Job:
        """The job once it is in one of these states."""
        self.until(lambda: self.service.job(id).state in states, seconds, f"{id} in {states}", id)
        return self.service.job(id)

    def wait_for_step(self, id: str, step: int, seconds: float = 20) -> Job:
        self.until(lambda: self.service.job(id).progress.step >= step, seconds, f"step {step}", id)
        return self.service.job(id)

    def until(
        self, condition: Callable[[], object], seconds: float, what: str, id: str | None = None
    ) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                pytest.fail(f"not within {seconds} s: {what}\n{self.service.job(id) if id else ''}")
            time.sleep(0.01)

    def processes(self, id: str) -> list[Any]:
        return processes_of_job(id, self.home.root)

    def role(self, id: str, role: str) -> Any:
        """The process of a job in this role."""
        return next(process for process in self.processes(id) if role in process.cmdline())

    def curve(self, id: str) -> list[tuple[int, float]]:
        """Step and loss as a chart would show them: a later attempt overwrites what it repeats."""
        return curve_of(self.home.run(id).events)


def curve_of(path: Path) -> list[tuple[int, float]]:
    points: dict[int, float] = {}
    for line in path.read_text().splitlines():
        event = json.loads(line)
        if event["kind"] == "started":
            points = {step: loss for step, loss in points.items() if step <= event["step"]}
        elif event["kind"] == "metrics":
            for number, loss in enumerate(event["values"]["loss"]):
                points[event["first_step"] + number] = loss
    return sorted(points.items())


@contextmanager
def yards_on(home: Home) -> Iterator[Callable[..., Yard]]:
    """Services one after another on one home; everything they started is ended afterwards."""
    put_dataset(home)
    yards: list[Yard] = []

    def make(**behaviour: object) -> Yard:
        write_json(home.root / "behaviour.json", behaviour)
        yards.append(Yard(home, STAND_IN))
        return yards[-1]

    try:
        yield make
    finally:
        for yard in yards:
            yard.close()
        for folder in home.runs.iterdir():
            end_processes(processes_of_job(folder.name, home.root), grace=0)
