"""A training loop of a few lines in plain PyTorch, on one process: what every strategy is held against."""

from contextlib import nullcontext
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from engine.data.sharding import deal_at_random
from engine.model.networks.build import build_model
from engine.schema.card import DatasetCard
from engine.schema.train import TrainSpec
from engine.system.files import read_json
from engine.system.paths import Home
from engine.train.task import build_task
from engine.train.task.base import Source

HALVES = {"bf16": torch.bfloat16, "fp16": torch.float16}


@dataclass(frozen=True)
class Plain:
    """What the loop did."""

    losses: list[float]
    norms: list[float]
    weights: dict[str, Tensor]


def plain_loop(home: Home, spec: TrainSpec) -> Plain:
    """Mean loss of the whole batch, torch's AdamW, clipping by the global norm."""
    folder = home.dataset(spec.data.source)
    card = DatasetCard.model_validate(read_json(folder / "card.json"))
    task = build_task(Source(spec, card, folder / "data.arrow", (), torch.device("cpu")))
    torch.manual_seed(spec.training.seed)
    model = build_model(spec.model, task.shape)
    settings = spec.training.optimizer
    optimizer = torch.optim.AdamW(
        model.parameters(), lr=settings.learning_rate, weight_decay=settings.weight_decay
    )
    size, rows = spec.training.batch_size, task.rows("train")
    rows_of = deal_at_random(rows, size, 0, 1, spec.training.seed)
    half = HALVES.get(spec.training.precision)
    weights = getattr(task, "weights", None)
    losses, norms = [], []
    for step in range(spec.training.max_steps):
        batch = task.batch("train", torch.from_numpy(rows_of(*divmod(step, -(-rows // size)))))
        with torch.autocast("cpu", dtype=half) if half else nullcontext():
            loss = _loss(spec.task, model(batch.inputs).float(), batch.targets, weights)
        optimizer.zero_grad()
        loss.backward()
        limit = spec.training.gradient_clip or float("inf")
        norms.append(torch.nn.utils.clip_grad_norm_(model.parameters(), limit).item())
        optimizer.step()
        losses.append(loss.item())
    return Plain(losses, norms, model.state_dict())


def _loss(task: str, output: Tensor, targets: Tensor, weights: Tensor | None) -> Tensor:
    match task:
        case "tabular_regression":
            return functional.mse_loss(output[:, 0], targets)
        case "tabular_classification" | "text_classification" | "image_classification":
            # Weighted sums over the rows, not over their weights: torch's own mean would differ by batch.
            return functional.cross_entropy(output, targets, weights, reduction="sum") / len(targets)
        case _:
            return functional.cross_entropy(output.flatten(0, 1), targets.flatten())
