"""How many rows there will be in each part, and how many steps that makes. Counts only."""

import math
from dataclasses import dataclass

from engine.planning.columns import features_of
from engine.planning.folds import fold_count
from engine.planning.recommending import rows_of_choices
from engine.schema.card import Column, DatasetCard
from engine.schema.model_spec import DecoderSpec, PretrainedSpec
from engine.schema.roles import language_form
from engine.schema.split_spec import SplitSpec
from engine.schema.train import TrainSpec

_LETTERS_OF_TOKEN = 2.85  # of 1,024 byte pairs learnt from English, measured; 3.79 of 4,096
_MORE_BY_DOUBLING = 0.47  # letters that twice as many tokens add
_MOST_LETTERS = 4.4  # beyond some ten thousand tokens few are added
_LARGE_VOCABULARY = 1 << 15  # tokens that a pretrained model has at least


@dataclass(frozen=True)
class Steps:
    """The arithmetic of batches."""

    per_epoch: int
    total: int


def expected_rows(spec: TrainSpec, card: DatasetCard) -> dict[str, int]:
    """Rows of train, validation and test, as far as the card can tell; repeats of used columns are not known."""
    if isinstance(spec.model, DecoderSpec | PretrainedSpec) and _makes_windows(spec):
        return _windows(spec, spec.model, card)
    rows = max(card.rows - sum(_left_out(spec, card)), 0)
    parts = _parts(rows, spec.data.split)
    return rows_of_choices(spec, card, parts) if spec.data.learns_choices else parts


def most_rows(spec: TrainSpec, card: DatasetCard) -> int:
    """Rows that cleaning leaves at most: one that is left out for two reasons is left out once."""
    if spec.data.learns_choices or spec.task == "language_model":
        return sum(expected_rows(spec, card).values())
    return max(card.rows - max(_left_out(spec, card)), 0)


def _left_out(spec: TrainSpec, card: DatasetCard) -> tuple[int, int, int]:
    """Rows without an answer, with missing values, and repeats."""
    target = next((column for column in card.columns if column.name == spec.data.target), None)
    # Where a cell may hold several labels, an empty one holds none, and that is an answer.
    unanswered = target.missing if target and not spec.data.separator else 0
    incomplete = max(_missing_in_steps(spec, card), _most_missing(_dropped_for(spec, card)))
    drops = any(step.step == "drop_duplicates" for step in spec.data.steps)
    repeats = card.duplicates if drops or spec.data.cleaning.duplicates == "drop" else 0
    return unanswered, incomplete, repeats


def _parts(rows: int, split: SplitSpec) -> dict[str, int]:
    """With folds, those of the first: the others have a row more or less."""
    test = (
        -(-rows // fold_count(split.model_copy(update={"repeats": 1}), rows))
        if split.has_folds and rows
        else 0
    )
    if not split.has_folds:
        test = _share(rows, split.test)
    validation = _share(rows - test if split.has_folds else rows, split.validation)
    return {"train": max(rows - validation - test, 0), "validation": validation, "test": test}


def _windows(spec: TrainSpec, model: DecoderSpec | PretrainedSpec, card: DatasetCard) -> dict[str, int]:
    """A language model's rows are windows of the text, as many as its letters make."""
    texts = features_of(spec, card)
    letters = card.rows * sum((column.mean_length or 0) + 1 for column in texts)  # with the ends of lines
    own = model.shape.vocabulary if isinstance(model, DecoderSpec) else _LARGE_VOCABULARY
    windows = max(int((letters or card.bytes) / _letters_of_token(own)) // model.context, min(card.rows, 1))
    return _parts(windows, spec.data.split)


def _makes_windows(spec: TrainSpec) -> bool:
    """Whether rows are put together from texts; of preferences each stays a row."""
    return spec.task == "language_model" and language_form(spec.data.model_dump()) != "preference"


def _letters_of_token(vocabulary: int) -> float:
    return min(_LETTERS_OF_TOKEN + _MORE_BY_DOUBLING * math.log2(vocabulary / 1024), _MOST_LETTERS)


def expected_steps(spec: TrainSpec, training_rows: int, most: int | None = None) -> Steps:
    """Steps of an epoch and of the run; the last batch of an epoch may be smaller."""
    per_epoch = -(-training_rows // spec.training.batch_size)
    limits = [limit for limit in (spec.training.max_steps, most) if limit is not None]
    if spec.training.epochs is not None:
        limits.append(spec.training.epochs * per_epoch)
    return Steps(per_epoch, min(limits))


def _dropped_for(spec: TrainSpec, card: DatasetCard) -> tuple[Column, ...]:
    """The features whose missing values cost their rows, when all steps are done."""
    return features_of(spec, card) if spec.data.cleaning.missing == "drop" else ()


def _missing_in_steps(spec: TrainSpec, card: DatasetCard) -> int:
    """Rows that steps leave out for missing values, if an earlier one does not fill them in."""
    read = {column.name for column in features_of(spec, card)}
    most = 0
    filled: set[str] = set()
    for step in spec.data.steps:
        names = set(getattr(step, "columns", ())) or read
        if step.step == "impute":
            filled |= names
        elif step.step == "drop_missing":
            most = max(most, _most_missing(tuple(c for c in card.columns if c.name in names - filled)))
    return most


def _most_missing(columns: tuple[Column, ...]) -> int:
    return max((column.missing for column in columns), default=0)


def _share(rows: int, share: float) -> int:
    return int(rows * share + 0.5)
