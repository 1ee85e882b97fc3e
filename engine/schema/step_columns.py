"""Which columns there are when the steps are done, and which steps cannot be done. Names and kinds alone; no values."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from engine.schema.card import ColumnKind
from engine.schema.data_spec import DataSpec
from engine.schema.problem import Problem
from engine.schema.roles import ROLES
from engine.schema.step_spec import BinsStep, DatePartsStep, FilterStep, ImputeStep, OutliersStep, StepSpec

_WORDS = ("text", "category")
_ORDERED = ("number", "date")
_ALL: tuple[ColumnKind, ...] = ("number", "category", "date", "boolean", "text")
KINDS_OF_STEP: dict[
    str, tuple[ColumnKind, ...]
] = {  # of the columns it can work on; any, where it is not named
    "impute": _ALL,
    "outliers": ("number",),
    "normalise_text": ("text", "category"),
    "date_parts": ("date",),
    "log": ("number",),
    "bins": ("number",),
    "encode": ("category",),
    "scale": ("number",),
}
_ROW_STEPS = ("drop_missing", "drop_duplicates", "filter")
_ORDERINGS = ("less", "at_most", "greater", "at_least")


@dataclass(frozen=True)
class StepColumns:
    """The columns after all steps."""

    kinds: dict[str, ColumnKind]  # those of the dataset first, then derived ones
    sources: dict[str, str] = field(default_factory=dict)  # derived column -> the one it is made of
    dropped: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()

    def read_as(self, asked: Iterable[str]) -> tuple[str, ...]:
        """The columns a model reads when a person asked for these: with what was derived of them, without what was
        dropped."""
        wanted = dict.fromkeys(asked)
        derived = [name for name, source in self.sources.items() if source in wanted and name not in wanted]
        return tuple(name for name in (*wanted, *derived) if name in self.kinds)

    def raw(self, names: Iterable[str]) -> tuple[str, ...]:
        """The columns of the dataset that these are made of."""
        return tuple(dict.fromkeys(self.sources.get(name, name) for name in names))


def columns_after(
    steps: Sequence[StepSpec],
    kinds: Mapping[str, ColumnKind],
    target: str | None = None,
    roles: Collection[str] = (),
) -> StepColumns:
    """Follow the columns through the steps. ``roles`` are columns that other settings name: those may not go."""
    walk = _Walk(dict(kinds), target, frozenset(roles))
    for number, step in enumerate(steps):
        walk.take(number, step)
    return StepColumns(walk.kinds, walk.sources, frozenset(walk.dropped), tuple(walk.problems))


def named_columns(step: StepSpec) -> tuple[tuple[str, str], ...]:
    """The columns a step names, each with its field."""
    column = getattr(step, "column", None)
    if column is not None:
        return (("column", column),)
    return tuple((f"columns.{place}", name) for place, name in enumerate(getattr(step, "columns", ())))


def roles_of(data: DataSpec) -> frozenset[str]:
    """Columns that a spec names for more than what is in them as features."""
    named = [getattr(data, role) for role in ROLES if role not in ("features", "separator")]
    return frozenset(filter(None, (*named, data.split.group, data.split.time)))


def derived_columns(step: StepSpec) -> tuple[str, ...]:
    """Names of the columns a step makes."""
    return tuple(f"{step.column}_{part}" for part in step.parts) if isinstance(step, DatePartsStep) else ()


def is_value_of(kind: ColumnKind, value: str) -> bool:
    """Whether a written value can stand in a column of this kind."""
    match kind:
        case "number":
            return _is_number(value)
        case "date":
            return _is_date(value)
        case "boolean":
            return value.lower() in ("true", "false")
        case _:
            return True


class _Walk:
    """The columns as they are before the next step."""

    def __init__(self, kinds: dict[str, ColumnKind], target: str | None, roles: frozenset[str]) -> None:
        self.kinds = kinds
        self.sources: dict[str, str] = {}
        self.dropped: dict[str, int] = {}
        self.problems: list[Problem] = []
        self._target, self._roles = target, roles

    def take(self, number: int, step: StepSpec) -> None:
        for field_name, name in named_columns(step):
            self._check(f"data.steps.{number}.{field_name}", step, name)
        self._check_value(f"data.steps.{number}", step)
        self._derive(number, step)

    def _check(self, field_name: str, step: StepSpec, name: str) -> None:
        if name in self.dropped:
            self._say("step_column_dropped", field_name, column=name, number=self.dropped[name] + 1)
        elif name not in self.kinds:
            known = ", ".join(list(self.kinds)[:20])
            self._say("column_not_found_at_all", field_name, column=name, known=known)
        elif self.kinds[name] not in KINDS_OF_STEP.get(step.step, (self.kinds[name],)):
            self._say("step_column_unfit", field_name, column=name, kind=self.kinds[name])
        elif name == self._target and not _may_touch_target(step):
            self._say("step_changes_target", field_name, column=name)
        elif step.step == "drop_columns" and name in self._roles:
            self._say("step_drops_role", field_name, column=name)

    def _check_value(self, place: str, step: StepSpec) -> None:
        if isinstance(step, FilterStep) and step.column in self.kinds:
            self._check_filter(place, step, self.kinds[step.column])
        if isinstance(step, ImputeStep) and step.how == "constant":
            if step.value is None:
                self._say("step_value_missing", f"{place}.value")
            for name in step.columns:
                kind = self.kinds.get(name)
                if step.value is not None and kind and not is_value_of(kind, step.value):
                    self._say("step_value_unfit", f"{place}.value", column=name, kind=kind, value=step.value)

    def _check_filter(self, place: str, step: FilterStep, kind: ColumnKind) -> None:
        if step.keep == "present":
            return
        orders, contains = step.keep in _ORDERINGS, step.keep == "contains"
        if (orders and kind not in _ORDERED) or (contains and kind not in _WORDS) or kind not in _ALL:
            self._say("filter_unfit", f"{place}.keep", column=step.column, kind=kind)
        elif not is_value_of(kind, step.value):
            self._say("step_value_unfit", f"{place}.value", column=step.column, kind=kind, value=step.value)

    def _derive(self, number: int, step: StepSpec) -> None:
        for name in derived_columns(step):
            if name in self.kinds or name in self.dropped:
                self._say("step_name_taken", f"data.steps.{number}.column", column=name)
            else:
                self.kinds[name], self.sources[name] = "number", getattr(step, "column", "")
        if isinstance(step, BinsStep) and step.column in self.kinds:
            self.kinds[step.column] = "category"
        if step.step == "drop_columns":
            for name in step.columns:
                if self.kinds.pop(name, None):
                    self.dropped[name] = number

    def _say(self, code: str, place: str, **params: object) -> None:
        self.problems.append(Problem(code=code, field=place, params=params))


def _may_touch_target(step: StepSpec) -> bool:
    """What leaves rows out, and what only spells classes alike; anything else would change the question."""
    drops_outliers = isinstance(step, OutliersStep) and step.how == "drop"
    return step.step in (*_ROW_STEPS, "normalise_text") or drops_outliers


def _is_number(value: str) -> bool:
    try:
        return math.isfinite(float(value))
    except ValueError:
        return False


def _is_date(value: str) -> bool:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True
