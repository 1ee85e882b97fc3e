"""Gradients that hold a few rows of a large table, and the optimizers that move those rows alone.

Plain SGD so is the same as moving the whole table. Adam is the lazy one that torch's SparseAdam has, too: the moments
of a row stand still while no batch touches it, and weight decay pulls at it only when one does.
"""

import math
from collections.abc import Iterable, Mapping
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.optim import Optimizer

from engine.train.shards import local


def sparse_tables(network: nn.Module) -> frozenset[str]:
    """Full names of the tables whose gradients are sparse."""
    return frozenset(
        f"{name}.weight"
        for name, module in network.named_modules()
        if isinstance(module, nn.Embedding) and module.sparse
    )


def numbers_of(gradient: Tensor) -> Tensor:
    """The numbers of a gradient that lie here, sharing memory: all of them, or of a sparse one those it has."""
    return gradient._values() if gradient.is_sparse else local(gradient)


@torch.no_grad()
def unite_rows(parameters: Iterable[nn.Parameter]) -> None:
    """Add up what a row got from several places of a batch, so that each row stands once."""
    for parameter in parameters:
        if parameter.grad is not None:
            parameter.grad = parameter.grad.coalesce()


@torch.no_grad()
def sum_rows(parameters: Iterable[nn.Parameter], ranks: int) -> int:
    """Sum sparse gradients over all ranks, which exchange rows with their numbers; gives the bytes this rank sent."""
    sent = 0
    for parameter in parameters:
        own = parameter.grad.coalesce()  # type: ignore[union-attr]
        rows, numbers = own._indices()[0].contiguous(), own._values().contiguous()
        counts = [torch.zeros(1, dtype=torch.int64, device=rows.device) for _ in range(ranks)]
        dist.all_gather(counts, torch.tensor([len(rows)], device=rows.device))
        lengths = [int(count) for count in counts]
        of_all = [_gathered(part, lengths) for part in (rows, numbers)]
        parameter.grad = torch.sparse_coo_tensor(of_all[0][None], of_all[1], parameter.shape).coalesce()
        sent += (ranks - 1) * (rows.nbytes + numbers.nbytes)
    return sent


def _gathered(part: Tensor, lengths: list[int]) -> Tensor:
    """Parts of unequal length from all ranks, in their order: padded on the way, as collectives want them equal."""
    room = part.new_zeros((max(lengths), *part.shape[1:]))
    room[: len(part)] = part
    parts = [torch.empty_like(room) for _ in lengths]
    dist.all_gather(parts, room)
    return torch.cat([whole[:length] for whole, length in zip(parts, lengths, strict=True)])


class RowSgd(Optimizer):
    """SGD on the rows that a gradient holds."""

    def __init__(self, tables: list[nn.Parameter], lr: float, weight_decay: float) -> None:
        super().__init__(tables, {"lr": lr, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self, closure: None = None) -> None:  # type: ignore[override]
        for table, rows, numbers, group in _touched(self):
            if group["weight_decay"]:
                numbers = numbers + group["weight_decay"] * table[rows]
            table.index_add_(0, rows, numbers, alpha=-group["lr"])


class RowAdam(Optimizer):
    """Adam (Kingma and Ba, 2015) on the rows that a gradient holds; ``decoupled`` decays weights as AdamW does."""

    def __init__(
        self,
        tables: list[nn.Parameter],
        lr: float,
        weight_decay: float,
        betas: tuple[float, float],
        decoupled: bool,
    ) -> None:
        defaults = {
            "lr": lr,
            "weight_decay": weight_decay,
            "betas": betas,
            "eps": 1e-8,
            "decoupled": decoupled,
        }
        super().__init__(tables, defaults)

    @torch.no_grad()
    def step(self, closure: None = None) -> None:  # type: ignore[override]
        for table, rows, numbers, group in _touched(self):
            state, decay = self.state[table], group["weight_decay"]
            if not state:
                state["step"] = torch.zeros(())
                state["exp_avg"], state["exp_avg_sq"] = torch.zeros_like(table), torch.zeros_like(table)
            state["step"] += 1
            values = table[rows]
            if decay and group["decoupled"]:
                values = values * (1 - group["lr"] * decay)
            elif decay:
                numbers = numbers + decay * values
            table[rows] = values - self._movement(state, rows, numbers, group)

    def _movement(
        self, state: dict[str, Tensor], rows: Tensor, numbers: Tensor, group: dict[str, Any]
    ) -> Tensor:
        first, second = group["betas"]
        mean = state["exp_avg"][rows].lerp(numbers, 1 - first)
        square = state["exp_avg_sq"][rows].lerp(numbers.square(), 1 - second)
        state["exp_avg"][rows], state["exp_avg_sq"][rows] = mean, square
        step = float(state["step"])
        size = group["lr"] / (1 - first**step)
        return size * mean / (square.sqrt() / math.sqrt(1 - second**step) + group["eps"])


class RowsAndWeights(Optimizer):
    """One optimizer for tables and one for everything else, over the same state, as if there were one."""

    def __init__(self, rows: Optimizer, weights: Optimizer) -> None:
        self.members = (rows, weights)
        super().__init__([*rows.param_groups, *weights.param_groups], {})
        for member in self.members:
            member.state = self.state


def _touched(optimizer: Optimizer) -> Iterable[tuple[Tensor, Tensor, Tensor, Mapping[str, Any]]]:
    """Each table that has a gradient: the table, its rows, their numbers, and the settings."""
    for group in optimizer.param_groups:
        for table in group["params"]:
            if table.grad is not None:
                yield table, table.grad._indices()[0], table.grad._values(), group
