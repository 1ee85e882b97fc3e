"""Do the columns a spec names exist, and can they play their parts?"""

import difflib

from engine.schema.card import Column, DatasetCard
from engine.schema.model_spec import TEXT_TASKS
from engine.schema.problem import Problem
from engine.schema.train import TrainSpec

FEATURE_KINDS = frozenset({"number", "category", "date", "boolean"})
CLASS_KINDS = frozenset({"category", "boolean", "number", "text"})
MOST_CLASSES = 1000


def features_of(spec: TrainSpec, card: DatasetCard) -> tuple[Column, ...]:
    """The columns the model reads: those named, else every usable one but the target."""
    if spec.task in TEXT_TASKS:
        name = card.text_column(spec.data.text)
        return tuple(column for column in card.columns if column.name == name)
    if spec.data.features is not None:
        wanted = set(spec.data.features)
        return tuple(column for column in card.columns if column.name in wanted)
    return tuple(
        column for column in card.columns if column.name != spec.data.target and column.kind in FEATURE_KINDS
    )


def check_columns(spec: TrainSpec, card: DatasetCard) -> list[Problem]:
    """Problems with the target, the text and the features, each at its field."""
    columns = {column.name: column for column in card.columns}
    problems = [] if spec.data.target is None else _check_target(spec, card, columns)
    problems += _check_features(spec, card, columns)
    if spec.task in TEXT_TASKS:
        text = card.text_column(spec.data.text)
        problems += (
            _check_text(text, spec.data.target, columns)
            if text
            else [_problem("text_column_missing", "data.text")]
        )
    return problems


def _check_target(spec: TrainSpec, card: DatasetCard, columns: dict[str, Column]) -> list[Problem]:
    field, name = "data.target", spec.data.target or ""
    column = columns.get(name)
    if column is None:
        return [_absent(field, name, columns)]
    if column.kind == "empty" or (card.rows and column.missing >= card.rows):
        return [_problem("column_empty", field, column=name)]
    if spec.task not in TEXT_TASKS and column.kind != "number":
        return [_problem("target_not_number", field, column=name, kind=column.kind)]
    if spec.task in TEXT_TASKS and not _can_be_class(column):
        return [_problem("target_not_class", field, column=name, kind=column.kind, distinct=column.distinct)]
    if _is_constant(column):
        return [_problem("target_constant", field, column=name)]
    return []


def _check_text(name: str, target: str | None, columns: dict[str, Column]) -> list[Problem]:
    column = columns.get(name)
    if column is None:
        return [_absent("data.text", name, columns)]
    if name == target:
        return [_problem("text_is_target", "data.text", column=name)]
    if column.kind == "empty":
        return [_problem("column_empty", "data.text", column=name)]
    if column.kind not in ("text", "category"):
        return [_problem("text_not_text", "data.text", column=name, kind=column.kind)]
    return []


def _check_features(spec: TrainSpec, card: DatasetCard, columns: dict[str, Column]) -> list[Problem]:
    if spec.task in TEXT_TASKS:
        return []
    problems = []
    for number, name in enumerate(spec.data.features or ()):
        field = f"data.features.{number}"
        if name not in columns:
            problems.append(_absent(field, name, columns))
        elif columns[name].kind not in FEATURE_KINDS:
            problems.append(_problem("feature_unusable", field, column=name, kind=columns[name].kind))
    if not problems and not features_of(spec, card):
        problems.append(_problem("no_features", "data.features"))
    return problems


def _can_be_class(column: Column) -> bool:
    few = column.distinct is None or column.distinct <= MOST_CLASSES
    return column.kind in CLASS_KINDS and few


def _is_constant(column: Column) -> bool:
    if column.distinct is not None:
        return column.distinct <= 1
    return column.minimum is not None and column.minimum == column.maximum


def _absent(field: str, name: str, columns: dict[str, Column]) -> Problem:
    known = ", ".join(list(columns)[:20]) + (", …" if len(columns) > 20 else "")
    by_lower = {column.lower(): column for column in columns}
    near = difflib.get_close_matches(name.lower(), list(by_lower), n=1, cutoff=0.4)
    if near:
        return _problem("column_not_found", field, column=name, suggestion=by_lower[near[0]], known=known)
    return _problem("column_not_found_at_all", field, column=name, known=known)


def _problem(code: str, field: str, **params: object) -> Problem:
    return Problem(code=code, field=field, params=params)
