"""What kind of job a draft makes of its run: the run alone, its folds, a sweep over its settings, or a search for a model.

A draft is a run and, beside it, a group: what the kinds that are made of many runs need besides. Plain values, no Qt.
"""

import copy
from collections.abc import Iterable, Mapping
from typing import Any, Literal, get_args

from engine.schema.problem import Problem
from engine.schema.roles import CLASS_TASKS
from engine.schema.search_spec import SearchTask
from engine.schema.split_spec import FOLD_METHODS
from engine.schema.sweep_spec import SweepSpec
from gui.forms.paths import get_at, set_at

JobKind = Literal["run", "folds", "sweep", "search"]
Run = dict[str, Any]
Group = dict[
    str, Any
]  # {"kind": "run" | "sweep" | "search", "sweep": {...}, "search": {...}}; {} is the run alone

SEARCHED_TASKS = get_args(SearchTask)
SWEEP_FIELDS = tuple(name for name in SweepSpec.model_fields if name not in ("kind", "name", "base"))
SEARCH_FIELDS = ("seconds", "metric")
_BASE = "base."


def kind_of(run: Mapping[str, Any], group: Mapping[str, Any]) -> JobKind:
    """Folds are a way to split; the other kinds are said by the group."""
    kind = group.get("kind", "run")
    if kind == "run" and get_at(run, "data.split.method") in FOLD_METHODS:
        return "run" if get_at(run, "data.split.fold") is not None else "folds"
    return kind


def in_kind(run: Run, group: Group, kind: JobKind) -> tuple[Run, Group]:
    """The same draft as another kind of job; only folds are split into folds."""
    run, group = copy.deepcopy(run), copy.deepcopy(group)
    group["kind"] = "run" if kind == "folds" else kind
    if kind == "folds":
        set_at(run, "data.split.method", "kfold")
        set_at(run, "data.split.fold", None)
    elif get_at(run, "data.split.method") in FOLD_METHODS:
        set_at(run, "data.split.method", _one_split(run))
    return run, group


def spec_of(run: Run, group: Group) -> dict[str, Any]:
    """The spec that is checked and launched."""
    match group.get("kind", "run"):
        case "sweep":
            own = {name: value for name, value in group.get("sweep", {}).items() if name in SWEEP_FIELDS}
            return {"kind": "sweep", "name": run.get("name"), "base": run, **own}
        case "search":
            own = {name: value for name, value in group.get("search", {}).items() if name in SEARCH_FIELDS}
            shared = {name: run[name] for name in ("name", "task", "data") if name in run}
            devices = list(dict.fromkeys(get_at(run, "strategy.devices") or ["cpu"]))
            seed = get_at(run, "training.seed", 0)
            return {"kind": "search", **shared, **own, "devices": devices, "seed": seed}
        case _:
            return run


def trial_of(run: Run, group: Group) -> dict[str, Any]:
    """One run that stands for the job: what is tried for a few steps."""
    if kind_of(run, group) != "folds":
        return run
    alone = copy.deepcopy(run)
    set_at(alone, "data.split.fold", 0)
    return alone


def taken_apart(spec: Mapping[str, Any]) -> tuple[Run, Group]:
    """The run and the group of a spec of any kind; a search has no run of its own yet."""
    match spec.get("kind", "train"):
        case "sweep":
            own = {name: spec[name] for name in SWEEP_FIELDS if name in spec}
            return {**spec.get("base", {}), "name": spec.get("name")}, {"kind": "sweep", "sweep": own}
        case "search":
            own = {name: spec[name] for name in SEARCH_FIELDS if name in spec}
            strategy = {"name": "auto", "devices": list(spec.get("devices", ["cpu"]))}
            shared = {name: spec[name] for name in ("name", "task", "data") if name in spec}
            run = {"kind": "train", **shared, "training": {"seed": spec.get("seed", 0)}, "strategy": strategy}
            return run, {"kind": "search", "search": own}
        case _:
            return dict(spec), {}


def at_run(problems: Iterable[Problem], group: Group) -> tuple[Problem, ...]:
    """Problems of the whole at the fields of the run they are about; each is said once."""
    moved = [problem.model_copy(update={"field": _at_run(problem.field, group)}) for problem in problems]
    return tuple({(problem.code, problem.field): problem for problem in moved}.values())


def can_search(task: str) -> bool:
    """Whether Auto knows models for a task."""
    return task in SEARCHED_TASKS


def _at_run(field: str | None, group: Group) -> str | None:
    if field is None:
        return None
    match group.get("kind"):
        case "sweep":
            return field.removeprefix(_BASE)
        case "search":
            return {"devices": "strategy.devices", "seed": "training.seed"}.get(field, field)
        case _:
            return field


def _one_split(run: Run) -> str:
    """The split that comes closest to the folds that were asked for."""
    if get_at(run, "data.split.group"):
        return "group"
    return "stratified" if run.get("task") in CLASS_TASKS and not get_at(run, "data.separator") else "random"
