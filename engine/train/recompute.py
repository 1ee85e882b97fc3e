"""Memory and time of a network's blocks: what is computed again in the backward pass, and what is compiled.

Both change how a block is called and nothing else: no wrapper modules, so the names of the parameters stay. In this
order: split the matrices (tensor parallel), recompute, compile, shard (fsdp). Recomputing inside the compiled region
lets the compiler see both passes; sharding's hooks must lie around them, to have the weights there for both.
"""

from collections.abc import Callable
from functools import partial
from types import MethodType
from typing import Any, Literal

import torch
from torch import Tensor, nn
from torch.utils import (
    checkpoint,
)  # torch has imported it; its first use imports torch._dynamo, about a second

from engine.model.networks.network import Network

_aten = torch.ops.aten
# Dear to compute again, and what follows them is cheap (Korthikanti et al., 2022, section 5).
_KEPT = [
    _aten.mm.default,
    _aten.addmm.default,
    _aten.bmm.default,
    _aten.baddbmm.default,
    _aten._scaled_dot_product_flash_attention_for_cpu.default,
    _aten._scaled_dot_product_flash_attention.default,
    _aten._scaled_dot_product_efficient_attention.default,
    _aten._scaled_dot_product_cudnn_attention.default,
    _aten._scaled_dot_product_attention_math.default,
]


def recompute(network: Network, how: Literal["none", "selective", "full"]) -> int:
    """Let every block forget what it computed on the way and compute it again in the backward pass.

    ``full`` keeps what enters a block; ``selective`` also what matrix products and attention gave. Random numbers are
    the same the second time. A block that is one bare layer keeps nothing but what enters it as it is, and is left
    alone: so nothing is gained for a linear model, an MLP or a mean of embeddings.

    Returns how many blocks are recomputed.
    """
    if how == "none":
        return 0
    blocks = [block for block in network.parts(network.blocks) if any(True for _ in block.children())]
    for block in blocks:
        block.forward = MethodType(_selective if how == "selective" else _full, block)  # type: ignore[method-assign]
    return len(blocks)


def compile_blocks(network: Network) -> None:
    """``torch.compile`` each block: blocks of one kind share the compiled code, which is made at the first call."""
    for block in network.parts(network.blocks):
        block.compile()


# Functions of the block rather than closures over it: the compiler makes code once for all blocks that share them.


def _full(block: nn.Module, *inputs: Tensor, **settings: Any) -> Tensor:
    return _checkpoint(type(block).forward, block, *inputs, use_reentrant=False, **settings)


def _selective(block: nn.Module, *inputs: Tensor, **settings: Any) -> Tensor:
    how = {"use_reentrant": False, "context_fn": _keep_dear_results}
    return _checkpoint(type(block).forward, block, *inputs, **how, **settings)


_checkpoint: Callable[..., Any] = checkpoint.checkpoint
_keep_dear_results = partial(checkpoint.create_selective_checkpoint_contexts, _KEPT)
