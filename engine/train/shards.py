"""Tensors that may be split over the ranks (DTensors), treated without importing what splits them.

torch.distributed.tensor takes half a second to import; a run that splits nothing never does.
"""

import torch
from torch import Tensor


def is_split(tensor: Tensor) -> bool:
    """Whether it is a DTensor, be it split or copied to every rank."""
    return hasattr(tensor, "device_mesh")


def local(tensor: Tensor) -> Tensor:
    """This rank's part, sharing memory with the tensor; call under ``no_grad``."""
    return tensor.to_local() if is_split(tensor) else tensor  # type: ignore[attr-defined]


def placed_like(tensor: Tensor, model: Tensor) -> Tensor:
    """A copy that lies as ``model`` does: on its device, and a whole tensor cut as it is. No communication.

    A DTensor is taken to be cut rightly.
    """
    here = tensor.detach().to(model.device, copy=True)
    if is_split(tensor) or not is_split(model):
        return here
    from torch.distributed.tensor import distribute_tensor

    cut = distribute_tensor(here, model.device_mesh, model.placements, src_data_rank=None)  # type: ignore[attr-defined]
    return cut.to(model.device)  # it was cut on the mesh's device, where offloaded weights do not lie


def home_of(tensor: Tensor) -> torch.device:
    """Where its whole is computed with: on the mesh's device, from which parts are sent, even if they wait in main memory."""
    return torch.device(tensor.device_mesh.device_type) if is_split(tensor) else tensor.device  # type: ignore[attr-defined]


def whole(tensor: Tensor) -> Tensor:
    """Gathered from all ranks of its mesh, a collective where it is split; may share memory with the tensor."""
    return tensor.to(home_of(tensor)).full_tensor() if is_split(tensor) else tensor  # type: ignore[attr-defined]
