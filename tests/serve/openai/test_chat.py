"""A conversation is answered in the form that the openai package's own types describe, at once and as a stream."""

import asyncio
from string import ascii_lowercase

from openai.types.chat import ChatCompletion, ChatCompletionChunk

from engine.schema.serve import LimitsSpec
from tests.fakes.language_runner import INTRODUCTION
from tests.serve.openai.conftest import strictly


def test_an_answer_is_a_chat_completion(story):
    status, answer = story(lambda desk: desk.chat("hello", n=2, max_tokens=4, logprobs=True, top_logprobs=2))
    completion = strictly(ChatCompletion, answer)
    assert status == 200
    assert [choice.message.content for choice in completion.choices] == ["abcd", "bcde"]
    assert [choice.finish_reason for choice in completion.choices] == ["length", "length"]
    told = completion.choices[1].logprobs.content
    assert [token.token for token in told] == ["b", "c", "d", "e"]
    assert (told[0].bytes, told[0].logprob, len(told[0].top_logprobs)) == ([98], -0.5, 2)
    usage = completion.usage
    assert (usage.prompt_tokens, usage.completion_tokens, usage.total_tokens) == (5, 8, 13)
    assert usage.prompt_tokens_details.cached_tokens == 2


def test_a_stream_says_the_role_then_the_text_then_how_it_ended(story):
    status, events = story(lambda desk: desk.chat("hi", stream=True, max_tokens=3))
    *events, done = events
    chunks = [strictly(ChatCompletionChunk, event) for event in events]
    assert (status, done) == (200, None)
    assert [(chunk.choices[0].delta.role, chunk.choices[0].delta.content) for chunk in chunks] == [
        ("assistant", ""),
        (None, "a"),
        (None, "b"),
        (None, "c"),
        (None, None),
    ]
    assert [chunk.choices[0].finish_reason for chunk in chunks] == [None] * 4 + ["length"]
    assert len({(chunk.id, chunk.created, chunk.model, chunk.system_fingerprint) for chunk in chunks}) == 1
    assert all("usage" not in event for event in events)


def test_a_stream_that_is_to_count_ends_with_a_chunk_without_choices(story):
    _, events = story(
        lambda desk: desk.chat("hi", stream=True, max_tokens=2, n=2, stream_options={"include_usage": True})
    )
    *events, last, done = events
    assert done is None
    assert all(event["usage"] is None for event in events)
    chunk = strictly(ChatCompletionChunk, last)
    assert (chunk.choices, chunk.usage.total_tokens) == ([], 6)
    texts = {0: "", 1: ""}
    for event in events:
        [choice] = event["choices"]
        texts[choice["index"]] += choice["delta"].get("content") or ""
    assert texts == {0: "ab", 1: "bc"}


def test_log_probabilities_are_told_beside_each_piece_of_a_stream(story):
    _, events = story(lambda desk: desk.chat("hi", stream=True, max_tokens=2, logprobs=True))
    told = [strictly(ChatCompletionChunk, event).choices[0].logprobs for event in events[1:3]]
    assert [(entry.content[0].token, entry.content[0].top_logprobs) for entry in told] == [
        ("a", []),
        ("b", []),
    ]


def test_every_field_reaches_the_runner(story):
    fields = {
        "max_completion_tokens": 5,
        "stop": ["z"],
        "seed": -3,
        "temperature": 0,
        "top_p": 0.5,
        "top_k": -1,
        "min_p": 0.1,
        "presence_penalty": 1,
        "frequency_penalty": -1.5,
        "repetition_penalty": 1.2,
        "logit_bias": {"3": -100},
        "response_format": {"type": "json_schema", "json_schema": {"name": "x", "schema": {"type": "null"}}},
        "ignore_eos": True,
    }

    async def tell(desk):
        await desk.chat([{"type": "text", "text": "a"}, {"type": "text", "text": "b"}], **fields)
        await desk.chat(response_format={"type": "json_object"}, max_tokens=2, stop="q", temperature=None)
        return desk.runner.asked

    first, second = story(tell)
    said = first.model_dump(by_alias=True)
    assert said == {
        **said,
        "messages": ({"role": "user", "content": "ab"},),
        "max_tokens": 5,
        "stop": ("z",),
        "seed": -3,
        "temperature": 0.0,
        "top_p": 0.5,
        "top_k": 0,
        "min_p": 0.1,
        "presence_penalty": 1.0,
        "frequency_penalty": -1.5,
        "repetition_penalty": 1.2,
        "logit_bias": {3: -100.0},
        "schema": {"type": "null"},
        "ignore_end": True,
        "logprobs": None,
        "n": 1,
    }
    assert (second.schema_, second.max_tokens, second.stop, second.temperature) == (True, 2, ("q",), 1.0)


