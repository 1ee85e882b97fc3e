"""The shape a network will have, as far as a dataset's card can tell."""

from collections.abc import Sequence

from engine.planning.columns import features_of
from engine.planning.shape import Shape
from engine.schema.card import Column, DatasetCard
from engine.schema.model_spec import DecoderSpec
from engine.schema.roles import CLASS_TASKS, language_form
from engine.schema.train import TrainSpec

MOST_CATEGORIES = 256  # categories of a column that get an input of their own
LETTERS_OF_WORD = 5.5  # with the space after it
LONGEST_OVER_MEAN = 2.0  # length of the longest text of a batch over the mean
UNKNOWN_COUNT = 10_000  # users or items where the card has stopped counting
COLOURS = 3


def shape_of(spec: TrainSpec, card: DatasetCard) -> Shape:
    """What the network reads and gives, to the best of the card's knowledge."""
    features = features_of(spec, card)
    outputs = class_count(spec, card)
    match spec.task:
        case "image_classification":
            return Shape(0, outputs, channels=COLOURS)
        case "recommendation":
            counts = [count_of(card, name) for name in (spec.data.user, spec.data.item)]
            known = sum(widths_of(features))
            candidates = 1 + spec.model.negatives if spec.data.learns_choices else 1  # type: ignore[union-attr]
            return Shape(
                inputs=counts[1],
                outputs=1,
                positions=candidates,
                users=counts[0],
                items=counts[1],
                user_features=known,
                item_features=known,
            )
        case _:
            groups = widths_of(features)
            continues = spec.task == "language_model"
            return Shape(sum(groups), outputs, positions_of(spec, features), groups, continues=continues)


def widths_of(features: Sequence[Column]) -> tuple[int, ...]:
    """Numbers a network reads of each column: one, a one-hot for categories, one more where values are missing."""
    return tuple(_width(column) + bool(column.missing) for column in features)


def class_count(spec: TrainSpec, card: DatasetCard) -> int:
    """Outputs of the model: the classes, or one number."""
    if spec.task not in CLASS_TASKS:
        return 1
    target = next((column for column in card.columns if column.name == spec.data.target), None)
    if target is None:
        return 2
    if spec.data.separator:
        return max(2, len(_labels_seen(target, spec.data.separator)))
    return max(2, target.distinct or 2)


def positions_of(spec: TrainSpec, features: Sequence[Column]) -> int:
    """Tokens of a row: the context, or the longest text that a batch is likely to hold."""
    if isinstance(spec.model, DecoderSpec):
        return spec.model.context
    if spec.task == "language_model":  # a row of preferences is two answers
        pairs = language_form(spec.data.model_dump()) == "preference"
        return spec.model.context * (2 if pairs else 1)  # type: ignore[union-attr]
    most = getattr(spec.model, "max_tokens", 1)
    length = next((column.mean_length for column in features if column.mean_length), None)
    if length is None:
        return most
    return max(min(most, round(LONGEST_OVER_MEAN * length / LETTERS_OF_WORD)), 1)


def _labels_seen(target: Column, separator: str) -> set[str]:
    """The labels in the cells that the card shows: its most frequent ones, and examples."""
    cells = (*(bar.label for bar in target.bars), *target.examples)
    return {label.strip() for cell in cells for label in cell.split(separator) if label.strip()}


def count_of(card: DatasetCard, name: str | None) -> int:
    """Different values of a column, such as the users there are."""
    column = next((column for column in card.columns if column.name == name), None)
    return (column.distinct if column else None) or UNKNOWN_COUNT


def _width(column: Column) -> int:
    if column.kind == "category":
        return min(column.distinct or 1, MOST_CATEGORIES) + 1
    return 5 if column.kind == "date" else 1
