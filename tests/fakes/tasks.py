"""Tasks and batches of a dataset that was written by hand, without a run around them."""

import torch

from engine.schema.card import DatasetCard
from engine.schema.train import TrainSpec
from engine.system.files import read_json
from engine.system.paths import Home
from engine.train.batches import Batches
from engine.train.held import Share
from engine.train.task import build_task
from engine.train.task.base import Source, Task

CPU = torch.device("cpu")


def task_of(home: Home, spec: TrainSpec) -> Task:
    """The task of this spec, its data read."""
    folder = home.dataset(spec.data.source)
    card = DatasetCard.model_validate(read_json(folder / "card.json"))
    return build_task(Source(spec, card, folder / "data.arrow", (), CPU))


def batches_of(task: Task, spec: TrainSpec) -> Batches:
    """The batches of the only rank."""
    return Batches(task, spec, Share(0, 1), CPU)
