"""Replicas whose optimizer state is split: each rank updates its own weights and hands them to the others.

ZeRO stage 1 (Rajbhandari et al., 2020). Weights are dealt out whole, so an optimizer that needs whole matrices works.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
import torch.distributed as dist
from torch import nn

from engine.train.average import WeightAverage
from engine.train.held import Held
from engine.train.strategy.base import Material
from engine.train.strategy.ddp import Replicas, sent_by_all_reduce


class Zero1(Replicas):
    """``trained`` is this rank's part of the weights; the gradients of all are here."""

    def __init__(self, material: Material) -> None:
        super().__init__(material)
        owners = dealt_by_size(self.trained, self.rank.world_size)
        self._owned = [[self.trained[name] for name in names] for names in owners]
        self.trained = {name: self.trained[name] for name in owners[self.rank.index]}
        self._flats = [
            torch.zeros(sum(p.numel() for p in owned), device=self.rank.device) for owned in self._owned
        ]

    def held_state(self, tensor: torch.Tensor) -> Held:
        return Held.of(tensor, {})  # nobody else has it

    def settle(self, step: int, last: bool) -> None:
        self._hand_out()
        weights = sum(flat.nbytes for flat in self._flats)
        self.bytes_sent = sent_by_all_reduce(weights, self.rank.world_size) + weights // 2

    @contextmanager
    def measured(self, average: WeightAverage | None) -> Iterator[None]:
        """A rank averages what it updates: the averages are handed out, and the weights again when they are back."""
        with super().measured(average):
            if average is not None:
                self._hand_out()
            yield
        if average is not None:
            self._hand_out()

    @torch.no_grad()
    def _hand_out(self) -> None:
        """Every owner sends its weights to the others; one flat tensor each."""
        works = []
        for owner, (owned, flat) in enumerate(zip(self._owned, self._flats, strict=True)):
            if not owned:
                continue
            if owner == self.rank.index:
                torch._foreach_copy_(_views(flat, owned), owned)
            works.append(dist.broadcast(flat, src=owner, async_op=True))
        for work in works:
            work.wait()
        for owned, flat in zip(self._owned, self._flats, strict=True):
            torch._foreach_copy_(owned, _views(flat, owned))


def dealt_by_size(tensors: dict[str, nn.Parameter], parts: int) -> list[list[str]]:
    """Names by part, the largest first to whoever has least: the same on every rank."""
    dealt: list[list[str]] = [[] for _ in range(parts)]
    loads = [0] * parts
    for name in sorted(tensors, key=lambda name: (-tensors[name].numel(), name)):
        part = loads.index(min(loads))
        dealt[part].append(name)
        loads[part] += tensors[name].numel()
    return dealt


def _views(flat: torch.Tensor, like: list[nn.Parameter]) -> list[torch.Tensor]:
    slices = flat.split([parameter.numel() for parameter in like])
    return [part.view_as(parameter) for part, parameter in zip(slices, like, strict=True)]
