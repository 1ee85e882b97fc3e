"""What a body asks of a language model: one request to its runner for each prompt, every value checked against it."""

from typing import Any

from engine.runner.generation.request import GenerationRequest
from engine.schema.introduction import Ability, Introduction
from engine.schema.serve import LimitsSpec
from engine.serve.http.openai.bodies import ChatBody, CompletionBody, conversation_of
from engine.serve.http.openai.fields import JsonSchema, ObjectFormat, ResponseFormat, Sampling, SchemaFormat
from engine.serve.http.openai.reading import MOST_PROMPTS, refused

Prompts = list[str] | list[list[int]]
_COMPLETION_TOKENS = 16  # of a completion whose body says nothing, as OpenAI has it
_REFUSED = {"complete": "model_cannot_write", "chat": "model_cannot_chat", "embed": "model_cannot_embed"}


def check_ability(name: str, introduction: Introduction, ability: Ability) -> None:
    """Raises Refused (400) when the model cannot do it."""
    if ability not in introduction.can:
        is_mute = ability == "chat" and "complete" not in introduction.can
        raise refused("model_cannot_write" if is_mute else _REFUSED[ability], "model", name=name)


def conversation_request(body: ChatBody, introduction: Introduction, limits: LimitsSpec) -> GenerationRequest:
    """A conversation and the answer it asks for. Raises Refused (400)."""
    if body.top_logprobs and not body.logprobs:
        raise refused("top_logprobs_alone", "top_logprobs")
    most = "max_tokens" if body.max_completion_tokens is None else "max_completion_tokens"
    return GenerationRequest(
        messages=tuple(conversation_of(body.messages)),
        max_tokens=_within(getattr(body, most), most, limits) or limits.max_tokens,
        logprobs=(body.top_logprobs or 0) if body.logprobs else None,
        **_sampling(body, introduction),
    )


def completion_requests(
    body: CompletionBody, introduction: Introduction, limits: LimitsSpec
) -> list[GenerationRequest]:
    """One request a prompt. Raises Refused (400)."""
    prompts = prompts_of(body.prompt, "prompt", MOST_PROMPTS)
    answers = len(prompts) * (body.n or 1)
    if answers > MOST_PROMPTS:
        raise refused("too_many_answers", "n", answers=answers, most=MOST_PROMPTS)
    shared = {
        "max_tokens": _within(body.max_tokens or _COMPLETION_TOKENS, "max_tokens", limits),
        "echo": bool(body.echo),
        "logprobs": body.logprobs,
        **_sampling(body, introduction),
    }
    return [GenerationRequest(**_prompt(prompt, introduction), **shared) for prompt in prompts]


def prompts_of(given: Any, field: str, most: int) -> Prompts:
    """The four forms as one: a list of texts, or of lists of token numbers. Raises Refused (400) when it is too long."""
    prompts = [given] if isinstance(given, str) or isinstance(given[0], int) else given
    if len(prompts) > most:
        raise refused("too_many_prompts", field, prompts=len(prompts), most=most)
    return prompts


def check_tokens(tokens: list[int], field: str, introduction: Introduction) -> None:
    """Raises Refused (400) when the model has no such token."""
    size = introduction.vocabulary
    if size is not None and max(tokens) >= size:
        raise refused("token_unknown", field, token=max(tokens), vocabulary=size)


def _prompt(prompt: str | list[int], introduction: Introduction) -> dict[str, Any]:
    if isinstance(prompt, str):
        return {"prompt": prompt}
    check_tokens(prompt, "prompt", introduction)
    return {"tokens": tuple(prompt)}


def _within(tokens: int | None, field: str, limits: LimitsSpec) -> int | None:
    """Raises Refused (400) when an answer is to be longer than the endpoint allows."""
    if tokens is not None and tokens > limits.max_tokens:
        raise refused("above_maximum", field, value=tokens, bound=limits.max_tokens)
    return tokens


def _sampling(body: Sampling, introduction: Introduction) -> dict[str, Any]:
    """What both kinds of text share; an absent field leaves the request's own default."""
    asked = {
        "n": body.n,
        "stop": (body.stop,) if isinstance(body.stop, str) else tuple(body.stop or ()),
        "ignore_end": body.ignore_eos,
        "seed": body.seed,
        "temperature": body.temperature,
        "top_p": body.top_p,
        "top_k": None if body.top_k is None else max(body.top_k, 0),
        "min_p": body.min_p,
        "presence_penalty": body.presence_penalty,
        "frequency_penalty": body.frequency_penalty,
        "repetition_penalty": body.repetition_penalty,
        "logit_bias": _biases(body.logit_bias or {}, introduction),
        "schema": _schema(body.response_format),
    }
    return {name: value for name, value in asked.items() if value is not None}


def _biases(given: dict[str, float], introduction: Introduction) -> dict[int, float]:
    biases = {}
    for key, bias in given.items():
        if not (key.isascii() and key.isdigit() and len(key) < 10):
            raise refused("token_number_form", "logit_bias", value=key[:20])
        biases[int(key)] = bias
    if biases:
        check_tokens(list(biases), "logit_bias", introduction)
    return biases


def _schema(asked: ResponseFormat | None) -> dict[str, Any] | bool | None:
    match asked:
        case ObjectFormat():
            return True
        case SchemaFormat(json_schema=JsonSchema(schema_=schema)):
            return schema
        case _:
            return None
