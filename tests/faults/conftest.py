"""Services with stand-in processes, to be broken; what survives is looked at by the next one."""

from collections.abc import Callable, Iterator

import pytest

from engine.system.paths import Home
from tests.fakes.jobs import Yard, yards_on


@pytest.fixture
def make_yard(home: Home) -> Iterator[Callable[..., Yard]]:
    with yards_on(home) as make:
        yield make
