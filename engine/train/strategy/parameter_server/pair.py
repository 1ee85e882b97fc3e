"""The line between two ranks: a gloo group of these two alone, so that the loss of one breaks no other line."""

from collections.abc import Iterable
from datetime import timedelta

import torch
import torch.distributed as dist
from torch import Tensor

from engine.worker.rank import Rank

_PATIENCE = timedelta(hours=1)  # a worker waits while its servers measure; a dead one is noticed at once
_WORDS = 14  # numbers in a message, its kind included

PULL, PUSH, TICKET, END, MEASURE, SAVE, BYE = (float(kind) for kind in range(7))


class PeerLost(RuntimeError):  # noqa: N818 - it is what happened
    """The rank at the other end is gone."""


class Pair:
    """Messages of a few numbers and flat tensors in main memory, blocking and in order."""

    def __init__(self, peer: int, group: dist.ProcessGroup) -> None:
        self.peer, self._group = peer, group
        self.sent = 0  # bytes

    def say(self, kind: float, *numbers: float) -> None:
        """Send a message; raises PeerLost."""
        self.send(torch.tensor([kind, *numbers, *[0.0] * (_WORDS - 1 - len(numbers))], dtype=torch.float64))

    def hear(self) -> list[float]:
        """Wait for a message: its kind and its numbers."""
        words = torch.empty(_WORDS, dtype=torch.float64)
        self.receive(words)
        return words.tolist()

    def send(self, numbers: Tensor) -> None:
        if not numbers.numel():
            return
        try:
            dist.send(numbers, self.peer, self._group)
        except RuntimeError as error:
            raise self._lost(error) from error
        self.sent += numbers.nbytes

    def receive(self, numbers: Tensor) -> None:
        if not numbers.numel():
            return
        try:
            dist.recv(numbers, self.peer, self._group)
        except RuntimeError as error:
            raise self._lost(error) from error

    def _lost(self, error: RuntimeError) -> PeerLost:
        return PeerLost(f"Connection closed by peer: rank {self.peer}: {error}")


def open_pairs(rank: Rank, pairs: Iterable[tuple[int, int]]) -> dict[int, Pair]:
    """This rank's lines by the rank at the other end. Every rank calls it with the same pairs."""
    lines = {}
    for pair in pairs:
        group = dist.new_group(list(pair), backend="gloo", timeout=_PATIENCE)
        if rank.index in pair:
            peer = pair[1] if rank.index == pair[0] else pair[0]
            lines[peer] = Pair(peer, group)
    return lines
