"""A served model as a process of its own."""

from collections.abc import Iterator
from typing import Any

import pytest

from engine.system.paths import Home
from tests.fakes.endpoint import Endpoint
from tests.fakes.runner_program import PROGRAM
from tests.fakes.served_model import (
    endpoint_directory,
    save_language_model,
    save_table_model,
    save_text_model,
)


@pytest.fixture(scope="module")
def module_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("home")).create()


@pytest.fixture(scope="module")
def table(module_home: Home) -> Iterator[Endpoint]:
    """A table model, served for all tests of a module."""
    save_table_model(module_home)
    endpoint = Endpoint(endpoint_directory(module_home, "table-1")).wait_until_ready()
    yield endpoint
    endpoint.end()


@pytest.fixture(scope="module")
def text(module_home: Home) -> Iterator[Endpoint]:
    save_text_model(module_home)
    endpoint = Endpoint(endpoint_directory(module_home, "text-1", id="endpoint-2")).wait_until_ready()
    yield endpoint
    endpoint.end()


@pytest.fixture(scope="module")
def language(module_home: Home) -> Iterator[Endpoint]:
    save_language_model(module_home)
    endpoint = Endpoint(endpoint_directory(module_home, "language-1", id="endpoint-3")).wait_until_ready()
    yield endpoint
    endpoint.end()


@pytest.fixture
def start(home: Home) -> Iterator[Any]:
    """Start an endpoint whose runners have no model; it is ended afterwards."""
    started: list[Endpoint] = []

    def start_endpoint(*models: Any, **fields: Any) -> Endpoint:
        files = endpoint_directory(home, *(models or ("one",)), **fields)
        started.append(Endpoint(files, PROGRAM))
        return started[-1]

    yield start_endpoint
    for endpoint in started:
        endpoint.end()
