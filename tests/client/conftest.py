"""An engine with a service in memory, as the tests of its routes use."""

from tests.api.conftest import engine

__all__ = ["engine"]
