"""The networks a person can choose, by name, with their sizes."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, model_validator

from engine.schema.base import Spec


class LinearSpec(Spec):
    """A weighted sum of the features."""

    model_config = ConfigDict(title="Linear")

    name: Literal["linear"] = "linear"


class MlpSpec(Spec):
    """Fully connected layers with ReLU between them."""

    model_config = ConfigDict(title="MLP")

    name: Literal["mlp"] = "mlp"
    hidden: tuple[Annotated[int, Field(ge=1, le=65536)], ...] = Field(
        (64, 64),
        max_length=64,
        title="Hidden layers",
        description="Width of each hidden layer, first to last.",
    )
    dropout: float = Field(
        0.0, ge=0, lt=1, title="Dropout", description="Share of activations set to zero while training."
    )


class MeanEmbeddingSpec(Spec):
    """The mean of the words' embeddings, then a dense layer: light and hard to beat on short texts."""

    model_config = ConfigDict(title="Mean of embeddings")

    name: Literal["mean_embedding"] = "mean_embedding"
    vocabulary: int = Field(
        20_000,
        ge=16,
        le=1_000_000,
        title="Vocabulary",
        description="Most frequent words kept.",
        json_schema_extra={"unit": "words"},
    )
    width: int = Field(64, ge=1, le=8192, title="Embedding width", description="Numbers per word.")
    dropout: float = Field(
        0.1, ge=0, lt=1, title="Dropout", description="Share of activations set to zero while training."
    )
    max_tokens: int = Field(
        256,
        ge=1,
        le=65536,
        title="Longest text",
        description="Later words are left out.",
        json_schema_extra={"unit": "words"},
    )


class TransformerEncoderSpec(Spec):
    """A small transformer encoder whose mean output is classified."""

    model_config = ConfigDict(title="Transformer encoder")

    name: Literal["transformer_encoder"] = "transformer_encoder"
    vocabulary: int = Field(
        20_000,
        ge=16,
        le=1_000_000,
        title="Vocabulary",
        description="Most frequent words kept.",
        json_schema_extra={"unit": "words"},
    )
    width: int = Field(
        64, ge=1, le=8192, title="Width", description="Numbers per word; a multiple of the heads."
    )
    layers: int = Field(2, ge=1, le=96, title="Layers", description="Encoder layers.")
    heads: int = Field(4, ge=1, le=128, title="Heads", description="Attention heads per layer.")
    dropout: float = Field(
        0.1, ge=0, lt=1, title="Dropout", description="Share of activations set to zero while training."
    )
    max_tokens: int = Field(
        128,
        ge=1,
        le=65536,
        title="Longest text",
        description="Later words are left out.",
        json_schema_extra={"unit": "words"},
    )

    @model_validator(mode="after")
    def _heads_divide_width(self) -> "TransformerEncoderSpec":
        if self.width % self.heads:
            raise ValueError("problem:heads_do_not_divide_width")
        return self


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


ModelSpec = Annotated[
    LinearSpec | MlpSpec | MeanEmbeddingSpec | TransformerEncoderSpec | DecoderSpec,
    Field(discriminator="name"),
]

TaskName = Literal["tabular_regression", "text_classification", "language_model"]
TEXT_TASKS = ("text_classification", "language_model")  # what is read is a column of texts
TARGET_TASKS = ("tabular_regression", "text_classification")  # what is predicted is a column

MODELS_OF_TASK: dict[str, tuple[str, ...]] = {
    "tabular_regression": ("linear", "mlp"),
    "text_classification": ("mean_embedding", "transformer_encoder"),
    "language_model": ("decoder",),
}
