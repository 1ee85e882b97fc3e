"""Keys and values of every layer, in blocks of a few tokens that any sequence may hold. Whose block is whose, it does
not know."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import psutil
import torch
from torch import Tensor

from engine.runner.generation.blocks import BLOCK

_SHARE_OF_MEMORY = {"cpu": 0.5, "cuda": 0.85}  # of what is free once the weights are loaded
_MOST_OF_CPU = 1 << 31  # bytes: what was once written stays in memory, and a person has other programs


@dataclass(frozen=True)
class CacheShape:
    """What one token leaves behind."""

    layers: int
    kv_heads: int
    head_width: int
    dtype: torch.dtype

    @property
    def bytes_of_block(self) -> int:
        return 2 * self.layers * BLOCK * self.kv_heads * self.head_width * self.dtype.itemsize


class PagedCache:
    """``keys`` and ``values``: a tensor (blocks, BLOCK, kv_heads, head_width) for each layer.

    All zeros at first: what a mask hides is still multiplied by nought, and must be a number.
    """

    def __init__(self, shape: CacheShape, blocks: int, device: torch.device) -> None:
        size = (blocks, BLOCK, shape.kv_heads, shape.head_width)
        self.shape, self.blocks = shape, blocks
        self.keys = [_zeros(size, shape.dtype, device) for _ in range(shape.layers)]
        self.values = [_zeros(size, shape.dtype, device) for _ in range(shape.layers)]

    def write(self, layer: int, slots: Tensor, key: Tensor, value: Tensor) -> None:
        """Put (tokens, kv_heads, head_width) into their slots."""
        self.keys[layer].flatten(0, 1).index_copy_(0, slots, key)
        self.values[layer].flatten(0, 1).index_copy_(0, slots, value)

    def read(self, layer: int, blocks: Tensor) -> tuple[Tensor, Tensor]:
        """Keys and values of these blocks in this order: (…, blocks x BLOCK, kv_heads, head_width)."""
        return self.keys[layer][blocks].flatten(-4, -3), self.values[layer][blocks].flatten(-4, -3)

    def clear(self, blocks: Sequence[int]) -> None:
        """Zeros into these blocks: what is no number would spoil whoever holds them next."""
        for tensor in (*self.keys, *self.values):
            tensor[list(blocks)] = 0


def blocks_for(shape: CacheShape, device: torch.device, streams: int, context: int) -> int:
    """How many blocks there are: enough for every stream at full length where memory allows it, and for one of them in
    any case; one more is scratch."""
    of_stream = -(-context // BLOCK)
    affordable = int(_free_memory(device) * _SHARE_OF_MEMORY[device.type])
    if device.type == "cpu":
        affordable = min(affordable, _MOST_OF_CPU)
    affordable //= shape.bytes_of_block
    return 1 + max(of_stream, min(streams * of_stream, affordable))


def _zeros(size: tuple[int, ...], dtype: torch.dtype, device: torch.device) -> Tensor:
    """On a CPU in pages that the system gives when they are written: torch would write all of them now."""
    if device.type != "cpu":
        return torch.zeros(size, dtype=dtype, device=device)
    return torch.from_numpy(np.zeros(math.prod(size) * dtype.itemsize, dtype=np.uint8)).view(dtype).view(size)


def _free_memory(device: torch.device) -> int:
    """Bytes."""
    if device.type == "cuda":
        return torch.cuda.mem_get_info(device)[0]
    return psutil.virtual_memory().available
