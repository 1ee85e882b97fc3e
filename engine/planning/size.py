"""What a spec's network and data come to in numbers: widths, parameters, bytes of a row. Estimates where only a card is known."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.planning.anatomy import Anatomy, anatomy_of
from engine.planning.columns import features_of
from engine.planning.expected_shape import shape_of
from engine.schema.card import Column, DatasetCard
from engine.schema.model_spec import DecoderSpec, MeanEmbeddingSpec, TextCnnSpec, TransformerEncoderSpec
from engine.schema.train import TrainSpec

FLOAT, WORD = 4, 8  # bytes of a feature, and of a token's number
OBJECT = 90  # bytes a value of a column takes as it came


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
    anatomy = anatomy_of(spec.model, shape)
    return Size(
        anatomy=anatomy,
        rows=sum(rows.values()),
        row_bytes=_row_bytes(spec, features, shape.inputs),
        most_in_evaluation=max(rows.values(), default=0),
        cuda=spec.strategy.devices[0] != "cpu",
    )


def _row_bytes(spec: TrainSpec, features: Sequence[Column], inputs: int) -> int:
    match spec.model:
        case DecoderSpec(context=context):
            return context * WORD
        case (
            MeanEmbeddingSpec(max_tokens=most)
            | TextCnnSpec(max_tokens=most)
            | TransformerEncoderSpec(max_tokens=most)
        ):
            letters = next((column.mean_length for column in features if column.mean_length), 0) or 0
            return most * WORD + 2 * OBJECT + int(letters)
        case _:
            return inputs * FLOAT + WORD + (len(features) + 1) * OBJECT
