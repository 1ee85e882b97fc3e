"""What the schema calls a task, a model, a strategy or a setting, in the language of the window."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP

from engine.schema.train import TrainSpec
from gui.forms.editors import schema_text, write_number
from gui.forms.fields import fields_of, title_of, walk

_SAID_APART = ("strategy.name", "strategy.devices")


def task_words(task: str) -> str:
    """An unknown task is called by its key."""
    return schema_text(_labels("task").get(task, task))


def model_words(name: str) -> str:
    """An unknown model is called by its key."""
    return schema_text(_labels("model").get(name, name))


@cache
def _labels(path: str) -> dict[str, str]:
    field = next(field for field in fields_of(TrainSpec) if field.path == path)
    return {option.value: option.label for option in field.options}


def strategy_words(name: str) -> str:
    """An unknown strategy is called by its key."""
    return schema_text(_labels("strategy").get(name, name))


def setting_words(path: str, value: Any) -> str:
    """“Precision: bf16 mixed”: a setting by its title and the label of its value."""
    titled = [view for view in walk(fields_of(TrainSpec)) if view.path == path]
    labels = {option.value: option.label for view in titled for option in view.options}
    if isinstance(value, bool):
        yes, no = QT_TRANSLATE_NOOP("Schema", "yes"), QT_TRANSLATE_NOOP("Schema", "no")
        said = schema_text(yes if value else no)
    elif isinstance(value, str):
        said = schema_text(labels.get(value, value))
    else:
        said = write_number(value) if isinstance(value, int | float) else str(value)
    return f"{schema_text(title_of(TrainSpec, path)) or path}: {said}"


def changes_words(changes: Mapping[str, Any]) -> str:
    """Proposed settings in one line, the strategy first by its name: “Shard · Accumulate: 4”."""
    whole = changes.get("strategy")
    name = whole.get("name") if isinstance(whole, Mapping) else changes.get("strategy.name")
    flat = {path: value for path, value in changes.items() if not isinstance(value, Mapping)}
    said = [setting_words(path, value) for path, value in flat.items() if path not in _SAID_APART]
    return " · ".join([*([strategy_words(str(name))] if name else []), *said])
