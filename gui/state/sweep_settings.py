"""Which settings of a run a sweep may vary, and the values it begins with for each. Plain values, no Qt."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine.schema.augmentation_spec import AUGMENTATION_OF_TASK
from engine.schema.model_spec import MODELS_OF_TASK
from engine.schema.sweep_spec import is_comparable
from engine.schema.train import TrainSpec
from gui.forms.fields import FieldView, fields_of
from gui.forms.paths import get_at
from gui.state.unused_fields import unused_fields

_KINDS = ("int", "float", "bool", "choice", "ints", "union")
_WITHOUT_EFFECT = (  # on what is learnt
    "checkpoint", "data.sharding", "training.workers", "training.compile", "training.accumulation",
    "training.activation_checkpointing",
)  # fmt: skip
_WIDE = 10.0  # of a float: a tenth to ten times
_SHARE = 0.5  # the most of a share that is worth trying
_FROM_NOTHING = 0.1  # the most where the value is 0 now
_NEARLY = 0.99  # of a bound of 1 that a setting may not reach
_WHOLE = 100  # of a whole number that has no value now

Range = dict[str, Any]


@dataclass(frozen=True)
class Setting:
    """One that can vary: its path, and the titles from the outermost group to its own."""

    path: str
    titles: tuple[str, ...]
    view: FieldView

    @property
    def is_number(self) -> bool:
        return self.view.kind in ("int", "float")


def settings_of(run: Mapping[str, Any]) -> tuple[Setting, ...]:
    """Those that the run has now and that count, in the order of the forms: model, training, data."""
    unused = unused_fields(run)
    found = [
        setting
        for setting in _walk(_offered(run), run, ())
        if is_comparable(setting.path)
        and not setting.path.startswith(_WITHOUT_EFFECT)
        and not {setting.path, setting.view.choice_path} & unused
    ]
    return tuple(sorted(found, key=lambda setting: setting.path.startswith("data.")))


def range_around(setting: Setting, value: Any) -> Range:
    """Values to begin with, around the present one."""
    view = setting.view
    match view.kind:
        case "float":
            return _float_range(view, float(value) if _is_amount(value) else None)
        case "int":
            value = value if _is_amount(value) else _WHOLE
            return {
                "low": _bounded(view, value // 2),
                "high": _bounded(view, max(value, 1) * 2),
                "log": False,
            }
        case "bool":
            return {"choices": [False, True]}
        case "choice":
            return {"choices": [option.value for option in view.options]}
        case "ints":
            widths = [value] if isinstance(value, list) and value else []
            return {
                "choices": [*widths, *([width * 2 for width in each] for each in widths)] or [[64], [128]]
            }
        case _:
            none = [None] if view.optional else []
            return {"choices": [*none, *(_member(view, option.value, value) for option in view.options)]}


def kept_ranges(ranges: Mapping[str, Range], run: Mapping[str, Any]) -> dict[str, Range]:
    """The ranges whose settings the run still has."""
    known = {setting.path for setting in settings_of(run)}
    return {path: range for path, range in ranges.items() if path in known}


def _offered(run: Mapping[str, Any]) -> tuple[FieldView, ...]:
    """The schema with the models and augmentations of the run's task alone."""
    task = str(run.get("task", ""))
    models = set(MODELS_OF_TASK.get(task, ())) - {"pretrained"} | {get_at(run, "model.name")}
    return tuple(
        _with_options(view, models, {AUGMENTATION_OF_TASK.get(task)}) for view in fields_of(TrainSpec)
    )


def _with_options(view: FieldView, models: set[Any], kinds: set[Any]) -> FieldView:
    allowed = {"model": models, "data.augmentation": kinds}.get(view.path)
    if allowed is not None:
        return replace(view, options=tuple(option for option in view.options if option.value in allowed))
    return replace(view, fields=tuple(_with_options(inner, models, kinds) for inner in view.fields))


def _walk(views: tuple[FieldView, ...], run: Mapping[str, Any], titles: tuple[str, ...]) -> Iterator[Setting]:
    """Through the groups that are there and the members that are chosen."""
    for view in views:
        own = (*titles, view.title)
        if view.kind in _KINDS:
            yield Setting(view.path, own, view)
        if view.kind == "group" and (not view.optional or get_at(run, view.path) is not None):
            yield from _walk(view.fields, run, own)
        if view.kind == "union":
            chosen = get_at(run, view.choice_path)
            inside = (option.fields for option in view.options if option.value == chosen)
            yield from _walk(next(inside, ()), run, own)


def _is_amount(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _float_range(view: FieldView, value: float | None) -> Range:
    """Shares go along a line, those near 1 by their distance from it; other amounts by orders of magnitude."""
    is_share = view.maximum == 1
    if value is None:
        high = _NEARLY if is_share else 1.0
        return {"low": high / _WIDE, "high": high, "log": True}
    if is_share and value >= _SHARE:
        return {"low": _short(1 - 2 * (1 - value)), "high": _short(1 - (1 - value) / _WIDE), "log": False}
    if is_share and view.minimum == 0:
        return {"low": 0.0, "high": _SHARE, "log": False}
    if value <= 0:
        return {"low": 0.0, "high": _bounded(view, _FROM_NOTHING), "log": False}
    return {
        "low": _bounded(view, _short(value / _WIDE)),
        "high": _bounded(view, _short(value * _WIDE)),
        "log": True,
    }


def _short(value: float) -> float:
    return float(f"{value:.4g}")


def _bounded(view: FieldView, value: Any) -> Any:
    """Within the setting's own bounds, which are whole where it is."""
    low, high = view.minimum, view.maximum
    value = value if low is None else max(value, type(value)(low))
    return value if high is None else min(value, type(value)(high))


def _member(view: FieldView, name: str, value: Any) -> dict[str, Any]:
    """The member that is chosen as it was edited, others as the schema has them."""
    chosen = isinstance(value, Mapping) and value.get(view.tag) == name
    return dict(value) if chosen else {view.tag: name}
