"""Each rank steps alone on its rows of every batch; every few steps the weights are brought together.

Local SGD (Stich, 2019) takes their mean; DiLoCo (Douillard et al., 2023) takes an outer step with Nesterov momentum
from the weights of last time towards that mean. A rank's gradient is the mean over its own rows, and the mean of the
weights counts every rank by the rows it has seen since the last one (as federated averaging does, McMahan et al.,
2017): so a smaller last batch pulls no more than its rows are worth, and plain SGD that averages after every step is
data-parallel SGD.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
import torch.distributed as dist
from torch import Tensor
from torch.optim import SGD, Optimizer

from engine.model.networks.batch_norm import running_statistics
from engine.train.average import WeightAverage
from engine.train.held import Held, Saved, Share, fill, read_state
from engine.train.optimizer import load_state, state_of, step_of
from engine.train.strategy.base import Clock, Material, StepBatch, own_units
from engine.train.strategy.ddp import Whole, sent_by_all_reduce
from engine.train.strategy.flat import Flat

_ONCE = Share(0, 1)  # nobody else has it


class LocalSgd(Whole):
    """``trained`` is the whole model on every rank, and between two averages every rank's is another."""

    def __init__(self, material: Material) -> None:
        super().__init__(material)
        self._period: int = material.spec.strategy.period  # type: ignore[union-attr]
        # Running statistics come together as weights do: each rank has normalised by rows of its own.
        self._shared: dict[str, Tensor] = {**self.trained, **running_statistics(self.model)}
        self._weights = list(self._shared.values())
        self._flat = Flat(
            self._weights, self.rank.device, spare=1
        )  # and the rows, by which they are weighted
        self._rows = self._steps = 0  # of this rank since the last average

    def gradients(self, batch: StepBatch, clock: Clock) -> Tensor:
        self._rows += batch.own_rows
        self._steps += 1
        return super().gradients(batch._replace(units=own_units(batch)), clock)

    def gradient_norm(self) -> Tensor:
        """Of this rank's own gradient: the one it steps along."""
        gradients = [parameter.grad for parameter in self._weights if parameter.grad is not None]
        return torch.linalg.vector_norm(torch.stack(torch._foreach_norm(gradients)))

    def settle(self, step: int, last: bool) -> None:
        self.bytes_sent = 0
        if last or (step + 1) % self._period == 0:
            self._come_together()
            self.bytes_sent = sent_by_all_reduce(self._flat.bytes, self.rank.world_size)

    @contextmanager
    def measured(self, average: WeightAverage | None) -> Iterator[None]:
        """The mean of the ranks' weights, or of their averages over the steps."""
        with super().measured(average):
            own = Flat(self._weights, self.rank.device)
            own.take(self._weights)
            self._mean().give(self._weights)
            try:
                yield
            finally:
                own.give(self._weights)

    # --- what a checkpoint holds

    def state(self, optimizer: Optimizer) -> dict[str, Held]:
        """The mean as ``model/…``, rank 0's as ``optimizer/…``, and of each rank what is its own as ``worker/{rank}/…``.

        Anybody can go on from the first two; the same ranks go on from their own and compute the same bits.
        """
        others = {name: tensor for name, tensor in self.weights() if name not in self._shared}
        buffers = {f"model/{name}": Held.of(tensor, self.axes) for name, tensor in others.items()}
        means = zip(self._shared, self._mean().views, strict=True)
        state = buffers | {f"model/{name}": Held.of(mean, self.axes) for name, mean in means}
        own, place = {}, f"worker/{self.rank.index}"
        own[f"{place}/rows"] = torch.tensor(self._rows)
        own[f"{place}/steps"] = torch.tensor(self._steps)
        if self._steps:
            own |= {f"{place}/model/{name}": tensor for name, tensor in self._shared.items()}
        inner = "optimizer" if self.rank.index == 0 else f"{place}/optimizer"
        own |= {f"{inner}/{name}": tensor for name, tensor in state_of(optimizer, self.trained).items()}
        return state | {name: Held.of(tensor.detach(), {}) for name, tensor in own.items()}

    def held_state(self, tensor: Tensor) -> Held:
        """Averages over the steps: their mean over the ranks. A collective."""
        if tensor.is_floating_point() and self.rank.world_size > 1:
            tensor = tensor / self.rank.world_size
            dist.all_reduce(tensor)
        return Held.of(tensor, self.axes)

    @torch.no_grad()
    def load(self, optimizer: Optimizer, saved: Saved) -> None:
        own, place = self._wrote(saved), f"worker/{self.rank.index}"
        apart = own and saved.names(f"{place}/model/")
        for name, tensor in self.weights():
            fill(
                tensor, saved, f"{place}/model/{name}" if apart and name in self._shared else f"model/{name}"
            )
        inner = f"{place}/optimizer/" if own and self.rank.index else "optimizer/"
        load_state(optimizer, self.trained, read_state(saved, inner, self.trained))
        if own:
            self._rows, self._steps = (int(saved.read(f"{place}/{key}")) for key in ("rows", "steps"))

    def _wrote(self, saved: Saved) -> bool:
        """Whether as many ranks wrote it, with this strategy."""
        ranks = [name for name in saved.names("worker/") if name.endswith("/rows")]
        return len(ranks) == self.rank.world_size and not saved.names("outer/")

    # --- bringing together

    @torch.no_grad()
    def _come_together(self) -> None:
        self._mean().give(self._weights)
        self._rows = self._steps = 0

    @torch.no_grad()
    def _mean(self) -> Flat:
        """The ranks' weights, each weighted by its rows; a collective, unless they are the same anyway."""
        flat = self._flat
        flat.take(self._weights)
        if self.rank.world_size > 1 and self._steps:
            flat.numbers.mul_(self._rows)
            flat.spare.fill_(self._rows)
            dist.all_reduce(flat.numbers)
            flat.numbers.div_(flat.spare.clone())
        return flat