def test_an_answer_ends_by_itself_or_at_a_stop_or_at_the_endpoint_s_limit(story):
    async def tell(desk):
        ends = [await desk.chat(), await desk.chat(stop=["q", "x"]), await desk.chat(max_tokens=1)]
        return [answer["choices"][0] for _, answer in ends], desk.runner.asked[0].max_tokens

    choices, most = story(tell)
    said = [(choice["message"]["content"], choice["finish_reason"]) for choice in choices]
    assert said == [(ascii_lowercase, "stop"), ("abcdefghijklmnop", "stop"), ("a", "length")]
    assert most == LimitsSpec().max_tokens


def test_a_developer_speaks_as_the_system(story):
    messages = [
        {"role": "developer", "content": "Be brief."},
        {"role": "user", "content": "Hi", "name": "Ann"},
        {"role": "assistant", "content": None, "tool_calls": []},
    ]

    async def tell(desk):
        await desk.post("/v1/chat/completions", {"messages": messages})
        return desk.runner.asked[0].messages

    assert story(tell) == (
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Hi"},
        {"role": "assistant", "content": ""},
    )


def test_what_asks_nothing_of_the_answer_is_taken_and_not_looked_at(story):
    status, _ = story(
        lambda desk: desk.chat(
            user="u", metadata={"a": "b"}, store=True, service_tier="auto", parallel_tool_calls=False,
            tools=[], tool_choice="none", safety_identifier="s", somebody_elses=[1],
        )
    )  # fmt: skip
    assert status == 200


def test_what_a_request_cost_is_told_to_it(story):
    async def tell(desk):
        await desk.chat("hello", max_tokens=4)
        return desk.requests[0]

    request = story(tell)
    assert (request.prompt_tokens, request.completion_tokens) == (5, 4)
    assert request.first is not None


def test_a_client_that_goes_is_not_written_for_any_longer_than_a_tenth_of_a_second(story):
    async def tell(desk):
        asked = asyncio.create_task(desk.chat("hold", stream=True))
        await desk.until(b'"content": "c"')
        gone = asyncio.get_running_loop().time()
        asked.cancel()
        await asyncio.wait({asked})
        await desk.runner.was_cancelled.wait()
        return next(iter(desk.runner.cancelled.values())) - gone, desk.requests[0]

    waited, request = story(tell)
    assert waited < 0.1
    assert (request.prompt_tokens, request.completion_tokens) == (
        4,
        3,
    )  # what was written is counted all the same


def test_an_error_in_the_middle_of_a_stream_is_its_last_event(story):
    async def tell(desk):
        return await desk.chat("refuse", stream=True), await desk.chat("lose", stream=True)

    for status, events in story(tell):
        *chunks, last = events
        assert status == 200
        assert "".join(chunk["choices"][0]["delta"]["content"] for chunk in chunks) == "abc"
        assert last["error"]["type"] == "server_error"
        assert last["error"]["code"] in ("model_failed", "runner_lost")


def test_what_a_runner_refuses_before_it_begins_has_a_status_of_its_own(story):
    status, answer = story(lambda desk: desk.chat("overlong", stream=True))
    assert (status, answer["error"]["code"]) == (400, "context_length_exceeded")
    assert answer["error"]["message"].startswith("This model's maximum context length is 64 tokens.")


def test_a_model_that_holds_no_conversations_says_so(story):
    completes = INTRODUCTION.model_copy(update={"can": ("predict", "complete")})
    predicts = INTRODUCTION.model_copy(update={"can": ("predict",)})
    told = [story(lambda desk: desk.chat(), introduction) for introduction in (completes, predicts)]
    assert [(status, answer["error"]["code"]) for status, answer in told] == [
        (400, "model_cannot_chat"),
        (400, "model_cannot_write"),
    ]
