"""What an endpoint says of itself in /openapi.json is what it does: requests made from the document find no status,
type or body that it does not name, and nothing that fails."""

from collections.abc import Iterator

import pytest
import schemathesis

from engine.system.paths import Home
from tests.fakes.language_runner import NAME, ServedAlphabet
from tests.fakes.made_requests import keep_to
from tests.fakes.served_model import SECRET
from tests.serve.http.conftest import Door

KEY = {"Authorization": f"Bearer {SECRET}"}
QUICK, LONG = 3, 60  # requests of each route


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Iterator[schemathesis.BaseSchema]:
    """That of an endpoint with a language model, which has nearly every route."""
    door = Door(Home(tmp_path_factory.mktemp("home")).create(), (NAME,)).start(ServedAlphabet)
    yield schemathesis.openapi.from_url(f"{door.server.url}/openapi.json", headers=KEY)
    door.end()


def test_an_endpoint_does_what_its_document_says(document):
    assert keep_to(document, QUICK, KEY) > 10


@pytest.mark.slow
def test_an_endpoint_does_what_its_document_says_at_length(document):
    assert keep_to(document, LONG, KEY) > 10
