"""Settings of a run that mean nothing beside what was chosen in others: a form hides them, a sweep does not offer them.
Plain values, no Qt."""

from collections.abc import Mapping
from typing import Any

from engine.schema.augmentation_spec import AUGMENTATION_OF_TASK
from engine.schema.roles import CLASS_TASKS, TEXT_TASKS
from gui.forms.paths import get_at
from gui.state.split_fields import MATTERS

_OF_SPLIT = frozenset(name for names in MATTERS.values() for name in names)
_OF_LORA = ("model.lora_rank", "model.lora_alpha", "model.lora_dropout", "model.merge")


def unused_fields(run: Mapping[str, Any]) -> frozenset[str]:
    """Dotted paths; of a union that means nothing the path of its choice."""
    task = str(run.get("task", ""))
    return frozenset({*_of_data(run, task), *_of_split(run), *_of_model(run, task), *_of_training(run, task)})


def _of_data(run: Mapping[str, Any], task: str) -> list[str]:
    unused = []
    if task not in AUGMENTATION_OF_TASK:
        unused.append("data.augmentation.kind")
    if task not in TEXT_TASKS:
        unused.append("data.bucketing")
    if task == "language_model" and get_at(run, "data.text"):
        unused.append("data.cleaning.missing")  # a text has no cells
    return unused


def _of_split(run: Mapping[str, Any]) -> list[str]:
    method = get_at(run, "data.split.method", "random")
    return [f"data.split.{name}" for name in _OF_SPLIT - set(MATTERS.get(method, ()))]


def _of_model(run: Mapping[str, Any], task: str) -> list[str]:
    unused = [*_OF_LORA] if get_at(run, "model.tuning") == "full" else []
    if get_at(run, "model.name") == "pretrained" and task == "image_classification":
        unused.append("model.max_tokens")
    return unused


def _of_training(run: Mapping[str, Any], task: str) -> list[str]:
    unused = [] if task in CLASS_TASKS else ["training.class_weights"]
    if task != "language_model":
        unused.append("training.samples")
    if not get_at(run, "data.chosen"):
        unused.append("training.dpo_beta")
    if get_at(run, "training.schedule.name") != "warmup_stable_decay":
        unused.append("training.schedule.decay")
    return unused
