"""Parameters, gradients and optimizer state split over the ranks (ZeRO stages 2 and 3), by torch's ``fully_shard``.

A block's weights are gathered just before they are needed and freed after; gradients are reduce-scattered. With
replicas each group of ranks holds a whole model between them, and gradients are also summed over the groups.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import torch
import torch.distributed as dist
from torch.distributed.device_mesh import DeviceMesh, init_device_mesh
from torch.distributed.fsdp import (
    CPUOffloadPolicy,
    FSDPModule,
    MixedPrecisionPolicy,
    OffloadPolicy,
    fully_shard,
)
from torch.distributed.tensor import DTensor

from engine.model.networks.batch_norm import share_batches
from engine.model.networks.network import Network
from engine.train.average import WeightAverage
from engine.train.held import Share
from engine.train.strategy.base import Material
from engine.train.strategy.sharded import Sharded, axes_of

HALVES = {"bf16": torch.bfloat16, "fp16": torch.float16}


class Fsdp(Sharded):
    """Every rank works on rows of its own with a share of the weights."""

    def __init__(self, material: Material) -> None:
        super().__init__(material)
        self.precision = nullcontext  # the mixed-precision policy casts
        spec = self.spec.strategy
        self.share = Share(self.rank.index, self.rank.world_size)
        shards = self.rank.world_size // spec.replicas  # type: ignore[union-attr]
        mesh = init_device_mesh(
            self.rank.device.type,
            (spec.replicas, shards),
            mesh_dim_names=("replicate", "shard"),  # type: ignore[union-attr]
        )
        material.treat(material.network)
        share_batches(material.network, dist.group.WORLD)
        shard_network(
            material.network,
            mesh if spec.replicas > 1 else mesh["shard"],  # type: ignore[union-attr]
            self.rank.device,
            precision=self.spec.training.precision,
            reduce_in=spec.reduce_in,  # type: ignore[union-attr]
            reshard=spec.reshard_after_forward,  # type: ignore[union-attr]
            offload=spec.cpu_offload,  # type: ignore[union-attr]
        )
        self.trained = material.network.trained()
        self.axes = axes_of(mesh)
        self.bytes_sent = _sent(self.trained, shards, spec)

    def before_backward(self, last: bool) -> None:
        """Gradients of earlier passes are kept whole and added up; those of the last one leave."""
        self.model.set_requires_gradient_sync(last)  # type: ignore[operator]

    @contextmanager
    def measured(self, average: WeightAverage | None) -> Iterator[None]:
        """Whole weights that a forward pass keeps for its backward pass must not outlast what they were gathered from."""
        with super().measured(average):
            yield
        for module in self.model.modules():
            if isinstance(module, FSDPModule):
                module.reshard()


def shard_network(
    network: Network,
    mesh: DeviceMesh,
    device: torch.device,
    *,
    precision: str,
    reduce_in: str = "fp32",
    reshard: bool = True,
    offload: bool = False,
) -> None:
    """Shard the blocks, then what is left, in place; gradients are summed, not averaged."""
    half = HALVES.get(precision)
    policy = MixedPrecisionPolicy(
        param_dtype=half, reduce_dtype=torch.bfloat16 if reduce_in == "bf16" else torch.float32
    )
    settings = {
        "mesh": mesh,
        "mp_policy": policy,
        "reshard_after_forward": reshard,
        "offload_policy": CPUOffloadPolicy(pin_memory=device.type == "cuda") if offload else OffloadPolicy(),
    }
    if not offload:
        network.to(device)
    for buffer in network.buffers():  # they are not offloaded
        buffer.data = buffer.to(device)
    for block in network.parts(network.blocks):
        fully_shard(block, **settings)
    fully_shard(network, **settings)
    for module in network.modules():
        if isinstance(module, FSDPModule):
            module.set_gradient_divide_factor(1.0)
            module.set_force_sum_reduction_for_comms(True)


def _sent(trained: dict[str, torch.Tensor], shards: int, spec: object) -> int:
    """Bytes a rank sends in a step: gathered for forward, again for backward if freed between, and reduced once."""
    whole = sum(p.numel() * p.element_size() for p in trained.values() if isinstance(p, DTensor))
    passes = 3 if spec.reshard_after_forward else 2  # type: ignore[attr-defined]
    return passes * whole * (shards - 1) // max(shards, 1)
