"""What the schema calls a task or a model, in the language of the window."""

from functools import cache

from engine.schema.train import TrainSpec
from gui.forms.editors import schema_text
from gui.forms.fields import fields_of


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
