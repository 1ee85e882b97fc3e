"""What a spec's network and data come to in numbers: widths, parameters, bytes of a row. Estimates where only a card is known."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.planning.anatomy import Anatomy, anatomy_of
from engine.planning.columns import features_of
from engine.planning.expected_shape import shape_of
from engine.schema.card import Column, DatasetCard
from engine.schema.model_spec import (
    DecoderSpec,
    MatrixFactorizationSpec,
    MeanEmbeddingSpec,
    NeuralCfSpec,
    PretrainedSpec,
    SasrecSpec,
    TextCnnSpec,
    TransformerEncoderSpec,
    TwoTowerSpec,
)
from engine.schema.roles import TEXT_TASKS
from engine.schema.train import TrainSpec

FLOAT, WORD = 4, 8  # bytes of a feature, and of a token's number
OBJECT = 90  # bytes a value of a column takes as it came
MOST_DECODED = (
    2 << 30
)  # bytes of images that a rank keeps decoded; more are decoded each time they are needed


@dataclass(frozen=True)
class Size:
    """What memory and time depend on, beside the spec."""

    anatomy: Anatomy
    rows: int  # of the dataset, all of which a rank holds
    row_bytes: int  # of one row, encoded and as it came
    most_in_evaluation: int  # rows of the largest part that is measured
    cuda: bool


def size_of(spec: TrainSpec, card: DatasetCard, rows: dict[str, int]) -> Size:
    """The numbers of a spec on a dataset with these rows of train, validation and test."""
    features, shape = features_of(spec, card), shape_of(spec, card)
    anatomy, count = anatomy_of(spec.model, shape), sum(rows.values())
    of_image = min(shape.channels * anatomy.pixels, MOST_DECODED // max(count, 1))
    return Size(
        anatomy=anatomy,
        rows=count,
        row_bytes=of_image + _row_bytes(spec, features, shape.inputs),
        most_in_evaluation=max(rows.values(), default=0),
        cuda=spec.strategy.devices[0] != "cpu",
    )


def _row_bytes(spec: TrainSpec, features: Sequence[Column], inputs: int) -> int:
    match spec.model:
        case DecoderSpec(context=context):
            return context * WORD
        case SasrecSpec(history=history):
            return 2 * (history + 1) * WORD + 2 * OBJECT
        case MatrixFactorizationSpec() | NeuralCfSpec() | TwoTowerSpec():
            return 6 * WORD + (2 + len(features)) * OBJECT  # ids, numbers, time, histories
        case PretrainedSpec(max_tokens=most) if spec.task in TEXT_TASKS:
            return most * WORD * 2 + OBJECT
        case (
            MeanEmbeddingSpec(max_tokens=most)
            | TextCnnSpec(max_tokens=most)
            | TransformerEncoderSpec(max_tokens=most)
        ):
            letters = next((column.mean_length for column in features if column.mean_length), 0) or 0
            return most * WORD + 2 * OBJECT + int(letters)
        case _:
            return inputs * FLOAT + WORD + (len(features) + 1) * OBJECT
