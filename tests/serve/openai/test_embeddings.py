"""Vectors of texts as numbers or as base64, and the tokens of a text."""

import base64
import struct

import pytest
from openai.types import CreateEmbeddingResponse

from tests.fakes.language_runner import INTRODUCTION
from tests.serve.openai.conftest import strictly


def embed(given, **fields):
    return lambda desk: desk.post("/v1/embeddings", {"input": given, **fields})


@pytest.mark.parametrize(
    ("given", "lengths"), [("hello", [5]), (["a", "bc"], [1, 2]), ([1, 2, 3], [3]), ([[1], [2, 3]], [1, 2])]
)
def test_each_form_of_input_has_its_vectors(story, given, lengths):
    status, answer = story(embed(given, encoding_format="float", dimensions=3))
    response = strictly(CreateEmbeddingResponse, answer)
    assert status == 200
    assert [entry.embedding for entry in response.data] == [[length, 0.5, -1.0] for length in lengths]
    assert (response.usage.prompt_tokens, response.usage.total_tokens) == (sum(lengths), sum(lengths))


def test_base64_is_little_endian_32_bit(story):
    _, answer = story(embed("hello", encoding_format="base64"))
    data = base64.b64decode(answer["data"][0]["embedding"])
    assert struct.unpack("<3f", data) == (5.0, 0.5, -1.0)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"input": "a", "dimensions": 2}, "dimensions_fixed"),
        ({"input": [99]}, "token_unknown"),
        ({"input": ["a"] * 2049}, "too_many_prompts"),
        ({"input": []}, "prompt_form"),
        ({"input": "a", "encoding_format": "hex"}, "not_a_choice"),
    ],
)
def test_what_cannot_be_given_is_refused(story, fields, code):
    status, answer = story(lambda desk: desk.post("/v1/embeddings", fields))
    assert (status, answer["error"]["code"]) == (400, code)


def test_a_model_without_embeddings_says_so(story):
    writes = INTRODUCTION.model_copy(update={"can": ("predict", "complete", "chat")})
    status, answer = story(embed("a"), writes)
    assert (status, answer["error"]["code"]) == (400, "model_cannot_embed")


def test_tokens_of_a_text_and_of_a_conversation_are_counted(story):
    async def tell(desk):
        text = await desk.post("/v1/tokenize", {"prompt": "abc"})
        talk = await desk.post("/v1/tokenize", {"messages": [{"role": "user", "content": "ab"}]})
        neither = await desk.post("/v1/tokenize", {})
        return text, talk, neither

    text, talk, neither = story(tell)
    assert text == (200, {"model": "alphabet", "context": 64, "tokens": [0, 1, 2], "count": 3})
    assert talk[1]["count"] == 2
    assert (neither[0], neither[1]["error"]["code"]) == (400, "prompt_or_messages")
