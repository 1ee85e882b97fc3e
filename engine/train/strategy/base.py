"""What the loop asks of every strategy: gradients, their norm, an update; and what of the state lies on this rank.

The losses that a strategy is given are sums over rows, so gradients add up over passes and ranks; it divides by the
units (rows, or tokens) of the whole global batch.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from engine.model.networks.network import Network
from engine.schema.train import TrainSpec
from engine.train.average import WeightAverage
from engine.train.held import Held, Saved, Share, fill, read_state
from engine.train.optimizer import load_state, state_of
from engine.train.rows import numbers_of
from engine.train.task.base import Batch, Task
from engine.worker.rank import Rank

if TYPE_CHECKING:
    from engine.train.running import Run


class StepBatch(NamedTuple):
    """This rank's part of a global batch, in the passes it is worked through."""

    passes: Sequence[Batch]
    rows: int  # of the global batch, over all ranks
    units: int  # of the global batch: rows, or those of their tokens that count
    own_rows: int  # of this rank's part; the rest of its passes is padding
    own: int  # units of this rank's part


def own_units(batch: StepBatch) -> int:
    """Units of this rank's part; 1 where it has none, so that sums may be divided by it."""
    return max(batch.own, 1)


class Clock(Protocol):
    """What tells the time of a step's parts; the meter does."""

    def mark(self, part: str) -> None: ...


@dataclass(frozen=True)
class Material:
    """What a strategy is made from."""

    spec: TrainSpec
    network: Network  # whole, with fresh weights, in the memory of this process
    task: Task
    rank: Rank
    loss_of: Callable[[nn.Module, Batch], Tensor]  # summed over the rows
    precision: Callable[[], AbstractContextManager]  # in which the network computes
    treat: Callable[
        [Network], None
    ]  # recomputing and compiling: after matrices are split, before weights are sharded


