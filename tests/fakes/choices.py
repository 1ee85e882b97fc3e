"""A small dataset of who chose what and how good they found it, with tastes that can be learnt; and specs for it."""

from typing import Any

import numpy as np

from engine.schema.card import DatasetCard
from engine.schema.train import TrainSpec
from engine.system.files import read_json
from engine.system.paths import Home
from tests.fakes.run_folder import write_dataset

KINDS = {
    "user": "number",
    "item": "category",
    "rating": "number",
    "time": "number",
    "age": "number",
    "genre": "category",
}


def write_choices(
    home: Home, users: int = 60, items: int = 40, each: int = 9, own: float = 0.9, seed: int = 0
) -> None:
    """Users under 40 rate the first half of the items high and mostly choose from it (``own``), users over 40 the second;
    by time they go through a half from a place of their own, so that what comes next follows from what came last."""
    draw = np.random.default_rng(seed)
    half, rows = items // 2, []
    for user in range(users):
        young, start = user % 2 == 0, int(draw.integers(half))
        for time in range(each):
            liked = draw.random() < own
            item = (start + time) % half + (0 if young == liked else half)
            rating = float(np.clip((4 if liked else 2) + draw.normal(scale=0.4), 1, 5))
            age = 20 + user % 17 if young else 60 + user % 17
            genre = "comedy" if item < half else "crime"
            rows.append((100 + user, f"film {item:02}", rating, float(time), float(age), genre))
    order = draw.permutation(len(rows))
    columns = {name: [rows[n][place] for n in order] for place, name in enumerate(KINDS)}
    write_dataset(home, "choices", columns, KINDS)


def recommendation(model: str, *, ratings: bool = False, **changes: Any) -> TrainSpec:
    """A small run of a network; ``changes`` may give data, training, strategy and settings of the network."""
    network: dict[str, Any] = {"name": model, "width": 8, **changes.get("network", {})}
    network |= {"history": 6, "heads": 2} if model == "sasrec" else {}
    network |= {} if ratings else {"negatives": 5}
    network |= {} if model == "matrix_factorization" else {"dropout": network.get("dropout", 0.0)}
    data = {"source": "choices", "user": "user", "item": "item"} | (
        {"target": "rating"} if ratings else {"time": "time"}
    )
    training = {"epochs": 6, "batch_size": 16, "optimizer": {"name": "adamw", "learning_rate": 0.02}}
    return TrainSpec.model_validate(
        {
            "task": "recommendation",
            "data": {**data, **changes.get("data", {})},
            "model": network,
            "training": {**training, **changes.get("training", {})},
            "strategy": changes.get("strategy", {"name": "single"}),
            "checkpoint": changes.get("checkpoint", {"every_steps": 1000}),
        }
    )


def source_of(home: Home, spec: TrainSpec) -> Any:
    """Where a task finds this dataset."""
    import torch

    from engine.train.task.base import Source

    folder = home.dataset(spec.data.source)
    card = DatasetCard.model_validate(read_json(folder / "card.json"))
    return Source(spec, card, folder / "data.arrow", (), torch.device("cpu"))
