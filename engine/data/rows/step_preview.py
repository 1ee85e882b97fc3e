"""Shows what the steps of a spec do to the first rows of a dataset, and how they are parted. Stores nothing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from engine.data.plain_values import plain_row
from engine.data.rows.cleaning import Cleaning
from engine.data.rows.route import SPLIT, Stage, stages, steps_alone
from engine.data.rows.selection import Selection
from engine.data.rows.steps.base import Drop, ValueStep
from engine.data.rows.steps.passage import Passage
from engine.planning.after_steps import kinds_read
from engine.planning.columns import check_steps, features_of, roles_read
from engine.schema.card import DatasetCard
from engine.schema.data_spec import DataSpec
from engine.schema.preview import StepPreview, StepsPreview, StepsRequest
from engine.schema.problem import Problem, UserError

MOST_ROWS = 200_000
_SHOWN = 5  # rows of a step
_COLUMNS = 12  # of them, those that the step works on first
_CLASSES = 50  # of a part, the most frequent


def preview_steps(
    data: Path, card: DatasetCard, request: StepsRequest, most: int = MOST_ROWS
) -> StepsPreview:
    """Take the steps with the first ``most`` rows of the Arrow file ``data``. What goes wrong is part of the answer."""
    preview = StepsPreview(rows=min(card.rows, most), total=card.rows)
    problems = check_steps(request, card)
    if problems:
        return preview.model_copy(update={"problems": tuple(problems)})
    seen = _Seen(request)
    try:
        for stage in _stages(data, card, request, most):
            seen.see(stage)
    except UserError as error:
        seen.problems += error.problems
    return preview.model_copy(update=seen.as_update())


def _stages(data: Path, card: DatasetCard, request: StepsRequest, most: int) -> Iterator[Stage]:
    spec = _with_a_fold(request.data)
    columns = tuple(column.name for column in features_of(request, card))
    roles = roles_read(request, card)
    needed = roles if request.task not in ("tabular_regression", "tabular_classification") else ()
    kinds = kinds_read(request, card)
    selection = Selection(data, kinds, spec, (*needed, *columns), spec.target, needed)
    start = selection.start(most)
    if card.form == "text":  # whose split is of pieces, and not of lines
        return steps_alone(start, spec.steps)
    return stages(start, Cleaning(spec, spec.target, needed))


def _with_a_fold(spec: DataSpec) -> DataSpec:
    """The first fold stands for all."""
    if not spec.split.has_folds or spec.split.fold is not None:
        return spec
    return spec.model_copy(update={"split": spec.split.model_copy(update={"fold": 0})})


class _Seen:
    """The stages so far, as what is shown of them."""

    def __init__(self, request: StepsRequest) -> None:
        self.problems: list[Problem] = []
        self._request = request
        self._steps: list[StepPreview] = []
        self._cleaned: dict[str, int] = {}
        self._leaks: tuple[Problem, ...] = ()
        self._end: Passage | None = None

    def see(self, stage: Stage) -> None:
        self._end = stage.after
        self._leaks += stage.problems
        if stage.index is not None:
            self._steps.append(_preview_of(stage, self._request.data.steps[stage.index].step))
        elif stage.name != SPLIT:
            self._cleaned[stage.name] = self._cleaned.get(stage.name, 0) + int(stage.touched.sum())

    def as_update(self) -> dict[str, Any]:
        parted = self._end if not self._request.data.learns_choices else None
        return {
            "steps": tuple(self._steps),
            "cleaned": self._cleaned,
            "split": parted.split.counts() if parted and parted.split else None,
            "classes": _classes(parted, self._request.data.target) if parted else {},
            "leaks": self._leaks,
            "problems": tuple(self.problems),
        }


def _preview_of(stage: Stage, name: str) -> StepPreview:
    before, after = stage.before, stage.after
    places = _shown_places(stage.touched)
    rows = before.rows[places]
    columns = _shown_columns(stage)
    behind = np.searchsorted(after.rows, rows)  # both are in the order of the dataset
    known = [
        place if place < len(after.rows) and after.rows[place] == row else None
        for place, row in zip(behind, rows, strict=True)
    ]
    return StepPreview(
        index=stage.index or 0,
        step=name,
        rows_before=before.table.rows,
        rows_after=after.table.rows,
        touched=int(stage.touched.sum()),
        note=stage.step.as_json() if isinstance(stage.step, ValueStep) else None,
        rows=tuple(rows.tolist()),
        before=tuple(plain_row(before.table, place, columns) for place in places),
        after=tuple(None if place is None else plain_row(after.table, place, columns) for place in known),
    )


def _shown_places(touched: np.ndarray) -> np.ndarray:
    """The first rows that the step touched; others where there are too few."""
    first = np.flatnonzero(touched)[:_SHOWN]
    others = np.flatnonzero(~touched)[: _SHOWN - len(first)]
    return np.sort(np.concatenate([first, others]))


def _shown_columns(stage: Stage) -> tuple[str, ...]:
    """Those that changed, came or went, then others."""
    before, after = stage.before.table.columns, stage.after.table.columns
    if isinstance(stage.step, Drop):
        changed = list(stage.step.columns)
    else:
        changed = [name for name in after if after[name] is not before.get(name)] if stage.step else []
    named = (
        []
        if len(changed) == len(after)
        else [name for name in before if name in getattr(stage.step, "columns", ())]
    )
    names = dict.fromkeys((*named, *changed, *before, *after))
    return tuple(names)[: max(_COLUMNS, len(named))]


def _classes(end: Passage, target: str | None) -> dict[str, dict[str, float]]:
    """Share of each class in each part; nothing where a number is predicted."""
    column = end.table.columns.get(target or "")
    if column is None or column.dtype != object or end.split is None:
        return {}
    shares = {}
    for part in ("train", "validation", "test"):
        rows = getattr(end.split, part)
        words, counts = np.unique(column[rows].astype(str), return_counts=True)
        order = np.argsort(-counts, kind="stable")[:_CLASSES]
        shares[part] = {str(words[place]): float(counts[place] / len(rows)) for place in order}
    return shares
