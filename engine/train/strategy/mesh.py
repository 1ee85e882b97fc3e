"""Several ways at once, along the axes of a mesh of ranks: pipeline, then data, then tensor.

Ranks of one tensor group lie next to each other, because they talk most. Along the data axis the model is either
replicated (gradients summed in buckets) or sharded.
"""

from contextlib import AbstractContextManager, nullcontext

import torch
import torch.distributed as dist
from torch import Tensor
from torch.distributed.device_mesh import init_device_mesh

from engine.model.networks.batch_norm import share_batches
from engine.model.networks.network import Network
from engine.schema.strategy_spec import MeshShape
from engine.train.shards import local
from engine.train.strategy.base import Clock, Material, StepBatch
from engine.train.strategy.buckets import Bucket, Buckets
from engine.train.strategy.ddp import MIB, sent_by_all_reduce
from engine.train.strategy.fsdp import shard_network
from engine.train.strategy.sharded import Sharded, axes_of
from engine.train.task.base import Batch

_BUCKET = 25 * MIB


class Mesh(Sharded):
    """Data and tensor axes; the pipeline adds the third."""

    def __init__(self, material: Material) -> None:
        super().__init__(material)
        shape = self.shape()
        self.stages = shape.pipeline
        self.mesh = init_device_mesh(
            self.rank.device.type,
            (shape.pipeline, shape.data, shape.tensor),
            mesh_dim_names=("pipeline", "data", "tensor"),
        )
        axes = axes_of(self.mesh)
        self.share = axes["data"]
        self.stage = axes["pipeline"]
        self.axes = {"data": axes["data"], "tensor": axes["tensor"]}
        self.counts = axes["tensor"].part == 0
        self._splits_loss = False
        self._shards_data = getattr(self.spec.strategy, "data", "replicate") == "shard" and shape.data > 1
        if self._shards_data:
            self.precision = nullcontext  # the mixed-precision policy casts
        self.networks = self.cut(material)
        for network in self.networks:
            self._split(network, shape.tensor)
            material.treat(network)
            share_batches(network, self.mesh.get_group("data"))
            self._spread(network)
        self.trained = {name: p for network in self.networks for name, p in network.trained().items()}
        self._buckets = self._replica_buckets(shape.data)
        self._all_is_counted = shape.tensor == shape.pipeline == 1 and not self._shards_data
        self.bytes_sent = 0 if self._all_is_counted else None

    def shape(self) -> MeshShape:
        """How many ranks lie along each axis."""
        return self.spec.strategy.mesh  # type: ignore[union-attr]

    def cut(self, material: Material) -> list[Network]:
        """What this rank computes with; without a pipeline the whole network."""
        return [material.network]

    @property
    def modules(self) -> list[Network]:
        return self.networks

    def gradients(self, batch: StepBatch, clock: Clock) -> Tensor:
        with self._loss_context():
            loss = local(super().gradients(batch, clock))
        return loss if self.counts else torch.zeros_like(loss)  # the meter adds up over all ranks

    def before_backward(self, last: bool) -> None:
        if self._shards_data:
            self.networks[0].set_requires_gradient_sync(last)  # type: ignore[operator]
        elif last and self._buckets is not None:
            self._buckets.listen()

    def sync(self) -> None:
        if self._buckets is not None:
            self._buckets.wait()
            self.hidden_seconds = self._buckets.hidden if self.rank.device.type == "cpu" else None
            if self._all_is_counted:
                self.bytes_sent = sent_by_all_reduce(self._buckets.bytes, self.share.parts)
            return
        for parameter in self.trained.values():  # a norm on part of the sequence gives part of a sum
            gradient = parameter.grad
            if hasattr(gradient, "placements") and gradient.placements != parameter.placements:
                parameter.grad = gradient.redistribute(parameter.device_mesh, parameter.placements)

    def forget_gradients(self) -> None:
        if self._buckets is not None:
            self._buckets.clear()
        else:
            super().forget_gradients()

    def output(self, batch: Batch) -> Tensor | None:
        output = super().output(batch)
        return output.full_tensor() if hasattr(output, "full_tensor") else output

    def _split(self, network: Network, degree: int) -> None:
        if degree == 1:
            network.to(self.rank.device)
            return
        from torch.distributed.tensor.parallel import parallelize_module

        from engine.train.strategy.splits import plan_of, present

        settings = self.spec.strategy
        self._splits_loss = self.spec.task == "language_model" and getattr(settings, "loss_parallel", True)
        plan = plan_of(
            network, sequence=getattr(settings, "sequence_parallel", False), split_loss=self._splits_loss
        )
        parallelize_module(network.to(self.rank.device), self.mesh["tensor"], present(plan, network))

    def _spread(self, network: Network) -> None:
        if self._shards_data:
            shard_network(
                network, self.mesh["data"], self.rank.device, precision=self.spec.training.precision
            )

    def _replica_buckets(self, replicas: int) -> Buckets | None:
        if replicas == 1 or self._shards_data:
            return None
        group = self.mesh.get_group("data")

        def send(bucket: Bucket) -> "dist.Work":
            return dist.all_reduce(bucket.flat, group=group, async_op=True)

        return Buckets(list(self.trained.values()), _BUCKET, send, every_layer=False)

    def _loss_context(self) -> AbstractContextManager:
        if not self._splits_loss:
            return nullcontext()
        from torch.distributed.tensor.parallel import loss_parallel

        return loss_parallel()
