"""The layers are cut into stages on the ranks; micro-batches flow through them (torch.distributed.pipelining).

GPipe (Huang et al., 2019), 1F1B (Narayanan et al., 2019) and interleaved 1F1B (Narayanan et al., 2021). All ranks of
a pipeline read the same rows; those of a micro-batch that is not full are padding, which no loss counts.
"""

import copy
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor
from torch.distributed.pipelining import PipelineStage
from torch.distributed.pipelining.schedules import Schedule1F1B, ScheduleGPipe, ScheduleInterleaved1F1B

from engine.model.networks.network import Network
from engine.schema.strategy_spec import MeshShape
from engine.train.shards import local
from engine.train.strategy.base import Clock, Material, StepBatch
from engine.train.strategy.mesh import Mesh
from engine.train.strategy.stages import cut_evenly, links_of, measured_costs
from engine.train.task.base import Batch

_SCHEDULES = {"gpipe": ScheduleGPipe, "1f1b": Schedule1F1B}


class Pipeline(Mesh):
    """Stages along the pipeline axis; a mesh may replicate and split them besides."""

    def __init__(self, material: Material) -> None:
        super().__init__(material)
        spec = self.spec.strategy
        self._micro_batches: int = spec.micro_batches  # type: ignore[union-attr]
        per_rank = -(-self.spec.training.batch_size // self.share.parts)
        self._micro_rows = -(-per_rank // self._micro_batches)
        self.pass_rows = self._micro_rows * self._micro_batches
        self._is_first, self._is_last = self.stage.part == 0, self.stage.part == self.stage.parts - 1
        self.counts = self.counts and self._is_last
        self._task = material.task
        self._group = self.mesh.get_group("pipeline")
        self._schedule = self._make_schedule(spec.schedule)  # type: ignore[union-attr]

    def shape(self) -> MeshShape:
        mesh = getattr(self.spec.strategy, "mesh", None)
        return mesh or MeshShape(pipeline=self.rank.world_size)

    def cut(self, material: Material) -> list[Network]:
        """This rank's stages: number r, and with interleaving also r + ranks, r + 2·ranks …"""
        ranks = self.stage.parts
        self.stage_count = getattr(self.spec.strategy, "stages", None) or ranks
        if getattr(self.spec.strategy, "schedule", "") == "interleaved_1f1b" and self.stage_count == ranks:
            self.stage_count = 2 * ranks
        network = material.network
        sample = material.task.whole_batch("train", torch.zeros(1, dtype=torch.int64))
        costs = measured_costs(network, Batch(sample.inputs.cpu(), sample.targets.cpu()))
        # Measured on every rank, decided by the first: all must cut at the same places.
        costs = self.rank.sum_over_ranks(costs if self.rank.index == 0 else costs * 0)
        ranges = cut_evenly(costs, self.stage_count)
        links = links_of(network)
        numbers = range(self.stage.part, self.stage_count, ranks)
        stages = [network, *(copy.deepcopy(network) for _ in numbers[1:])]
        for stage, number in zip(stages, numbers, strict=True):
            stage.keep({name for place in ranges[number] for name in links[place]})
            stage.register_forward_pre_hook(lambda module, inputs: (_Even.apply(inputs[0]), *inputs[1:]))
            stage.register_forward_hook(lambda module, inputs, output: _Even.apply(output))
        return stages

    def gradients(self, batch: StepBatch, clock: Clock) -> Tensor:
        """One pass of the schedule: its forwards and backwards cannot be told apart, nor its waiting."""
        [rows] = batch.passes
        self._weight = self.loss_scale / batch.units
        losses: list[Tensor] = []
        inputs = (rows.inputs,) if self._is_first else ()
        target = {"target": rows.targets, "losses": losses} if self._is_last else {}
        with self.precision(), self._loss_context():
            self._schedule.step(*inputs, whole=rows.inputs, **target)
        clock.mark("backward")
        if not self.counts:  # the meter adds up over all ranks
            return torch.zeros((), device=self.rank.device)
        return torch.stack([local(loss.detach()) for loss in losses]).sum() / self._weight

    def _loss_of(self, output: Tensor, target: Tensor) -> Tensor:
        return self._task.padded_loss(output.float(), target) * self._weight

    @torch.no_grad()
    def output(self, batch: Batch) -> Tensor | None:
        """Hand the batch through the stages; the last rank has the output."""
        hidden: Tensor = batch.inputs
        ranks = self.stage.parts
        for number in range(self.stage_count):
            if number % ranks == self.stage.part:
                if number:
                    hidden = _receive(self._global(number - 1), self.rank.device)
                with self.precision():
                    hidden = self.networks[number // ranks](hidden, batch.inputs)
                if number < self.stage_count - 1:
                    _send(hidden, self._global(number + 1))
        if not self._is_last:
            return None
        return hidden.full_tensor() if hasattr(hidden, "full_tensor") else hidden.float()

    def weights(self) -> Any:
        return ((name, tensor) for network in self.networks for name, tensor in network.own_state().items())

    def _global(self, number: int) -> int:
        """The rank of the whole run that has this stage, in this rank's own pipeline."""
        return dist.get_global_rank(self._group, number % self.stage.parts)

    def _make_schedule(self, name: str) -> Any:
        ranks = self.stage.parts
        stages = [
            PipelineStage(
                network,
                self.stage.part + number * ranks,
                self.stage_count,
                self.rank.device,
                group=self._group,
            )
            for number, network in enumerate(self.networks)
        ]

        settings = {"n_microbatches": self._micro_batches, "loss_fn": self._loss_of, "scale_grads": False}
        if name == "interleaved_1f1b":
            return ScheduleInterleaved1F1B(stages, **settings)
        return _SCHEDULES[name](stages[0], **settings)


class _Even(torch.autograd.Function):
    """What goes to another stage, hidden values or gradients, must lie in its usual order in memory; networks of images
    turn their axes round."""

    @staticmethod
    def forward(ctx: Any, hidden: Tensor) -> Tensor:
        return hidden.contiguous()

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> Tensor:  # type: ignore[override]
        return gradient.contiguous()


def _send(tensor: Tensor, to: int) -> None:
    """Its shape first, because batches of an evaluation differ in size."""
    header = torch.tensor([tensor.ndim, *tensor.shape, *[0] * (7 - tensor.ndim)], device=tensor.device)
    dist.send(header, to)
    dist.send(tensor.float().contiguous(), to)


def _receive(source: int, device: torch.device) -> Tensor:
    header = torch.zeros(8, dtype=torch.int64, device=device)
    dist.recv(header, source)
    ndim, *shape = header.tolist()
    tensor = torch.empty(shape[:ndim], device=device)
    dist.recv(tensor, source)
    return tensor