class Diloco(LocalSgd):
    """``anchor`` is where the ranks last came together; the way from it to their mean is the outer gradient."""

    def __init__(self, material: Material) -> None:
        super().__init__(material)
        spec = material.spec.strategy
        rate, momentum = spec.outer_learning_rate, spec.outer_momentum  # type: ignore[union-attr]
        self._anchor = {
            name: torch.nn.Parameter(tensor.detach().clone()) for name, tensor in self.trained.items()
        }
        anchors = list(self._anchor.values())
        self._outer = SGD(anchors, lr=rate, momentum=momentum, nesterov=momentum > 0, foreach=True)
        self._step_outer, self._rate = step_of(self._outer), rate

    @torch.no_grad()
    def _come_together(self) -> None:
        anchors: list[Tensor] = list(self._anchor.values())
        means = self._mean()
        for anchor, mean in zip(anchors, means.views, strict=False):  # statistics, which come last, have none
            anchor.grad = anchor - mean
        self._step_outer(self._rate)
        means.give(self._weights)
        torch._foreach_copy_(list(self.trained.values()), anchors)
        for anchor in anchors:
            anchor.grad = None
        self._rows = self._steps = 0

    def state(self, optimizer: Optimizer) -> dict[str, Held]:
        """And the anchor with its momentum, the same on every rank, as ``outer/…``."""
        outer = {f"outer/anchor/{name}": tensor.detach() for name, tensor in self._anchor.items()}
        momenta = state_of(self._outer, self._anchor)
        outer |= {f"outer/optimizer/{name}": tensor for name, tensor in momenta.items()}
        return super().state(optimizer) | {name: Held.of(tensor, self.axes) for name, tensor in outer.items()}

    @torch.no_grad()
    def load(self, optimizer: Optimizer, saved: Saved) -> None:
        """The anchor serves any number of ranks; what another strategy wrote has none and is one itself."""
        super().load(optimizer, saved)
        place = "outer/anchor" if saved.names("outer/anchor/") else "model"
        for name, anchor in self._anchor.items():
            fill(anchor, saved, f"{place}/{name}")
        momenta = read_state(saved, "outer/optimizer/", self._anchor)
        load_state(self._outer, self._anchor, momenta)

    def _wrote(self, saved: Saved) -> bool:
        ranks = [name for name in saved.names("worker/") if name.endswith("/rows")]
        return len(ranks) == self.rank.world_size and bool(saved.names("outer/"))
