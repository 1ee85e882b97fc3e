"""A setting that is a job's own among its siblings: its title, and its value in few characters."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from engine.schema.train import TrainSpec
from gui.forms.editors import schema_text
from gui.forms.fields import fields_of, walk
from gui.forms.labels import model_words

_SHORT = 4  # figures of a number


def setting_title(path: str) -> str:
    """“Learning rate”; the last word of the path where the schema has no such field."""
    return schema_text(_titles().get(path, "")) or path.rpartition(".")[2]


def value_words(path: str, value: Any) -> str:
    """“0.0123”, “64, 64”; of a choice its label, of a whole model its name and size."""
    if isinstance(value, Mapping):
        return _whole_model(path, value)
    if isinstance(value, bool):
        return schema_text("yes" if value else "no")
    if isinstance(value, float):
        return f"{value:.{_SHORT}g}"
    if isinstance(value, list | tuple):
        return ", ".join(value_words(path, each) for each in value)
    return schema_text(_labels(path).get(value, value)) if isinstance(value, str) else str(value)


def settings_words(values: Mapping[str, Any]) -> str:
    """“Learning rate 0.0123 · Dropout 0.2”."""
    return " · ".join(f"{setting_title(path)} {value_words(path, value)}" for path, value in values.items())


def _whole_model(path: str, model: Mapping[str, Any]) -> str:
    """“MLP 256, 256”: models of one name differ in their first setting."""
    first = next((value for name, value in model.items() if name != "name"), None)
    name = model_words(str(model.get("name", "")))
    return name if first is None else f"{name} {value_words(path, first)}"


@cache
def _titles() -> dict[str, str]:
    return {view.path: view.title for view in walk(fields_of(TrainSpec))}


@cache
def _labels(path: str) -> dict[str, str]:
    views = (view for view in walk(fields_of(TrainSpec)) if path in (view.path, view.choice_path))
    return {option.value: option.label for view in views for option in view.options}
