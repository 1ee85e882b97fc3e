"""A service whose jobs are stand-ins, on a home with one dataset."""

from collections.abc import Callable, Iterator

import pytest

from engine.system.paths import Home
from tests.fakes.jobs import Yard, yards_on


@pytest.fixture
def make_yard(home: Home) -> Iterator[Callable[..., Yard]]:
    with yards_on(home) as make:
        yield make


@pytest.fixture
def yard(make_yard: Callable[..., Yard]) -> Yard:
    return make_yard()
