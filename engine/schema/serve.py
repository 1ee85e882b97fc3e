"""What a person asks for when they serve a model, and what the served model says of itself."""

from typing import Annotated, Literal

from pydantic import Field

from engine.schema.base import DEVICE_FORM, NAME_FORM, Spec


class ServeSpec(Spec):
    """One endpoint: a model behind an address of its own."""

    kind: Literal["serve"] = "serve"
    name: str = Field(
        "endpoint",
        min_length=1,
        max_length=80,
        pattern=NAME_FORM,
        title="Name",
        description="What the endpoint is called in the lists.",
    )
    model: str = Field(min_length=1, title="Model", description="A model of the catalogue, by id or name.")
    device: Annotated[str, Field(pattern=DEVICE_FORM)] = Field(
        "cpu", title="Device", description="Where the model computes."
    )
    port: int = Field(
        0,
        ge=0,
        le=65535,
        title="Port",
        description="0 takes any free port and keeps it over restarts while it stays free.",
    )
    max_batch: int = Field(
        64, ge=1, le=4096, title="Largest batch", description="Requests answered in one pass of the model."
    )
    queue: int = Field(
        1024,
        ge=1,
        le=100_000,
        title="Longest queue",
        description="Inputs that may wait; more are answered with 429.",
    )
