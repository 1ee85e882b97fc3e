"""The settings that a sweep varies: whether they can, what values they take, and a run with some of them filled in."""

import difflib
import itertools
import math
import typing
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from engine.planning.changes import changed
from engine.schema.findings import as_written, spec_problem
from engine.schema.problem import Problem
from engine.schema.sweep_spec import MOST_TRIALS, Range, SweepSpec, is_comparable
from engine.schema.train import TrainSpec


def check_ranges(spec: SweepSpec) -> list[Problem]:
    """Every range that cannot be, at its own field; with the words of the setting where its values are out of bounds."""
    problems = [
        found for path, range in spec.ranges.items() for found in _check_range(spec.base, path, range)
    ]
    problems += [_problem("range_overlap", inner, outer=outer) for outer, inner in _overlaps(spec)]
    if spec.method != "grid" or problems:
        return problems
    without = [path for path, range in spec.ranges.items() if _is_endless(spec.base, path, range)]
    if without:
        return [_problem("grid_without_step", path) for path in without]
    count = grid_size(spec)
    if count > MOST_TRIALS:
        return [Problem(code="grid_too_large", field="ranges", params={"count": count, "most": MOST_TRIALS})]
    return []


def filled(spec: SweepSpec, values: Mapping[str, Any]) -> TrainSpec | None:
    """The run with these settings; None where they do not go together."""
    try:
        return changed(spec.base, values)
    except (ValidationError, KeyError, TypeError):
        return None


def is_whole(spec: TrainSpec, path: str) -> bool:
    """Whether a setting takes whole numbers only."""
    field = _field(spec, path)
    return field is not None and _number_of(field.annotation) is int


def grid_size(spec: SweepSpec) -> int:
    """How many combinations a grid has; its ranges must have been checked."""
    return math.prod(len(values) for values in _grid(spec).values())


def combination(spec: SweepSpec, number: int) -> dict[str, Any]:
    """The settings of one trial of a grid: the last range varies fastest."""
    found = {}
    for path, values in reversed(_grid(spec).items()):
        number, place = divmod(number, len(values))
        found[path] = values[place]
    return dict(reversed(found.items()))


def _check_range(base: TrainSpec, path: str, range: Range) -> list[Problem]:
    if not is_comparable(path):
        return [_problem("range_not_comparable", path)]
    field = _field(base, path)
    if field is None:
        return [_unknown(base, path)]
    number = _number_of(field.annotation)
    if range.choices is None and number is None:
        return [_problem("range_of_no_number", path)]
    if number is int and range.step is not None and range.step != int(range.step):
        return [_problem("not_whole_number", path, value=as_written(range.step))]
    for value in _edges(range, number):
        if problem := _refusal(base, path, value):
            return [problem]
    return []


def _edges(range: Range, number: type | None) -> tuple[Any, ...]:
    if range.choices is not None:
        return range.choices
    return tuple(_as(number, bound) for bound in (range.low, range.high))


def _refusal(base: TrainSpec, path: str, value: Any) -> Problem | None:
    """What the setting itself says against a value. What two settings say against each other is met trial by trial."""
    try:
        changed(base, {path: value})
    except ValidationError as error:
        for each in error.errors(include_url=False):
            found = spec_problem({**each, "loc": ("train", *each["loc"])})
            if (found.field or "").startswith(path):
                return found.model_copy(update={"field": f"ranges.{path}"})
    return None


def _field(spec: BaseModel, path: str) -> FieldInfo | None:
    group = _group(spec, path)
    return type(group).model_fields.get(path.rpartition(".")[2]) if isinstance(group, BaseModel) else None


def _group(spec: BaseModel, path: str) -> Any:
    group: Any = spec
    for part in path.split(".")[:-1]:
        group = getattr(group, part, None) if isinstance(group, BaseModel) else None
    return group


def _unknown(base: TrainSpec, path: str) -> Problem:
    group = _group(base, path)
    known = list(type(group).model_fields) if isinstance(group, BaseModel) else []
    near = difflib.get_close_matches(path.rpartition(".")[2], known or ["?"], n=1, cutoff=0.0)
    return _problem("range_without_setting", path, setting=path, suggestion=near[0] if known else "–")


def _number_of(annotation: Any) -> type | None:
    """int or float, where an annotation allows one; a switch is no number."""
    parts = list(_flat(annotation))
    return next((kind for kind in (float, int) if kind in parts), None)


def _flat(annotation: Any) -> Iterator[Any]:
    origin = typing.get_origin(annotation)
    if origin is None or origin in (tuple, list, dict, typing.Literal):
        yield annotation
        return
    for part in typing.get_args(annotation)[: 1 if origin is typing.Annotated else None]:
        yield from _flat(part)


def _overlaps(spec: SweepSpec) -> list[tuple[str, str]]:
    return [
        (outer, inner)
        for outer, inner in itertools.permutations(spec.ranges, 2)
        if inner.startswith(f"{outer}.")
    ]


def _is_endless(base: TrainSpec, path: str, range: Range) -> bool:
    return range.choices is None and range.step is None and (range.log or not is_whole(base, path))


def _grid(spec: SweepSpec) -> dict[str, tuple[Any, ...]]:
    return {path: _points(spec.base, path, range) for path, range in spec.ranges.items()}


def _points(base: TrainSpec, path: str, range_: Range) -> tuple[Any, ...]:
    if range_.choices is not None or range_.low is None or range_.high is None:
        return range_.choices or ()
    step = range_.step or 1.0
    number = int if is_whole(base, path) else float
    count = int((range_.high - range_.low) / step + 1e-9) + 1  # a last point that rounding puts just beyond
    count = min(count, MOST_TRIALS + 1)
    return tuple(_as(number, round(range_.low + place * step, 12)) for place in range(count))


def _as(number: type | None, value: float | None) -> Any:
    """A whole number as an int where the setting is one; other values stay, for the setting to refuse."""
    return int(value) if number is int and value is not None and value == int(value) else value


def _problem(code: str, path: str, **params: Any) -> Problem:
    return Problem(code=code, field=f"ranges.{path}", params=params)
