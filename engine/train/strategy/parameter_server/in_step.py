"""A parameter server in step: every worker's gradients are summed at the servers, which update and send weights back.

The same curve as one device's. A worker holds weights and gradients, a server its part of them and of the optimizer.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.optim import Optimizer

from engine.model.networks.batch_norm import share_batches
from engine.train.average import WeightAverage
from engine.train.held import Held, Saved, Share, fill
from engine.train.strategy.base import Material, Strategy
from engine.train.strategy.flat import Flat
from engine.train.strategy.parameter_server.places import Places


class ParameterServer(Strategy):
    """``trained`` is a server's part of the weights; nothing on a worker."""

    axes: Mapping[str, Share] = {}  # each number that is saved lies on one rank

    def __init__(self, material: Material) -> None:
        super().__init__(material)
        self._places = Places.of(material.spec.strategy)  # type: ignore[arg-type]
        workers = self._places.workers
        self.serves = self.rank.index in self._places.servers
        self.reads = self.counts = not self.serves
        self.workers = len(workers)
        self.share = Share(0 if self.serves else self.rank.index, len(workers))
        self._parts = self._settle_in(material)
        self.trained = self._parts[self.rank.index] if self.serves else {}
        device = self.rank.device
        self._flats = {server: Flat(list(part.values()), device) for server, part in self._parts.items()}
        # Every rank must take part in making every group, its own or not.
        groups = {server: dist.new_group([*workers, server]) for server in self._places.servers}
        self._groups = {server: groups[server] for server in self._parts if self._parts[server]}
        among_workers = dist.new_group(list(workers))
        if not self.serves:
            share_batches(self.model, among_workers)
        self._has_average = material.spec.training.ema is not None
        self._bring_weights()  # devices of two kinds may have drawn other ones

    def role_of(self, rank: int) -> str:
        return self._places.role_of(rank)

    @property
    def modules(self) -> list[nn.Module]:
        return [] if self.serves else [self.model]

    # --- a step

    @torch.no_grad()
    def sync(self) -> None:
        """Sum the workers' gradients at the server that holds their weights."""
        works = []
        for server, group in self._groups.items():
            flat = self._flats[server]
            if self.serves:
                flat.numbers.zero_()
            else:
                flat.take_gradients(list(self._parts[server].values()))
            works.append(dist.reduce(flat.numbers, dst=server, group=group, async_op=True))
        for work in works:
            work.wait()
        if self.serves:
            for weight, gradient in zip(self.trained.values(), self._own.views, strict=True):
                weight.grad = gradient
        self.bytes_sent = self._bytes_a_step()

    def gradient_norm(self) -> Tensor:
        squared = torch.zeros((), device=self.rank.device)
        if self.serves:
            squared = self._own.numbers.square().sum()
        dist.all_reduce(squared)
        return squared.sqrt()

    def settle(self, step: int, last: bool) -> None:
        self._bring_weights()

    def forget_gradients(self) -> None:
        for part in self._parts.values():
            for parameter in part.values():
                parameter.grad = None

    @contextmanager
    def measured(self, average: WeightAverage | None) -> Iterator[None]:
        """The servers hold the averages over the steps; workers get them, and go back to the weights."""
        with super().measured(average):
            if self._has_average:
                self._bring_weights()
            yield
        if self._has_average:
            self._bring_weights()

    # --- what a checkpoint holds

    def weights(self) -> Iterator[tuple[str, Tensor]]:
        """A server's part; what is no parameter comes from the first worker."""
        if self.serves:
            return iter(self.trained.items())
        return iter(()) if self.rank.index else self._places.others_of(self.model)

    def held_state(self, tensor: Tensor) -> Held:
        return Held.of(tensor, {})

    @torch.no_grad()
    def load(self, optimizer: Optimizer, saved: Saved) -> None:
        if self.serves:
            super().load(optimizer, saved)
            return
        for name, tensor in self.model.own_state().items():  # type: ignore[operator]
            fill(tensor, saved, f"model/{name}")

    # --- who holds what

    def _settle_in(self, material: Material) -> dict[int, dict[str, nn.Parameter]]:
        """Keep on this device what this rank needs: a worker the network, a server its part and nothing else."""
        if not self.serves:
            self.model.to(self.rank.device)
            material.treat(material.network)
            return self._places.parts_of(material.network)
        part = self._places.part_of(self.rank.index, material.network, self.rank.device)
        self.model = nn.Identity()
        return {self.rank.index: part}

    @property
    def _own(self) -> Flat:
        return self._flats[self.rank.index]

    @torch.no_grad()
    def _bring_weights(self) -> None:
        """Every server sends its part to every worker."""
        if self.serves:
            self._own.take(self.trained.values())
        works = [
            dist.broadcast(self._flats[server].numbers, src=server, group=group, async_op=True)
            for server, group in self._groups.items()
        ]
        for work in works:
            work.wait()
        if not self.serves:
            for server, part in self._parts.items():
                self._flats[server].give(part.values())

    def _bytes_a_step(self) -> int:
        """A worker's gradients go out once, a server's weights once to every worker; trees share the same load out."""
        if self.serves:
            return self._own.bytes * len(self._places.workers)
        return sum(flat.bytes for flat in self._flats.values())
