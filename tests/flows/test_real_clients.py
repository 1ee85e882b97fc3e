"""Clients that people have, as shipped, ask a served language model: the openai package, litellm and langchain."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any, Literal

import openai
import pytest
from openai.types.chat import ChatCompletion
from pydantic import BaseModel

from engine.system.paths import Home
from tests.fakes.served_model import SECRET, endpoint_directory, save_language_model
from tests.serve.conftest import Endpoint

pytestmark = pytest.mark.flow

MODEL = "language-1"
TALK: list[Any] = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "a good film"}]
PROMPT = "a good"


class Verdict(BaseModel):
    """A shape that random weights do not find by themselves."""

    label: Literal["good", "bad"]
    sure: bool


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    home = Home(tmp_path_factory.mktemp("home")).create()
    save_language_model(home, MODEL, context=256, chats=True)
    running = Endpoint(endpoint_directory(home, MODEL)).wait_until_ready()
    yield running
    running.end()


@pytest.fixture(scope="module")
def address(endpoint: Endpoint) -> dict[str, str]:
    return {"base_url": f"http://127.0.0.1:{endpoint.port}/v1", "api_key": SECRET}


@pytest.fixture(scope="module")
def client(address: dict[str, str]) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(**address, max_retries=0, timeout=60) as opened:
        yield opened


class TestOpenAI:
    def test_it_lists_the_models(self, client):
        assert [model.id for model in client.models.list()] == [MODEL]
        assert client.models.retrieve(MODEL).owned_by == "modelyard"

    def test_the_same_seed_gives_the_same_conversation(self, client):
        asked = {"model": MODEL, "messages": TALK, "max_tokens": 6, "seed": 5, "temperature": 1.5}
        first, second = (client.chat.completions.create(**asked) for _ in range(2))
        assert first.choices[0].message.content == second.choices[0].message.content
        assert (first.usage.completion_tokens, first.choices[0].finish_reason) == (6, "length")

    def test_a_stream_says_what_the_answer_says_and_is_counted(self, client):
        asked = {"model": MODEL, "messages": TALK, "max_completion_tokens": 6, "temperature": 0}
        whole = client.chat.completions.create(**asked)
        chunks = list(
            client.chat.completions.create(**asked, stream=True, stream_options={"include_usage": True})
        )
        text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
        assert text == whole.choices[0].message.content
        assert chunks[-1].choices == []
        assert chunks[-1].usage.total_tokens == whole.usage.total_tokens

    def test_a_stream_is_put_together_by_the_client_itself(self, client):
        asked = {"model": MODEL, "messages": TALK, "max_tokens": 68, "seed": 1, "logprobs": True}
        with client.chat.completions.stream(**asked, response_format=Verdict) as stream:
            kinds = {event.type for event in stream}
            final = stream.get_final_completion().choices[0]
        assert {"chunk", "content.delta", "content.done", "logprobs.content.delta"} <= kinds
        assert isinstance(final.message.parsed, Verdict)
        assert "".join(token.token for token in final.logprobs.content).startswith(final.message.content[:1])

    def test_a_raw_response_has_a_status_and_headers(self, client):
        raw = client.chat.completions.with_raw_response.create(model=MODEL, messages=TALK, max_tokens=1)
        assert (raw.status_code, raw.headers["content-type"]) == (200, "application/json")
        assert isinstance(raw.parse(), ChatCompletion)

    def test_an_answer_is_parsed_into_a_class(self, client):
        parsed = client.chat.completions.parse(
            model=MODEL, messages=TALK, response_format=Verdict, max_tokens=128, seed=1
        )
        assert isinstance(parsed.choices[0].message.parsed, Verdict)
        loose = client.chat.completions.create(
            model=MODEL, messages=TALK, response_format={"type": "json_object"}, max_tokens=1
        )
        assert loose.choices[0].message.content.lstrip()[:1] in ("{", "")

    def test_a_text_goes_on_from_each_form_of_prompt(self, client):
        tokens = self._tokens(client, PROMPT)
        asked = {"model": MODEL, "max_tokens": 4, "temperature": 0}
        text, listed, numbers, several = (
            client.completions.create(prompt=prompt, **asked)
            for prompt in (PROMPT, [PROMPT], tokens, [tokens] * 2)
        )
        said = [choice.text for answer in (text, listed, numbers, several) for choice in answer.choices]
        assert len(said) == 5
        assert set(said) == {text.choices[0].text}
        echoed = client.completions.create(prompt=PROMPT, echo=True, logprobs=2, **asked).choices[0]
        assert echoed.text.startswith(PROMPT)
        assert len(echoed.logprobs.tokens) == len(tokens) + 4
        streamed = client.completions.create(prompt=PROMPT, stream=True, **asked)
        assert "".join(chunk.choices[0].text for chunk in streamed) == text.choices[0].text

    def test_a_stop_ends_the_text_and_is_no_part_of_it(self, client):
        asked = {"model": MODEL, "prompt": PROMPT, "max_tokens": 8, "seed": 3, "n": 2}
        free = client.completions.create(**asked).choices[0].text
        stop = next(letter for letter in free if letter != "�")
        held = client.completions.create(**asked, stop=[stop]).choices[0]
        assert (held.text, held.finish_reason) == (free[: free.index(stop)], "stop")

    def test_vectors_come_as_base64_and_are_those_of_the_numbers(self, client):
        usual = client.embeddings.create(model=MODEL, input=[PROMPT, "a"])  # base64, decoded by the client
        plain = client.embeddings.create(model=MODEL, input=[PROMPT, "a"], encoding_format="float")
        tokens = client.embeddings.create(model=MODEL, input=self._tokens(client, PROMPT))
        first = usual.data[0].embedding
        assert first == pytest.approx(plain.data[0].embedding, abs=1e-6)
        assert first == pytest.approx(tokens.data[0].embedding, abs=1e-6)
        assert first != pytest.approx(usual.data[1].embedding, abs=1e-3)
        assert sum(value * value for value in first) == pytest.approx(1, abs=1e-3)

    def test_each_failure_is_the_client_s_own_error(self, client, address):
        with pytest.raises(openai.NotFoundError) as unknown:
            client.chat.completions.create(model="other", messages=TALK)
        with pytest.raises(openai.BadRequestError) as wrong:
            client.chat.completions.create(model=MODEL, messages=TALK, temperature=3)
        with pytest.raises(openai.BadRequestError) as long:
            client.completions.create(model=MODEL, prompt=PROMPT * 400)
        with pytest.raises(openai.AuthenticationError) as stranger:
            openai.OpenAI(base_url=address["base_url"], api_key="wrong", max_retries=0).models.list()
        errors = [found.value for found in (unknown, wrong, long, stranger)]
        assert [error.code for error in errors[:3]] == [
            "model_not_found",
            "above_maximum",
            "context_length_exceeded",
        ]
        assert wrong.value.param == "temperature"

    def test_many_ask_at_once_and_one_leaves_early(self, address):
        async def tell() -> list[str]:
            async with openai.AsyncOpenAI(**address, max_retries=0) as many:

                async def ask(number: int) -> str:
                    stream = await many.chat.completions.create(
                        model=MODEL, messages=TALK, max_tokens=6, temperature=0, stream=True
                    )
                    said = ""
                    async for chunk in stream:
                        said += chunk.choices[0].delta.content or ""
                        if number == 0 and said:
                            await stream.close()
                            break
                    return said

                return await asyncio.gather(*map(ask, range(4)))

        left, *others = asyncio.run(tell())
        assert len(set(others)) == 1
        assert others[0].startswith(left)

    def _tokens(self, client: openai.OpenAI, text: str) -> list[int]:
        return client.post("/tokenize", body={"prompt": text}, cast_to=dict[str, Any])["tokens"]


class TestLiteLLM:
    @pytest.fixture
    def litellm(self, monkeypatch: pytest.MonkeyPatch) -> Any:
        monkeypatch.setenv(
            "LITELLM_LOCAL_MODEL_COST_MAP", "True"
        )  # else it asks the network when it is imported
        import litellm

        return litellm

    def test_conversations_texts_and_vectors(self, litellm, address):
        to = {
            "model": f"openai/{MODEL}",
            "api_base": address["base_url"],
            "api_key": SECRET,
            "num_retries": 0,
        }
        answer = litellm.completion(**to, messages=TALK, max_tokens=6, temperature=0)
        stream = litellm.completion(
            **to,
            messages=TALK,
            max_tokens=6,
            temperature=0,
            stream=True,
            stream_options={"include_usage": True},
        )
        chunks = list(stream)
        said = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
        assert said == answer.choices[0].message.content
        assert answer.usage.completion_tokens == 6
        to["model"] = f"text-completion-openai/{MODEL}"
        assert litellm.text_completion(**to, prompt=PROMPT, max_tokens=3).choices[0].text
        to["model"] = f"openai/{MODEL}"
        assert len(litellm.embedding(**to, input=[PROMPT, "a"]).data) == 2
        with pytest.raises(litellm.ContextWindowExceededError):
            litellm.completion(**to, messages=[{"role": "user", "content": PROMPT * 400}])


class TestLangChain:
    @pytest.fixture
    def chat(self, address: dict[str, str]) -> Any:
        from langchain_openai import ChatOpenAI

        return ChatOpenAI(model=MODEL, **address, temperature=0, max_tokens=8, max_retries=0)

    def test_invoke_and_stream_say_the_same(self, chat):
        answer = chat.invoke("a good film")
        chunks = list(chat.stream("a good film", stream_usage=True))
        assert "".join(chunk.text for chunk in chunks) == answer.text
        assert answer.usage_metadata["output_tokens"] == 8
        assert sum(chunk.usage_metadata["output_tokens"] for chunk in chunks if chunk.usage_metadata) == 8

    def test_an_answer_is_held_to_a_class(self, chat):
        held = chat.model_copy(update={"max_tokens": 68}).with_structured_output(
            Verdict, method="json_schema"
        )
        assert isinstance(held.invoke("a good film"), Verdict)

    def test_what_is_too_long_is_its_own_error(self, chat):
        from langchain_core.exceptions import ContextOverflowError

        with pytest.raises(ContextOverflowError):
            chat.invoke(PROMPT * 400)

    def test_vectors(self, address):
        from langchain_openai import OpenAIEmbeddings

        # It would count tokens with a tokenizer of OpenAI's, which it fetches from the network.
        vectors = OpenAIEmbeddings(model=MODEL, **address, check_embedding_ctx_length=False)
        query, (first, second) = vectors.embed_query(PROMPT), vectors.embed_documents([PROMPT, "a"])
        assert query == pytest.approx(first, abs=1e-6)
        assert query != pytest.approx(second, abs=1e-3)


def test_what_a_stream_sends_is_plain_server_sent_events(endpoint, client):
    """What no client checks: one event a line, ended by an empty one, and DONE as the last."""
    with client.chat.completions.with_streaming_response.create(
        model=MODEL, messages=TALK, max_tokens=2, stream=True
    ) as answer:
        assert answer.headers["content-type"] == "text/event-stream"
        lines = list(answer.iter_lines())
    said, empty = lines[0::2], lines[1::2]
    assert set(empty) == {""}
    assert said[-1] == "data: [DONE]"
    assert [json.loads(line.removeprefix("data: "))["object"] for line in said[:-1]] == [
        "chat.completion.chunk"
    ] * (len(said) - 1)
