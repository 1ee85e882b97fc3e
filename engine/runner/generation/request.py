"""What is asked of a language model, as the server passes it on: every value checked, every default filled in."""

from typing import Any

from pydantic import Field

from engine.schema.base import Record


class GenerationRequest(Record):
    """The payload of GENERATE. Exactly one of ``messages``, ``prompt`` and ``tokens`` is there."""

    # A conversation; its template stands in the model's folder.
    messages: tuple[dict[str, Any], ...] | None = None
    prompt: str | None = None
    tokens: tuple[int, ...] | None = None
    echo: bool = False  # a completion that begins with its prompt
    n: int = 1  # answers, each with a seed of its own
    max_tokens: int | None = None  # None: as many as the context leaves
    stop: tuple[str, ...] = ()
    ignore_end: bool = False  # go on after the end of a text: for measurements
    seed: int | None = None
    temperature: float = 1.0  # 0 takes the likeliest token
    top_p: float = 1.0
    top_k: int = 0  # 0: all
    min_p: float = 0.0
    presence_penalty: float = 0.0
    frequency_penalty: float = 0.0
    repetition_penalty: float = 1.0
    logit_bias: dict[int, float] = Field(default_factory=dict)
    # How many of the likeliest tokens are told beside each; 0: the taken one alone.
    logprobs: int | None = None
    # A JSON schema; True: any JSON object.
    schema_: dict[str, Any] | bool | None = Field(None, alias="schema")
