"""What the engine says of itself in /openapi.json is what it does, for right requests and for wrong ones."""

import pytest
import schemathesis

from tests.api.conftest import TOKEN, engine_on
from tests.fakes.jobs import yards_on
from tests.fakes.made_requests import keep_to

HEADERS = {"Authorization": f"Bearer {TOKEN}"}
ENDLESS = "/stream$|/events$|^/v1/changes$"  # streams, which end when the client leaves
QUICK, LONG = 1, 40  # requests of each route


@pytest.fixture
def document(home):
    with yards_on(home) as make:
        yard = make()
        with engine_on(home.root, service=yard.service) as engine:
            found = schemathesis.openapi.from_url(f"{engine.url}/openapi.json", headers=HEADERS)
            yield found.exclude(path_regex=ENDLESS)


def test_the_engine_does_what_its_document_says(document):
    assert keep_to(document, QUICK, HEADERS) > 40


@pytest.mark.slow
def test_the_engine_does_what_its_document_says_at_length(document):
    assert keep_to(document, LONG, HEADERS) > 40
