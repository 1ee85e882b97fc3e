"""What the fields of several bodies share: their base, and what a program may write in each. Knows no model.

A field that is not known is ignored, as clients send what others invented; one that is known and cannot be honoured is
refused by ``reading``.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from engine.schema.sampling import SamplingSpec

MOST_STOPS, LONGEST_STOP = 16, 256
MOST_TOKEN = 2**31 - 1  # a token's number is kept in 32 bits
MOST_CHOICES = 128  # answers to one prompt
MOST_TOP = 20  # of the likeliest tokens
MOST_BIASED = 1024
_LONGEST_NAME = 200


class Body(BaseModel):
    """Written by programs: exact in types, tolerant of fields that others invented; null is as good as absent."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True, allow_inf_nan=False)


def _whole(value: Any) -> Any:
    """8.0 is a whole number, in JSON as in its schemas."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _as_in_the_form(name: str) -> Any:
    """A setting of the window's form: same bounds and words, but it may be absent."""
    field = SamplingSpec.model_fields[name]
    return Annotated[field.annotation, *field.metadata, Field(description=field.description)] | None


Whole = Annotated[int, BeforeValidator(_whole)]
Stop = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_STOP)]
Stops = Stop | Annotated[list[Stop], Field(max_length=MOST_STOPS, fail_fast=True)]
Token = Annotated[Whole, Field(ge=0, le=MOST_TOKEN)]
Tokens = Annotated[list[Token], Field(min_length=1, fail_fast=True)]
Texts = Annotated[list[str], Field(min_length=1, fail_fast=True)]
ListsOfTokens = Annotated[list[Tokens], Field(min_length=1, fail_fast=True)]
Prompt = str | Tokens | Texts | ListsOfTokens
Name = Annotated[str, Field(max_length=_LONGEST_NAME)]
Bias = Annotated[float, Field(ge=-100, le=100)]


class StreamOptions(Body):
    """What a stream tells beside the text."""

    include_usage: bool | None = Field(None, description="End with a chunk that counts the tokens.")


class JsonSchema(Body):
    """A JSON schema with the name that clients give it."""

    name: str | None = None
    schema_: dict[str, Any] = Field(alias="schema", description="What the answer is held to.")


class TextFormat(Body):
    """An answer that is free."""

    type: Literal["text"]


class ObjectFormat(Body):
    """An answer that is some JSON object."""

    type: Literal["json_object"]


class SchemaFormat(Body):
    """An answer that is JSON of a schema."""

    type: Literal["json_schema"]
    json_schema: JsonSchema


ResponseFormat = Annotated[TextFormat | ObjectFormat | SchemaFormat, Field(discriminator="type")]


class Sampling(Body):
    """How the next token is chosen, and when an answer ends."""

    model: Name | None = Field(None, description="The name it is served by.")
    stream: bool | None = Field(
        None, description="Send the answer while it is written, as server-sent events."
    )
    stream_options: StreamOptions | None = None
    n: Whole | None = Field(None, ge=1, le=MOST_CHOICES, description="Answers to each prompt.")
    max_tokens: Whole | None = Field(None, ge=1, description="Tokens that each answer may have.")
    stop: Stops | None = Field(None, description="Texts at which an answer ends; they are not part of it.")
    seed: Whole | None = Field(None, ge=-(2**63), le=2**63 - 1, description="The same seed, the same answer.")
    temperature: _as_in_the_form("temperature") = None
    top_p: _as_in_the_form("top_p") = None
    top_k: Whole | None = Field(
        None, ge=-1, le=MOST_TOKEN, description="Choose among so many of the likeliest; 0 and -1 among all."
    )
    min_p: _as_in_the_form("min_p") = None
    presence_penalty: _as_in_the_form("presence_penalty") = None
    frequency_penalty: _as_in_the_form("frequency_penalty") = None
    repetition_penalty: _as_in_the_form("repetition_penalty") = None
    logit_bias: dict[str, Bias] | None = Field(
        None, max_length=MOST_BIASED, description="Token numbers, and what is added to their logits."
    )
    response_format: ResponseFormat | None = Field(
        None, description="Hold the answer to JSON, or to a schema of it."
    )
    ignore_eos: bool | None = Field(None, description="Go on after the end of a text: for measurements.")
