"""The networks a person can choose, by name; and which of them learn which task."""

from typing import Annotated, Literal

from pydantic import Field

from engine.schema.network.decoder import DECODER_SHAPES, DecoderShape, DecoderSpec
from engine.schema.network.images import ConvnextSpec, ResnetSpec, SmallCnnSpec, VitSpec
from engine.schema.network.pretrained import PretrainedSpec
from engine.schema.network.recommenders import (
    MatrixFactorizationSpec,
    NeuralCfSpec,
    SasrecSpec,
    TwoTowerSpec,
)
from engine.schema.network.tables import FtTransformerSpec, LinearSpec, MlpSpec, ResnetMlpSpec
from engine.schema.network.texts import MeanEmbeddingSpec, TextCnnSpec, TransformerEncoderSpec

__all__ = [
    "DECODER_SHAPES", "MODELS_OF_TASK", "ConvnextSpec", "DecoderShape", "DecoderSpec", "FtTransformerSpec", "LinearSpec",
    "MatrixFactorizationSpec", "MeanEmbeddingSpec", "MlpSpec", "ModelSpec", "NeuralCfSpec", "PretrainedSpec",
    "ResnetMlpSpec", "ResnetSpec", "SasrecSpec", "SmallCnnSpec", "TaskName", "TextCnnSpec", "TransformerEncoderSpec",
    "TwoTowerSpec", "VitSpec",
]  # fmt: skip

ModelSpec = Annotated[
    LinearSpec
    | MlpSpec
    | ResnetMlpSpec
    | FtTransformerSpec
    | MeanEmbeddingSpec
    | TextCnnSpec
    | TransformerEncoderSpec
    | DecoderSpec
    | PretrainedSpec
    | SmallCnnSpec
    | ResnetSpec
    | ConvnextSpec
    | VitSpec
    | MatrixFactorizationSpec
    | NeuralCfSpec
    | TwoTowerSpec
    | SasrecSpec,
    Field(discriminator="name"),
]

TaskName = Literal[
    "tabular_regression",
    "tabular_classification",
    "text_classification",
    "language_model",
    "image_classification",
    "recommendation",
]

# Light to heavy, in the order in which they are offered.
MODELS_OF_TASK: dict[str, tuple[str, ...]] = {
    "tabular_regression": ("linear", "mlp", "resnet_mlp", "ft_transformer"),
    "tabular_classification": ("linear", "mlp", "resnet_mlp", "ft_transformer"),
    "text_classification": ("mean_embedding", "text_cnn", "transformer_encoder", "pretrained"),
    "language_model": ("decoder", "pretrained"),
    "image_classification": ("small_cnn", "resnet", "convnext", "vit", "pretrained"),
    "recommendation": ("matrix_factorization", "neural_cf", "two_tower", "sasrec"),
}
