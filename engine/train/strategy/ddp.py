"""Every rank holds the model; gradients are summed over the ranks."""

from collections.abc import Callable

import torch
import torch.distributed as dist
from torch import Tensor

from engine.model.networks.batch_norm import share_batches
from engine.model.networks.network import Network
from engine.train.held import Share
from engine.train.rows import numbers_of, sparse_tables, sum_rows, unite_rows
from engine.train.strategy.base import Material, Strategy
from engine.train.strategy.buckets import Bucket, Buckets

MIB = 1 << 20


class Whole(Strategy):
    """The whole model on every rank, the same at first, each with rows of its own."""

    def __init__(self, material: Material) -> None:
        super().__init__(material)
        self.share = Share(self.rank.index, self.rank.world_size)
        self.axes = {"data": self.share}
        self.model.to(self.rank.device)
        material.treat(material.network)
        agree_on_weights(material.network, self.rank.world_size)
        self.trained = material.network.trained()


class Replicas(Whole):
    """Whole models, kept the same by summing their gradients; what ddp and zero1 share."""

    def __init__(self, material: Material, bucket: float = 25.0, every_layer: bool = False) -> None:
        super().__init__(material)
        share_batches(self.model, dist.group.WORLD)
        tables = sparse_tables(self.model)
        self._tables = [parameter for name, parameter in self.trained.items() if name in tables]
        others = [parameter for name, parameter in self.trained.items() if name not in tables]
        self._buckets = Buckets(others, int(bucket * MIB), self._sender(), every_layer=every_layer)

    def before_backward(self, last: bool) -> None:
        if last and self.rank.world_size > 1:
            self._buckets.listen()

    def sync(self) -> None:
        unite_rows(self._tables)
        if self.rank.world_size > 1:
            self._buckets.wait()
            self.bytes_sent = sent_by_all_reduce(self._buckets.bytes, self.rank.world_size)
            self.bytes_sent += sum_rows(self._tables, self.rank.world_size)
            self.hidden_seconds = self._buckets.hidden if self.rank.device.type == "cpu" else None

    def gradient_norm(self) -> Tensor:
        norms = [torch.linalg.vector_norm(numbers_of(p.grad)) for p in self._tables if p.grad is not None]
        norms += [self._buckets.norm()] if self._buckets.all else []
        return norms[0] if len(norms) == 1 else torch.linalg.vector_norm(torch.stack(norms))

    def forget_gradients(self) -> None:
        self._buckets.clear()
        for table in self._tables:
            table.grad = None

    def _sender(self) -> Callable[[Bucket], "torch.futures.Future[Tensor] | dist.Work"]:
        return all_reduced


class Ddp(Replicas):
    """Replicas with summed gradients, compressed on the way if asked."""

    def __init__(self, material: Material) -> None:
        spec = material.spec.strategy
        super().__init__(material, spec.bucket_mb, spec.static_graph)  # type: ignore[union-attr]

    def _sender(self) -> Callable[[Bucket], "torch.futures.Future[Tensor] | dist.Work"]:
        compression = self.spec.strategy.compression  # type: ignore[union-attr]
        if compression == "none" or self.rank.world_size == 1:
            return all_reduced
        return _compressed(compression, self.rank.world_size)


def all_reduced(bucket: Bucket) -> "dist.Work":
    """Sum a bucket over the ranks, in place, without waiting."""
    return dist.all_reduce(bucket.flat, async_op=True)


def sent_by_all_reduce(size: int, ranks: int) -> int:
    """Bytes that each rank of a ring sends to sum ``size`` bytes (Patarasu and Yuan, 2009)."""
    return 2 * size * (ranks - 1) // ranks


@torch.no_grad()
def agree_on_weights(model: Network, world_size: int) -> None:
    """All ranks drew the same weights from the same seed; devices of two kinds may round them differently."""
    if world_size > 1:
        for tensor in model.own_state().values():
            dist.broadcast(tensor, src=0)


def _compressed(how: str, world_size: int) -> Callable[[Bucket], "torch.futures.Future[Tensor]"]:
    """Torch's own hooks: they give the mean in a buffer of its own or in place, of which we make the sum."""
    from torch.distributed.algorithms.ddp_comm_hooks import default_hooks, powerSGD_hook

    if how == "powersgd":
        state = powerSGD_hook.PowerSGDState(None, matrix_approximation_rank=4, start_powerSGD_iter=10)
        hook = powerSGD_hook.powerSGD_hook
    else:
        state = dist.group.WORLD
        hook = default_hooks.fp16_compress_hook if how == "fp16" else default_hooks.bf16_compress_hook

    def send(bucket: Bucket) -> "torch.futures.Future[Tensor]":
        def summed(mean: "torch.futures.Future[Tensor]") -> Tensor:
            value = mean.value()
            value = value[0] if isinstance(value, list) else value
            return bucket.flat.copy_(value.mul_(world_size))

        return hook(state, bucket).then(summed)

    return send
