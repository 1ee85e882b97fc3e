"""What a spec's network and data come to in numbers: widths, parameters, bytes of a row. Estimates where only a card is known."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.planning.anatomy import Anatomy, anatomy_of
from engine.planning.columns import CLASS_KINDS, features_of
from engine.schema.card import Column, DatasetCard
from engine.schema.model_spec import DecoderSpec, MeanEmbeddingSpec, TransformerEncoderSpec
from engine.schema.train import TrainSpec

FLOAT, WORD = 4, 8  # bytes of a feature, and of a token's number
MOST_CATEGORIES = 256  # categories of a column that get an input of their own
LETTERS_OF_WORD = 5.5  # with the space after it
LONGEST_OVER_MEAN = 2.0  # length of the longest text of a batch over the mean
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
    features = features_of(spec, card)
    inputs, outputs = input_width(features), class_count(spec, card)
    anatomy = anatomy_of(spec.model, inputs, outputs, positions_of(spec, features))
    return Size(
        anatomy=anatomy,
        rows=sum(rows.values()),
        row_bytes=_row_bytes(spec, features, inputs),
        most_in_evaluation=max(rows.values(), default=0),
        cuda=spec.strategy.devices[0] != "cpu",
    )


def input_width(features: Sequence[Column]) -> int:
    """Numbers a network reads of one row: one each, a one-hot for categories, one more where values are missing."""
    return sum(_width(column) + bool(column.missing) for column in features)


def class_count(spec: TrainSpec, card: DatasetCard) -> int:
    """Outputs of the model: the classes, or one number."""
    if spec.task != "text_classification":
        return 1
    target = next((column for column in card.columns if column.name == spec.data.target), None)
    usable = target is not None and target.kind in CLASS_KINDS
    return max(2, (target.distinct or 2) if usable and target else 2)


def positions_of(spec: TrainSpec, features: Sequence[Column]) -> int:
    """Tokens of a row: the context, or the longest text that a batch is likely to hold."""
    match spec.model:
        case DecoderSpec(context=context):
            return context
        case MeanEmbeddingSpec(max_tokens=most) | TransformerEncoderSpec(max_tokens=most):
            length = next((column.mean_length for column in features if column.mean_length), None)
            if length is None:
                return most
            return max(min(most, round(LONGEST_OVER_MEAN * length / LETTERS_OF_WORD)), 1)
        case _:
            return 1


def _width(column: Column) -> int:
    if column.kind == "category":
        return min(column.distinct or 1, MOST_CATEGORIES) + 1
    return 5 if column.kind == "date" else 1


def _row_bytes(spec: TrainSpec, features: Sequence[Column], inputs: int) -> int:
    match spec.model:
        case DecoderSpec(context=context):
            return context * WORD
        case MeanEmbeddingSpec(max_tokens=most) | TransformerEncoderSpec(max_tokens=most):
            letters = next((column.mean_length for column in features if column.mean_length), 0) or 0
            return most * WORD + 2 * OBJECT + int(letters)
        case _:
            return inputs * FLOAT + WORD + (len(features) + 1) * OBJECT
