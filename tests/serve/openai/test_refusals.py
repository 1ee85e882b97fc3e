"""Each wrong value is refused in OpenAI's envelope, with the name of its field and in words."""

import pytest

USER = {"role": "user", "content": "hi"}
ENVELOPE = {"message", "type", "param", "code"}


@pytest.mark.parametrize(
    ("fields", "param", "code"),
    [
        ({"temperature": 2.1}, "temperature", "above_maximum"),
        ({"temperature": "1"}, "temperature", "not_number"),
        ({"temperature": True}, "temperature", "not_number"),
        ({"top_p": 0}, "top_p", "not_above"),
        ({"min_p": -0.1}, "min_p", "below_minimum"),
        ({"n": 0}, "n", "below_minimum"),
        ({"n": 1.5}, "n", "not_whole_number"),
        ({"seed": 2**63}, "seed", "above_maximum"),
        ({"max_tokens": 0}, "max_tokens", "below_minimum"),
        ({"max_tokens": 4097}, "max_tokens", "above_maximum"),
        ({"max_completion_tokens": 4097, "max_tokens": 1}, "max_completion_tokens", "above_maximum"),
        ({"stream": "yes"}, "stream", "not_switch"),
        ({"stop": ["a"] * 17}, "stop", "stop_form"),
        ({"stop": ""}, "stop", "stop_form"),
        ({"logit_bias": {"x": 1}}, "logit_bias", "token_number_form"),
        ({"logit_bias": {"26": 1}}, "logit_bias", "token_unknown"),
        ({"logit_bias": {"1": 101}}, "logit_bias.1", "above_maximum"),
        ({"logprobs": 3}, "logprobs", "not_switch"),
        ({"logprobs": True, "top_logprobs": 21}, "top_logprobs", "above_maximum"),
        ({"top_logprobs": 2}, "top_logprobs", "top_logprobs_alone"),
        ({"response_format": {"type": "xml"}}, "response_format.type", "not_a_choice"),
        ({"response_format": {"type": "json_schema"}}, "response_format.json_schema", "missing_key"),
        ({"messages": []}, "messages", "too_short"),
        ({"messages": "hi"}, "messages", "not_list"),
        ({"messages": [{"role": "tool", "content": "x"}]}, "messages[0].role", "not_a_choice"),
        ({"messages": [USER, {**USER, "content": 3}]}, "messages[1].content", "content_form"),
        (
            {"messages": [{**USER, "content": [{"type": "image_url", "image_url": {}}]}]},
            "messages[0].content",
            "content_form",
        ),
        ({"messages": [{**USER, "tool_calls": [{}]}]}, "messages[0].tool_calls", "not_offered"),
        ({"tools": [{"type": "function"}]}, "tools", "not_offered"),
        ({"tool_choice": "required"}, "tool_choice", "not_offered"),
        ({"modalities": ["text", "audio"]}, "modalities", "not_offered"),
        ({"reasoning_effort": "high"}, "reasoning_effort", "not_offered"),
        ({"chat_template": "{{ 1 }}"}, "chat_template", "not_offered"),
    ],
)  # fmt: skip
def test_a_wrong_value_of_a_conversation_is_named(story, fields, param, code):
    async def tell(desk):
        answer = await desk.post("/v1/chat/completions", {"messages": [USER], **fields})
        return answer, desk.runner.asked

    (status, answer), asked = story(tell)
    assert asked == []
    assert (status, answer["error"]["param"], answer["error"]["code"]) == (400, param, code)
    assert answer["error"].keys() == ENVELOPE
    assert answer["error"]["type"] == "invalid_request_error"
    assert answer["error"]["message"].startswith(param)


@pytest.mark.parametrize(
    ("fields", "param", "code"),
    [
        ({"prompt": []}, "prompt", "prompt_form"),
        ({"prompt": ["a", 1]}, "prompt", "prompt_form"),
        ({"prompt": [-1]}, "prompt", "prompt_form"),
        ({"prompt": [[]]}, "prompt", "prompt_form"),
        ({"prompt": None}, "prompt", "prompt_form"),
        ({"prompt": [26]}, "prompt", "token_unknown"),
        ({"prompt": ["a"] * 257}, "prompt", "too_many_prompts"),
        ({"prompt": ["a"] * 65, "n": 4}, "n", "too_many_answers"),
        ({"prompt": "a", "best_of": 2}, "best_of", "above_maximum"),
        ({"prompt": "a", "suffix": "b"}, "suffix", "not_offered"),
        ({"prompt": "a", "logprobs": True}, "logprobs", "not_whole_number"),
        ({}, "prompt", "missing_key"),
    ],
)
def test_a_wrong_value_of_a_completion_is_named(story, fields, param, code):
    status, answer = story(lambda desk: desk.post("/v1/completions", fields))
    assert (status, answer["error"]["param"], answer["error"]["code"]) == (400, param, code)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "not_json"),
        (b"{", "not_json"),
        (b'"\xff"', "not_json"),
        (b'{"prompt": "a", "temperature": NaN}', "not_json"),
        (b'{"prompt": "a", "temperature": 1e999}', "not_number"),
        (b'{"prompt": ' + b"[" * 500 + b"]" * 500 + b"}", "not_json"),
        (b"[]", "not_group"),
    ],
)
def test_what_is_no_object_of_json_is_refused(story, body, code):
    status, answer = story(lambda desk: desk.post("/v1/completions", body))
    assert (status, answer["error"]["code"]) == (400, code)


def test_half_a_sign_is_read_as_a_question_mark_and_a_whole_number_may_have_a_point(story):
    async def tell(desk):
        status, _ = await desk.post(
            "/v1/completions", b'{"prompt": "a\\ud800", "max_tokens": 2.0, "stop": null}'
        )
        return status, desk.runner.asked[0]

    status, asked = story(tell)
    assert (status, asked.prompt, asked.max_tokens) == (200, "a?", 2)


def test_an_unknown_model_has_the_code_that_clients_know(story):
    status, answer = story(lambda desk: desk.chat(model="other"))
    assert (status, answer["error"]["code"]) == (404, "model_not_found")


def test_a_long_wrong_value_is_cut_in_the_sentence(story):
    _, answer = story(lambda desk: desk.post("/v1/completions", {"prompt": [[1]] * 100_000 + ["x"]}))
    assert len(answer["error"]["message"]) < 300
