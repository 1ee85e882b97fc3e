"""What a runner says of itself once its model is loaded."""

from typing import Literal

from pydantic import Field

from engine.schema.base import Record
from engine.schema.card import ModelCard
from engine.schema.problem import Problem

Ability = Literal["predict", "chat", "complete", "embed"]


class Introduction(Record):
    """The payload of READY: what can be asked, and what it took."""

    card: ModelCard
    can: tuple[Ability, ...]
    runner: str  # "builtin", "vllm", "llama_cpp"
    why: str | None = None  # a code: why this runner was taken
    rates: dict[str, float] = Field(default_factory=dict)  # tokens/s of the runners that were measured
    bits: int | None = None
    device: str = "cpu"
    memory: int | None = None  # bytes
    context: int | None = None  # tokens, of a language model
    dimensions: int | None = None  # of its embeddings
    vocabulary: int | None = None
    load_seconds: float = 0.0
    problem: Problem | None = None  # a warning: it answers, but not as one would expect
