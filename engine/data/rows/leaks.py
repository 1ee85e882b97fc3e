"""Finds rows and groups that lie on both sides of a split. Says what it found; a spec decides what comes of it."""

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np

from engine.data.rows.equal_rows import row_numbers
from engine.data.rows.split import Split
from engine.data.rows.steps.passage import Passage
from engine.schema.data_spec import DataSpec
from engine.schema.problem import Problem

_FIELD = "data.split.leakage"
_LONGEST = 60  # letters of a group's name in a sentence


def leaks_of(
    passage: Passage, split: Split, spec: DataSpec, compared: Sequence[str], target: str | None
) -> list[Problem]:
    """Equal rows and parted groups are errors, unless they are only to be warned of; equal inputs with different
    answers may be two cases, and are a warning in any case. ``compared`` are the columns that make rows equal."""
    severity: Literal["error", "warning"] = "error" if spec.split.leakage == "refuse" else "warning"
    equal = _leaking(_numbers(passage, compared), split)
    found = [_rows_problem("leak_rows", passage, split, *equal, severity)]
    if spec.split.group:
        found.append(_group_leak(passage, split, spec.split.group, severity))
    if target is not None and passage.features:
        alike = _leaking(_numbers(passage, passage.features), split)
        others = ~np.isin(alike[0], equal[0])
        found.append(
            _rows_problem("leak_inputs", passage, split, alike[0][others], alike[1][others], "warning")
        )
    return [problem for problem in found if problem is not None]


def _numbers(passage: Passage, names: Sequence[str]) -> np.ndarray:
    return row_numbers([passage.table.columns[name] for name in names], passage.table.rows)


def _leaking(numbers: np.ndarray, split: Split) -> tuple[np.ndarray, np.ndarray]:
    """Held-out places whose number a row of an earlier part has (training, then validation), and one such row each."""
    owner = np.full(int(numbers.max(initial=-1)) + 1, -1, dtype=np.int64)
    owner[numbers[split.train[::-1]]] = split.train[::-1]  # the last assignment stays: the first row
    places, twins = [], []
    for part in (split.validation, split.test):
        twin = owner[numbers[part]]
        places.append(part[twin >= 0])
        twins.append(twin[twin >= 0])
        fresh = part[twin < 0][::-1]
        owner[numbers[fresh]] = fresh
    return np.concatenate(places), np.concatenate(twins)


def _rows_problem(
    code: str,
    passage: Passage,
    split: Split,
    places: np.ndarray,
    twins: np.ndarray,
    severity: Literal["error", "warning"],
) -> Problem | None:
    if not len(places):
        return None
    held_out = len(split.validation) + len(split.test)
    params = {"count": len(places), "rows": held_out, **_example(passage, places[0], twins[0])}
    return Problem(code=code, field=_FIELD, params=params, severity=severity)


def _group_leak(
    passage: Passage, split: Split, group: str, severity: Literal["error", "warning"]
) -> Problem | None:
    numbers = _numbers(passage, (group,))
    places, twins = _leaking(numbers, split)
    if not len(places):
        return None
    params = {
        "group": group,
        "count": len(np.unique(numbers[places])),
        "groups": int(numbers.max()) + 1,
        "value": str(passage.table.columns[group][places[0]])[:_LONGEST],
        **_example(passage, places[0], twins[0]),
    }
    return Problem(code="leak_groups", field=_FIELD, params=params, severity=severity)


def _example(passage: Passage, place: int, twin: int) -> dict[str, Any]:
    """Rows of the dataset, counted from 1 as people do."""
    return {"row": int(passage.rows[place]) + 1, "twin": int(passage.rows[twin]) + 1}
