"""Networks that say which items a user would choose."""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, model_validator

from engine.schema.base import ADVANCED, Spec
from engine.schema.network.fields import dropout


def _width(numbers: int) -> Any:
    return Field(numbers, ge=1, le=8192, title="Width", description="Numbers per user and per item.")


def _negatives() -> Any:
    return Field(
        64,
        ge=1,
        le=10_000,
        title="Negatives",
        description="Items drawn for each one that was chosen, which the model learns to rank below it; ratings need none.",
        json_schema_extra=ADVANCED,
    )


def _sparse() -> Any:
    return Field(
        False,
        title="Sparse gradients",
        description="Only the rows of the embedding tables that a batch has touched move: for millions of users or items.",
        json_schema_extra=ADVANCED,
    )


def _hidden() -> Any:
    return Field(
        (64, 32),
        max_length=16,
        title="Hidden layers",
        description="Width of each hidden layer, first to last.",
    )


_Width = Annotated[int, Field(ge=1, le=65536)]


class MatrixFactorizationSpec(Spec):
    """Users and items as points, and a bias for each (Koren et al., 2009)."""

    model_config = ConfigDict(title="Matrix factorisation")

    name: Literal["matrix_factorization"] = "matrix_factorization"
    width: int = _width(32)
    negatives: int = _negatives()
    sparse: bool = _sparse()


class NeuralCfSpec(Spec):
    """Matrix factorisation beside an MLP over both points (He et al., 2017)."""

    model_config = ConfigDict(title="Neural collaborative filtering")

    name: Literal["neural_cf"] = "neural_cf"
    width: int = _width(32)
    hidden: tuple[_Width, ...] = _hidden()
    dropout: float = dropout(0.1)
    negatives: int = _negatives()
    sparse: bool = _sparse()


class TwoTowerSpec(Spec):
    """A tower for users and one for items, each over its features (Yi et al., 2019): answers for unseen ones too."""

    model_config = ConfigDict(title="Two towers")

    name: Literal["two_tower"] = "two_tower"
    width: int = _width(32)
    hidden: tuple[_Width, ...] = _hidden()
    dropout: float = dropout(0.1)
    negatives: int = _negatives()
    sparse: bool = _sparse()


class SasrecSpec(Spec):
    """A transformer over what the user chose before (Kang and McAuley, 2018)."""

    model_config = ConfigDict(title="Sequence model (SASRec)")

    name: Literal["sasrec"] = "sasrec"
    width: int = Field(
        64, ge=1, le=8192, title="Width", description="Numbers per item; a multiple of the heads."
    )
    layers: int = Field(2, ge=1, le=96, title="Layers", description="Transformer layers.")
    heads: int = Field(2, ge=1, le=128, title="Heads", description="Attention heads per layer.")
    history: int = Field(
        50,
        ge=2,
        le=10_000,
        title="History",
        description="Newest items of a user that are looked at.",
        json_schema_extra={"unit": "items"},
    )
    dropout: float = dropout(0.2)
    negatives: int = _negatives()

    @model_validator(mode="after")
    def _heads_divide_width(self) -> "SasrecSpec":
        if self.width % self.heads:
            raise ValueError("problem:heads_do_not_divide_width")
        return self
