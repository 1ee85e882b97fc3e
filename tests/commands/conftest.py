"""An engine with a service in memory, as the tests of its routes use."""

from tests.api.conftest import engine as fake_engine

__all__ = ["fake_engine"]
