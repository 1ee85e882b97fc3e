"""Networks for rows of a table."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, model_validator

from engine.schema.base import Spec
from engine.schema.network.fields import dropout


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
    dropout: float = dropout(0.0)


class ResnetMlpSpec(Spec):
    """Dense layers with short cuts around each pair (Gorishniy et al., 2021)."""

    model_config = ConfigDict(title="ResNet-style MLP")

    name: Literal["resnet_mlp"] = "resnet_mlp"
    width: int = Field(
        128, ge=1, le=65536, title="Width", description="Numbers that pass from block to block."
    )
    inner: int = Field(256, ge=1, le=65536, title="Inner width", description="Width inside a block.")
    blocks: int = Field(3, ge=1, le=64, title="Blocks", description="Pairs of dense layers.")
    dropout: float = dropout(0.1)


class FtTransformerSpec(Spec):
    """Each column a token, and a transformer over them (Gorishniy et al., 2021)."""

    model_config = ConfigDict(title="FT-Transformer")

    name: Literal["ft_transformer"] = "ft_transformer"
    width: int = Field(
        64, ge=1, le=8192, title="Width", description="Numbers per column; a multiple of the heads."
    )
    layers: int = Field(3, ge=1, le=96, title="Layers", description="Transformer layers.")
    heads: int = Field(8, ge=1, le=128, title="Heads", description="Attention heads per layer.")
    dropout: float = dropout(0.1)

    @model_validator(mode="after")
    def _heads_divide_width(self) -> "FtTransformerSpec":
        if self.width % self.heads:
            raise ValueError("problem:heads_do_not_divide_width")
        return self
