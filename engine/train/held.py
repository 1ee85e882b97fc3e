"""What a rank holds of a tensor that lies over several, and how it is found again in a checkpoint.

A checkpoint stores whole tensors by name, in pieces; whoever reads asks for the block it needs, so ranks of any
number and strategy can go on from it.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol

import torch
from torch import Tensor

from engine.train.shards import is_split, local

Block = tuple[tuple[int, ...], tuple[int, ...]]  # where it starts in the whole, and its shape


class Share(NamedTuple):
    """Number ``part`` of ``parts``."""

    part: int
    parts: int


class Held(NamedTuple):
    """A rank's block of a tensor. Of the ranks that hold the same block this is number ``copy.part``."""

    tensor: Tensor
    shape: tuple[int, ...]  # of the whole tensor
    start: tuple[int, ...]
    copy: Share

    @classmethod
    def of(cls, tensor: Tensor, axes: Mapping[str, Share]) -> "Held":
        """``axes`` are this rank's places along all axes of ranks that hold this tensor or blocks of it."""
        start, _ = block_of(tensor)
        split = _split_axes(tensor)
        copy = _row_major(share for name, share in axes.items() if name not in split)
        return cls(local(tensor), tuple(tensor.shape), start, copy)


class Saved(Protocol):
    """A checkpoint, as strategies read it."""

    def names(self, prefix: str) -> list[str]: ...
    def shape(self, name: str) -> tuple[int, ...]: ...
    def read(self, name: str, block: Block | None = None) -> Tensor: ...


def block_of(tensor: Tensor) -> Block:
    """Which block of the whole tensor lies here: all of it, unless it is a DTensor."""
    if not is_split(tensor):
        return (0,) * tensor.ndim, tuple(tensor.shape)
    from torch.distributed.tensor._utils import compute_local_shape_and_global_offset

    shape, start = compute_local_shape_and_global_offset(tensor.shape, tensor.device_mesh, tensor.placements)
    return tuple(start), tuple(shape)


def fill(tensor: Tensor, saved: Saved, name: str) -> None:
    """Copy this rank's block of a saved tensor into place."""
    local(tensor).copy_(saved.read(name, block_of(tensor)))


def read_state(saved: Saved, prefix: str, parameters: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The saved optimizer state of these parameters: what has a parameter's shape is split as the parameter is."""
    state = {}
    for name in saved.names(prefix):
        owner, _, key = name.removeprefix(prefix).rpartition("/")
        if owner in parameters:
            state[f"{owner}/{key}"] = _read_like(saved, name, parameters[owner])
    return state


def _read_like(saved: Saved, name: str, parameter: Tensor) -> Tensor:
    if saved.shape(name) != tuple(parameter.shape) or not is_split(parameter):
        return saved.read(name)
    from torch.distributed.tensor import DTensor

    block = saved.read(name, block_of(parameter)).to(parameter.device)
    mesh, placements = parameter.device_mesh, parameter.placements
    return DTensor.from_local(block, mesh, placements, shape=parameter.shape, stride=parameter.stride())


def _split_axes(tensor: Tensor) -> set[str]:
    if not is_split(tensor):
        return set()
    names = tensor.device_mesh.mesh_dim_names or ()
    return {name for name, place in zip(names, tensor.placements, strict=True) if not place.is_replicate()}


def _row_major(shares: Iterable[Share]) -> Share:
    part, parts = 0, 1
    for share in shares:
        part, parts = part * share.parts + share.part, parts * share.parts
    return Share(part, parts)


def owned(held: Mapping[str, Held]) -> dict[str, Held]:
    """The blocks that this rank writes: of several copies one writes, the bytes dealt out evenly.

    Ranks with the same copies see the same names and sizes, so all come to the same deal without a word.
    """
    loads: dict[int, list[int]] = {}
    mine = {}
    for name, block in sorted(held.items(), key=lambda item: (-item[1].tensor.nbytes, item[0])):
        load = loads.setdefault(block.copy.parts, [0] * block.copy.parts)
        writer = load.index(min(load))
        load[writer] += block.tensor.nbytes
        if writer == block.copy.part:
            mine[name] = block
    return mine


def on_host(held: Mapping[str, Held]) -> dict[str, Held]:
    """Copies in main memory that later steps do not change."""
    copies = {name: block._replace(tensor=_host_copy(block.tensor.detach())) for name, block in held.items()}
    # Asked of the tensors: to synchronise opens a GPU, which a run on the CPU must leave alone.
    if any(block.tensor.is_cuda for block in held.values()):
        torch.cuda.synchronize()
    return copies


def _host_copy(tensor: Tensor) -> Tensor:
    if tensor.device.type == "cpu":
        return tensor.clone(memory_format=torch.contiguous_format)
    pinned = torch.empty(tensor.shape, dtype=tensor.dtype, pin_memory=True)
    return pinned.copy_(tensor, non_blocking=True)
