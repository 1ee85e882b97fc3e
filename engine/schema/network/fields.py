"""Fields that several networks share."""

from typing import Any

from pydantic import Field


def dropout(share: float) -> Any:
    return Field(
        share, ge=0, lt=1, title="Dropout", description="Share of activations set to zero while training."
    )


def vocabulary() -> Any:
    return Field(
        20_000,
        ge=16,
        le=1_000_000,
        title="Vocabulary",
        description="Most frequent words kept.",
        json_schema_extra={"unit": "words"},
    )


def max_tokens(most: int) -> Any:
    return Field(
        most,
        ge=1,
        le=65536,
        title="Longest text",
        description="Later words are left out.",
        json_schema_extra={"unit": "words"},
    )


def image_size(pixels: int, least: int = 8) -> Any:
    return Field(
        pixels,
        ge=least,
        le=1024,
        title="Image size",
        description="Height and width to which images are brought.",
        json_schema_extra={"unit": "px"},
    )
