"""What strategies share whose parameters are DTensors: split over some ranks, the same on others."""

import math

import torch
import torch.distributed as dist
from torch import Tensor
from torch.distributed.device_mesh import DeviceMesh
from torch.distributed.tensor import DTensor, Replicate

from engine.train.held import Share
from engine.train.shards import local
from engine.train.strategy.base import Strategy


class Sharded(Strategy):
    """Parts of the weights here, the others elsewhere; ``stages`` says into how many chains the layers are cut."""

    stages = 1

    def gradient_norm(self) -> Tensor:
        """Every number counts once: squares are divided by how many ranks hold the same part, then summed over all."""
        squares = torch.zeros((), device=self.rank.device, dtype=torch.float64)
        gradients = [(p, local(p.grad)) for p in self.trained.values() if p.grad is not None]
        norms = torch._foreach_norm([gradient for _, gradient in gradients])
        for (parameter, _), norm in zip(gradients, norms, strict=True):
            squares += norm.double().square().to(squares.device) / self._holders(parameter)
        dist.all_reduce(squares)
        return squares.sqrt().float()

    def _holders(self, parameter: Tensor) -> int:
        """Ranks that hold the same part of a parameter."""
        return self.rank.world_size // (self.stages * parts_of(parameter))


def axes_of(mesh: DeviceMesh) -> dict[str, Share]:
    """This rank's place along each named axis of a mesh."""
    names = mesh.mesh_dim_names or ()
    return {name: Share(mesh.get_local_rank(name), mesh.size(n)) for n, name in enumerate(names)}


def parts_of(tensor: Tensor) -> int:
    """Into how many different parts a tensor is split."""
    if not isinstance(tensor, DTensor):
        return 1
    mesh, placements = tensor.device_mesh, tensor.placements
    return math.prod(mesh.size(n) for n, place in enumerate(placements) if not isinstance(place, Replicate))
