"""A text goes on, in the form that the openai package's own types describe."""

import asyncio

import pytest
from openai.types import Completion

from engine.serve.http.openai.completions import CompletionForm
from tests.serve.openai.conftest import strictly


def test_an_answer_is_a_completion(story):
    status, answer = story(lambda desk: desk.complete("hi", max_tokens=3, logprobs=1))
    completion = strictly(Completion, answer)
    [choice] = completion.choices
    assert (status, choice.text, choice.finish_reason) == (200, "abc", "length")
    told = choice.logprobs
    assert (told.tokens, told.token_logprobs, told.text_offset) == (["a", "b", "c"], [-0.5] * 3, [0, 1, 2])
    assert [sorted(top) for top in told.top_logprobs] == [["a"], ["a", "b"], ["a", "c"]]
    assert completion.usage.total_tokens == 5


@pytest.mark.parametrize("prompt", [["hi", "ho"], [[7, 8], [7, 14]]])
def test_each_of_several_prompts_has_its_answers(story, prompt):
    async def tell(desk):
        return await desk.complete(prompt, n=2, max_tokens=2, echo=True), desk.requests[0]

    (_, answer), request = story(tell)
    completion = strictly(Completion, answer)
    assert [choice.text for choice in completion.choices] == ["hiab", "hibc", "hoab", "hobc"]
    assert [choice.index for choice in completion.choices] == [0, 1, 2, 3]
    assert (request.prompt_tokens, request.completion_tokens) == (4, completion.usage.completion_tokens)


def test_tokens_are_a_prompt(story):
    async def tell(desk):
        await desk.complete([0, 25])
        return desk.runner.asked[0]

    assert (story(tell).tokens, story(tell).max_tokens) == ((0, 25), 16)


def test_several_prompts_are_streamed_side_by_side(story):
    _, events = story(
        lambda desk: desk.complete(
            ["x", "y"], stream=True, max_tokens=3, stream_options={"include_usage": True}
        )
    )
    *chunks, last, done = events
    assert done is None
    texts = {0: "", 1: ""}
    for chunk in chunks:
        [choice] = strictly(Completion, {**chunk, "choices": _ended(chunk)}).choices
        texts[choice.index] += choice.text
    assert texts == {0: "abc", 1: "abc"}
    assert (last["choices"], last["usage"]["total_tokens"]) == ([], 8)


def _ended(chunk):
    """The package has no type of its own for chunks of this route; only “finish_reason” may be null in them."""
    return [{**choice, "finish_reason": choice["finish_reason"] or "stop"} for choice in chunk["choices"]]


def test_when_one_of_several_prompts_is_refused_the_others_are_cancelled(story):
    async def tell(desk):
        answer = await desk.complete(["hold", "overlong"])
        await desk.runner.was_cancelled.wait()
        return answer, len(desk.runner.cancelled)

    (status, answer), cancelled = story(tell)
    assert (status, answer["error"]["code"], cancelled) == (400, "context_length_exceeded", 1)


def test_when_the_client_of_several_prompts_goes_all_are_cancelled(story):
    async def tell(desk):
        asked = asyncio.create_task(desk.complete(["hold", "hold"]))
        await desk.runner.holds.wait()
        asked.cancel()
        await asyncio.wait({asked})
        await desk.runner.was_cancelled.wait()
        return len(desk.runner.cancelled)

    assert story(tell) == 2


def test_offsets_go_on_from_piece_to_piece_and_half_signs_are_spelt_by_their_bytes():
    form = CompletionForm()
    told = {"logprob": float("-inf"), "top": []}
    first = {"token": "ab", "bytes": [97, 98], "logprob": None, "top": []}
    [one] = form.pieces({"index": 0, "text": "ab", "tokens": [1], "logprobs": [first]})
    [two] = form.pieces(
        {"index": 0, "text": "", "tokens": [2], "logprobs": [{**told, "token": "�", "bytes": [0xE4]}]}
    )
    assert (one["logprobs"]["text_offset"], two["logprobs"]["text_offset"]) == ([0], [2])
    assert (one["logprobs"]["token_logprobs"], one["logprobs"]["top_logprobs"]) == ([None], [None])
    assert two["logprobs"]["top_logprobs"] == [{"bytes:\\xe4": -9999.0}]
