"""A service whose jobs are stand-ins, on a home with one dataset."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine.system.files import write_json
from engine.system.paths import Home
from engine.system.processes import end_processes, processes_of_job
from tests.fakes.jobs import Yard, put_dataset

STAND_IN = Path(__file__).parents[1] / "fakes" / "stand_in.py"


@pytest.fixture
def make_yard(home: Home) -> Iterator[Callable[..., Yard]]:
    """Services one after another on one home; everything they started is ended afterwards."""
    put_dataset(home)
    yards: list[Yard] = []

    def make(**behaviour: object) -> Yard:
        write_json(home.root / "behaviour.json", behaviour)
        yards.append(Yard(home, STAND_IN))
        return yards[-1]

    yield make
    for yard in yards:
        yard.close()
    for folder in home.runs.iterdir():
        end_processes(processes_of_job(folder.name, home.root), grace=0)


@pytest.fixture
def yard(make_yard: Callable[..., Yard]) -> Yard:
    return make_yard()
