"""How a language model draws its words: what a person sets beside a prompt."""

from pydantic import Field

from engine.schema.base import ADVANCED, Spec


class SamplingSpec(Spec):
    """Names and meanings are those of the endpoint's own requests; defaults are those of the playground."""

    temperature: float = Field(
        0.7,
        ge=0,
        le=2,
        title="Temperature",
        description="Higher varies more; 0 always takes the likeliest token.",
    )
    top_p: float = Field(
        0.95,
        gt=0,
        le=1,
        title="Top p",
        description="Draws from the likeliest tokens that together have this probability.",
    )
    max_tokens: int = Field(
        256,
        ge=1,
        le=1_048_576,
        title="Max tokens",
        description="The answer ends after so many tokens.",
    )
    top_k: int = Field(
        0,
        ge=0,
        le=1_000_000,
        title="Top k",
        description="Draws from so many of the likeliest tokens; 0 from all.",
        json_schema_extra=ADVANCED,
    )
    min_p: float = Field(
        0.0,
        ge=0,
        le=1,
        title="Min p",
        description="Leaves out tokens that are less likely than this share of the likeliest.",
        json_schema_extra=ADVANCED,
    )
    presence_penalty: float = Field(
        0.0,
        ge=-2,
        le=2,
        title="Presence penalty",
        description="Above 0, tokens that the answer has already are less likely.",
        json_schema_extra=ADVANCED,
    )
    frequency_penalty: float = Field(
        0.0,
        ge=-2,
        le=2,
        title="Frequency penalty",
        description="Above 0, a token is less likely the more often the answer has it.",
        json_schema_extra=ADVANCED,
    )
    repetition_penalty: float = Field(
        1.0,
        gt=0,
        le=10,
        title="Repetition penalty",
        description="Above 1, tokens of the prompt and the answer are less likely.",
        json_schema_extra=ADVANCED,
    )
    seed: int | None = Field(
        None,
        ge=0,
        le=2**63 - 1,
        title="Seed",
        description="The same seed gives the same answer. Empty draws anew each time.",
        json_schema_extra=ADVANCED,
    )
    stop: tuple[str, ...] = Field(
        (),
        max_length=16,
        title="Stop",
        description="The answer ends before any of these texts; commas between.",
        json_schema_extra=ADVANCED,
    )
