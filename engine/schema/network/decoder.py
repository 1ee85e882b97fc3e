"""Networks that continue a text, trained from nothing."""

from typing import Literal

from pydantic import ConfigDict, Field

from engine.schema.base import Spec

DecoderSize = Literal["1m", "10m", "30m", "124m", "350m", "1b"]


class DecoderShape(Spec):
    """The numbers behind a size."""

    width: int
    layers: int
    heads: int
    kv_heads: int
    feed_forward: int  # inner width of SwiGLU
    vocabulary: int  # most tokens; the tokenizer of a small text has fewer


DECODER_SHAPES: dict[str, DecoderShape] = {
    size: DecoderShape(
        width=width, layers=layers, heads=heads, kv_heads=kv_heads, feed_forward=inner, vocabulary=vocabulary
    )
    for size, width, layers, heads, kv_heads, inner, vocabulary in (
        ("1m", 128, 4, 4, 4, 344, 1024),
        ("10m", 320, 7, 5, 5, 864, 2048),
        ("30m", 512, 8, 8, 8, 1376, 4096),
        ("124m", 768, 12, 12, 12, 2048, 25600),
        ("350m", 1024, 24, 16, 16, 2736, 24576),
        ("1b", 2048, 16, 32, 8, 8192, 24576),
    )
}


class DecoderSpec(Spec):
    """A transformer that continues a text (Llama architecture: RoPE, RMSNorm, SwiGLU)."""

    model_config = ConfigDict(title="Decoder")

    name: Literal["decoder"] = "decoder"
    size: DecoderSize = Field(
        "1m",
        title="Size",
        description="Parameters, about: width, layers and vocabulary follow from it.",
        json_schema_extra={
            "labels": {
                "1m": "1 M",
                "10m": "10 M",
                "30m": "30 M",
                "124m": "124 M",
                "350m": "350 M",
                "1b": "1 B",
            }
        },
    )
    context: int = Field(
        256,
        ge=8,
        le=131_072,
        title="Context",
        description="Tokens the model sees at once; a row of training is one such window.",
        json_schema_extra={"unit": "tokens"},
    )
    vocabulary: int | None = Field(
        None,
        ge=258,
        le=262_144,
        title="Vocabulary",
        description="Most tokens of the byte-pair tokenizer trained from the text; by size when left empty.",
        json_schema_extra={"unit": "tokens", "advanced": True},
    )

    @property
    def shape(self) -> DecoderShape:
        shape = DECODER_SHAPES[self.size]
        return shape.model_copy(update={"vocabulary": self.vocabulary or shape.vocabulary})