class Strategy(ABC):
    """Holds the model, and knows how it lies over the ranks."""

    share: Share
    axes: Mapping[str, Share]  # this rank's place along each axis of ranks that hold the same layers
    trained: dict[str, nn.Parameter]  # what this rank's optimizer moves, by full name
    counts = True  # whether this rank's outputs count in an evaluation: of several with the same, one does
    reads = True  # whether this rank takes rows of the data
    concludes = True  # whether it takes part in what follows training: last checkpoint, scores, model
    pass_rows: int | None = None  # rows that every pass must have; padded where there are fewer
    bytes_sent: int | None = 0  # by this rank in the last step; None is unknown
    hidden_seconds: float | None = (
        None  # of communication behind computation in the last step; None is unknown
    )

    def __init__(self, material: Material) -> None:
        self.spec = material.spec
        self.model: nn.Module = material.network
        self.rank = material.rank
        self.loss_of = material.loss_of
        self.precision = material.precision
        self.workers = material.rank.world_size  # ranks that share the arithmetic of a step
        self.loss_scale = 1.0  # by which losses are multiplied before the backward pass (fp16)

    def train(self, run: "Run", loop: Callable[["Run"], None]) -> None:
        """Run the loop; a strategy whose ranks are not in step has its own way."""
        loop(run)

    def part(self) -> None:  # noqa: B027
        """The run is over: let those go who waited for this rank."""

    def role_of(self, rank: int) -> str:
        """What that rank is called where people see it."""
        return "worker"

    @property
    def writes(self) -> Share:
        """This rank's place among those that write a checkpoint."""
        return Share(self.rank.index, self.rank.world_size)

    def gradients(self, batch: StepBatch, clock: Clock) -> Tensor:
        """Forward and backward over the passes; the loss summed over this rank's rows."""
        total: Tensor | None = None
        for number, part in enumerate(batch.passes, start=1):
            with self.precision():
                loss = self.loss_of(self.model, part)
            clock.mark("forward")
            self.before_backward(last=number == len(batch.passes))
            # Not loss.backward(weight), which imports sympy: 0.3 s at every start to save 5 µs a step.
            (loss * (self.loss_scale / batch.units)).backward()
            clock.mark("backward")
            total = loss.detach() if total is None else total + loss.detach()
        return total if total is not None else torch.zeros((), device=self.rank.device)

    def before_backward(self, last: bool) -> None:  # noqa: B027 - many strategies do nothing here
        """With the last pass of a step, gradients may leave as soon as they are there."""

    def sync(self) -> None:  # noqa: B027
        """Make every rank hold the gradients of the whole global batch, as far as it moves their weights."""

    @abstractmethod
    def gradient_norm(self) -> Tensor:
        """Euclidean norm of the whole gradient, the same on every rank; stays on the device."""

    def clip(self, norm: Tensor, largest: float | None) -> None:
        """Scale the gradients down to the largest norm allowed, and undo the loss scale."""
        factor: Tensor | float = 1 / self.loss_scale
        if largest is not None:
            factor = factor * (largest / (norm / self.loss_scale + 1e-6)).clamp(max=1.0)
        elif self.loss_scale == 1.0:
            return
        gradients = [numbers_of(p.grad) for p in self.graded if p.grad is not None]
        if gradients:
            if isinstance(factor, Tensor):  # offloaded gradients lie in main memory, the norm does not
                factor = factor.to(gradients[0].device)
            torch._foreach_mul_(gradients, factor)

    def settle(self, step: int, last: bool) -> None:  # noqa: B027
        """After this rank's update of step number ``step``, counted from 0: bring the others what they need of it."""

    @property
    def graded(self) -> Iterable[nn.Parameter]:
        """Parameters whose gradients lie on this rank after a step's ``sync``."""
        return self.trained.values()

    @property
    def modules(self) -> Sequence[nn.Module]:
        """What this rank computes with: the model, or its stages."""
        return [self.model]

    def forget_gradients(self) -> None:
        """Begin the next step without gradients."""
        for parameter in self.graded:
            parameter.grad = None

    def measured(self, average: WeightAverage | None) -> AbstractContextManager:
        """Inside, the modules hold the weights that are measured; afterwards their own again. A collective."""
        return average.swapped() if average is not None else nullcontext()

    def output(self, batch: Batch) -> Tensor | None:
        """The network's output for an evaluation; None on ranks that do not come to hold it. A collective."""
        with self.precision():
            return self.model(batch.inputs).float()

    # --- what lies where

    def weights(self) -> Iterator[tuple[str, Tensor]]:
        """Parameters and buffers that a model is saved with, by full name; DTensors where they are split."""
        return iter(self.model.own_state().items())  # type: ignore[operator]

    def before_save(self, step: int) -> None:  # noqa: B027
        """A checkpoint of this step is about to be written: call for it where nobody else does."""

    def state(self, optimizer: Optimizer) -> dict[str, Held]:
        """Everything of this rank that a run goes on from, by name: ``model/…``, ``optimizer/…``."""
        held = {f"model/{name}": Held.of(tensor, self.axes) for name, tensor in self.weights()}
        own = state_of(optimizer, self.trained)
        return held | {f"optimizer/{name}": self.held_state(tensor) for name, tensor in own.items()}

    def held_state(self, tensor: Tensor) -> Held:
        """Who else holds this tensor of the optimizer's state."""
        return Held.of(tensor, self.axes)

    def go_back(self, optimizer: Optimizer, saved: Saved) -> None:
        """Training is over: hold these weights, to be measured with them. A collective."""
        self.load(optimizer, saved)

    @torch.no_grad()
    def load(self, optimizer: Optimizer, saved: Saved) -> None:
        """Take weights and optimizer state from a checkpoint, whatever number of ranks and strategy wrote it."""
        for name, tensor in self.weights():
            fill(tensor, saved, f"model/{name}")
        load_state(optimizer, self.trained, read_state(saved, "optimizer/", self.trained))
