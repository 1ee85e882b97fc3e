"""Do the columns a spec names exist, and can they play their parts?"""

import difflib

from engine.planning.after_steps import Reads, as_read, steps_of
from engine.schema.card import Column, DatasetCard
from engine.schema.problem import Problem
from engine.schema.roles import (
    CLASS_KINDS,
    CLASS_TASKS,
    FEATURE_KINDS,
    GROUP_KINDS,
    KINDS_OF_ROLE,
    LANGUAGE_FORMS,
    ROLES_OF_TASK,
    TABLE_TASKS,
    language_form,
)
from engine.schema.split_spec import SPLITS_OF_TEXT
from engine.schema.train import TrainSpec

MOST_CLASSES = 1000
IMAGE = "image"  # the column of images, unless another is named


def features_of(spec: Reads, card: DatasetCard) -> tuple[Column, ...]:
    """The columns the model reads, as they are after the steps: those named, with what is derived of them; else every
    usable one but the target and the group, which a new row has another of."""
    names = _read_by(spec, card)
    if names is None:
        unread = (spec.data.target, spec.data.split.group)
        usable = (column for column in card.columns if column.kind in FEATURE_KINDS)
        return as_read([column.name for column in usable if column.name not in unread], spec, card)
    stored = [column.name for column in card.columns if column.name in names]
    return as_read([*stored, *sorted(names.difference(stored))], spec, card)


def _read_by(spec: Reads, card: DatasetCard) -> frozenset[str] | None:
    """Names of the columns whose values a network reads; None for every one that it can."""
    data = spec.data
    match spec.task:
        case "text_classification":
            return frozenset({data.text or ""})
        case "language_model":
            roles = LANGUAGE_FORMS[language_form(data.model_dump())]
            return frozenset(
                filter(None, (card.text_column(data.text), *(getattr(data, role) for role in roles)))
            )
        case "image_classification":
            return frozenset({data.image or IMAGE})
        case "recommendation":
            return frozenset(data.features or ())
        case _:
            return None if data.features is None else frozenset(data.features)


def check_columns(spec: TrainSpec, card: DatasetCard) -> list[Problem]:
    """Problems with the columns in their roles, each at its field."""
    columns = {column.name: column for column in card.columns}
    problems = [] if spec.data.target is None else _check_target(spec, card, columns)
    problems += _check_features(spec, card, columns)
    for role, name in _roles(spec, card).items():
        problems += _check_role(role, name, spec.data.target, columns)
    problems += [*check_steps(spec, card), *_check_split(spec, card, columns)]
    if spec.task == "language_model" and not features_of(spec, card) and not problems:
        problems.append(_problem("text_column_missing", "data.text"))
    return problems


def check_steps(spec: Reads, card: DatasetCard) -> list[Problem]:
    """Problems with the columns that steps name, each at the step's field."""
    columns = {column.name: column for column in card.columns}
    return [
        _absent(problem.field or "", problem.params["column"], columns)
        if problem.code == "column_not_found_at_all"
        else problem
        for problem in steps_of(spec, card).problems
    ]


def _check_split(spec: Reads, card: DatasetCard, columns: dict[str, Column]) -> list[Problem]:
    split, problems = spec.data.split, []
    for role, kinds in (("group", GROUP_KINDS), ("time", KINDS_OF_ROLE["time"])):
        name, field = getattr(split, role), f"data.split.{role}"
        if name is not None and name not in columns:
            problems.append(_absent(field, name, columns))
        elif name is not None and columns[name].kind not in kinds:
            kind = columns[name].kind
            problems.append(_problem("column_not_of_role", field, column=name, kind=kind, role=role))
    if card.form == "text" and spec.task == "language_model" and split.method not in SPLITS_OF_TEXT:
        problems.append(_problem("split_not_for_text", "data.split.method"))
    return problems


def roles_read(spec: Reads, card: DatasetCard) -> tuple[str, ...]:
    """The columns that play a part of their own and are there, without which a row says nothing."""
    present = {column.name for column in card.columns}
    return tuple(dict.fromkeys(name for name in _roles(spec, card).values() if name in present))


def _roles(spec: Reads, card: DatasetCard) -> dict[str, str]:
    """The columns that play a part of their own, by role."""
    given = {role: getattr(spec.data, role) for role in KINDS_OF_ROLE}
    if spec.task == "image_classification":
        given["image"] = given["image"] or IMAGE
    if spec.task == "language_model" and language_form(given) == "text":
        given["text"] = card.text_column(spec.data.text)
    return {role: name for role, name in given.items() if name}


def _check_target(spec: TrainSpec, card: DatasetCard, columns: dict[str, Column]) -> list[Problem]:
    field, name = "data.target", spec.data.target or ""
    column = columns.get(name)
    if column is None:
        return [_absent(field, name, columns)]
    if column.kind == "empty" or (card.rows and column.missing >= card.rows):
        return [_problem("column_empty", field, column=name)]
    if spec.task not in CLASS_TASKS and column.kind != "number":
        return [_problem("target_not_number", field, column=name, kind=column.kind)]
    if spec.task in CLASS_TASKS and not _can_be_class(column, several=bool(spec.data.separator)):
        return [_problem("target_not_class", field, column=name, kind=column.kind, distinct=column.distinct)]
    if _is_constant(column) and not (spec.data.separator and column.missing):
        return [_problem("target_constant", field, column=name)]
    return []


def _check_role(role: str, name: str, target: str | None, columns: dict[str, Column]) -> list[Problem]:
    field, column = f"data.{role}", columns.get(name)
    if column is None:
        return [_absent(field, name, columns)]
    if role == "text" and name == target:
        return [_problem("text_is_target", field, column=name)]
    if column.kind == "empty":
        return [_problem("column_empty", field, column=name)]
    if column.kind in KINDS_OF_ROLE[role]:
        return []
    if role == "text":
        return [_problem("text_not_text", field, column=name, kind=column.kind)]
    return [_problem("column_not_of_role", field, column=name, kind=column.kind, role=role)]


def _check_features(spec: TrainSpec, card: DatasetCard, columns: dict[str, Column]) -> list[Problem]:
    if "features" not in ROLES_OF_TASK[spec.task]:
        return []
    problems, after = [], steps_of(spec, card)
    for number, name in enumerate(spec.data.features or ()):
        field = f"data.features.{number}"
        if name in after.dropped:
            problems.append(_problem("feature_dropped", field, column=name))
        elif name in after.sources:
            continue
        elif name not in columns:
            problems.append(_absent(field, name, columns))
        elif columns[name].kind not in FEATURE_KINDS:
            problems.append(_problem("feature_unusable", field, column=name, kind=columns[name].kind))
    if not problems and spec.task in TABLE_TASKS and not features_of(spec, card):
        problems.append(_problem("no_features", "data.features"))
    return problems


def _can_be_class(column: Column, several: bool) -> bool:
    """Of a few classes many sets can be made, so where a cell holds several the card cannot tell how many there are."""
    few = several or column.distinct is None or column.distinct <= MOST_CLASSES
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
