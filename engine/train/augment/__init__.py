"""How the rows of a training batch are varied. A new kind is a file and a line here."""

from collections.abc import Callable
from typing import Any

from engine.schema.train import TrainSpec
from engine.train.augment.base import Augment, Change
from engine.train.augment.images import image_changes
from engine.train.augment.tables import table_changes
from engine.train.augment.texts import text_changes
from engine.train.task.base import Task

__all__ = ["Augment", "Change", "build_augment"]

_CHANGES: dict[str, Callable[[Any, Task], list[Change]]] = {
    "table": table_changes,
    "image": image_changes,
    "text": text_changes,
}


def build_augment(spec: TrainSpec, task: Task) -> Augment | None:
    """What varies the training batches of this run; None where nothing does."""
    asked = spec.data.augmentation
    changes = _CHANGES[asked.kind](asked, task) if asked is not None else []
    return Augment(spec.training.seed, changes) if changes else None
