"""Folds as runs: how many a spec makes of its data, and each of them as a run of its own."""

from engine.planning.folds import fold_count
from engine.planning.rows import most_rows
from engine.schema.card import DatasetCard
from engine.schema.problem import Problem
from engine.schema.train import TrainSpec

MOST_FOLDS = 1000  # runs in one job


def count_folds(spec: TrainSpec, card: DatasetCard) -> int:
    """Folds times repeats; where every row is a fold, all that cleaning may leave, so that none is passed over."""
    return fold_count(spec.data.split, most_rows(of_fold(spec, 0), card))


def of_fold(spec: TrainSpec, fold: int) -> TrainSpec:
    """The run that holds out one fold."""
    split = spec.data.split.model_copy(update={"fold": fold})
    return spec.model_copy(update={"data": spec.data.model_copy(update={"split": split})})


def check_folds(spec: TrainSpec, card: DatasetCard) -> list[Problem]:
    """More runs than anybody waits for."""
    count = count_folds(spec, card)
    if count <= MOST_FOLDS:
        return []
    field = "data.split.method" if spec.data.split.method == "leave_one_out" else "data.split.repeats"
    return [Problem(code="too_many_folds", field=field, params={"count": count, "most": MOST_FOLDS})]
