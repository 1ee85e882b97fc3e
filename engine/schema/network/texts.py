"""Networks that read a text's words."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, model_validator

from engine.schema.base import Spec
from engine.schema.network.fields import dropout, max_tokens, vocabulary


class MeanEmbeddingSpec(Spec):
    """The mean of the words' embeddings, then a dense layer: light and hard to beat on short texts."""

    model_config = ConfigDict(title="Mean of embeddings")

    name: Literal["mean_embedding"] = "mean_embedding"
    vocabulary: int = vocabulary()
    width: int = Field(64, ge=1, le=8192, title="Embedding width", description="Numbers per word.")
    dropout: float = dropout(0.1)
    max_tokens: int = max_tokens(256)


class TextCnnSpec(Spec):
    """Convolutions over the words' embeddings, and the largest answer of each (Kim, 2014)."""

    model_config = ConfigDict(title="Text CNN")

    name: Literal["text_cnn"] = "text_cnn"
    vocabulary: int = vocabulary()
    width: int = Field(64, ge=1, le=8192, title="Embedding width", description="Numbers per word.")
    filters: int = Field(100, ge=1, le=8192, title="Filters", description="Patterns of each length.")
    lengths: tuple[Annotated[int, Field(ge=1, le=32)], ...] = Field(
        (3, 4, 5),
        min_length=1,
        max_length=16,
        title="Lengths",
        description="How many words in a row a pattern spans.",
    )
    dropout: float = dropout(0.3)
    max_tokens: int = max_tokens(256)


class TransformerEncoderSpec(Spec):
    """A small transformer encoder whose mean output is classified."""

    model_config = ConfigDict(title="Transformer encoder")

    name: Literal["transformer_encoder"] = "transformer_encoder"
    vocabulary: int = vocabulary()
    width: int = Field(
        64, ge=1, le=8192, title="Width", description="Numbers per word; a multiple of the heads."
    )
    layers: int = Field(2, ge=1, le=96, title="Layers", description="Encoder layers.")
    heads: int = Field(4, ge=1, le=128, title="Heads", description="Attention heads per layer.")
    dropout: float = dropout(0.1)
    max_tokens: int = max_tokens(128)

    @model_validator(mode="after")
    def _heads_divide_width(self) -> "TransformerEncoderSpec":
        if self.width % self.heads:
            raise ValueError("problem:heads_do_not_divide_width")
        return self
