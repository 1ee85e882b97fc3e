"""Steps of a decoder of Llama's layout on a processor by kernels of our own, over the same weights and cache as the
eager step. Where the compiled library comes from, it does not know."""

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.runner.generation.llama_network import LlamaLayer
from engine.runner.generation.llama_shape import LlamaShape, turns
from engine.runner.generation.llama_step import LlamaStep
from engine.runner.generation.paged_cache import PagedCache
from engine.runner.generation.quantized import Int8Linear, Nf4Linear
from engine.runner.generation.stepper import Batch, Stepped
from engine.runner.native import library as native

_FLOATING = {torch.float32: native.FLOAT32, torch.bfloat16: native.BFLOAT16}
_SEES_ALL = 1 << 40  # tokens


def has_kernels(shape: LlamaShape) -> bool:
    """Whether the kernels know this layout."""
    return (
        shape.width % native.LANES == 0
        and shape.head_width % native.LANES == 0
        and shape.heads % shape.kv_heads == 0
    )


def is_compilable(eager: object) -> bool:
    """Whether the kernels know this network, its numbers and its device."""
    if not isinstance(eager, LlamaStep) or eager.device.type != "cpu":
        return False
    return eager.cache_shape.dtype in _FLOATING and has_kernels(eager.network.shape)


class CompiledStep:
    """A ``Stepper`` beside the eager one that it was made of; weights are shared, not copied.

    Raises OSError or ``LibraryUnfitError`` for a library that cannot be used.
    """

    def __init__(self, eager: LlamaStep, cache: PagedCache, library: Path, threads: int) -> None:
        self.vocabulary, self.width, self.context = eager.vocabulary, eager.width, eager.context
        self.device, self.bits, self.cache_shape = eager.device, eager.bits, eager.cache_shape
        self._held: list[object] = []  # what the addresses below point at
        self._decoder = native.Decoder(library, self._network(eager, cache), threads)

    def close(self) -> None:
        """End its threads."""
        self._decoder.close()

    def step(self, batch: Batch) -> Stepped:
        logits = torch.empty(batch.wanted.shape[0], self.vocabulary)
        hidden = torch.empty(batch.tokens.shape[0], self.width) if batch.keeps_hidden else None
        counts = torch.diff(batch.starts)
        rows = torch.repeat_interleave(torch.arange(counts.shape[0], dtype=torch.int32), counts)
        self._decoder.step(
            native.Step(
                tokens=batch.tokens.shape[0],
                wanted=batch.wanted.shape[0],
                table_width=batch.block_tables.shape[1],
                token=batch.tokens.data_ptr(),
                position=batch.positions.data_ptr(),
                slot=batch.slots.data_ptr(),
                table=batch.block_tables.data_ptr(),
                sequence=rows.data_ptr(),
                wants=batch.wanted.data_ptr(),
                logits=logits.data_ptr(),
                hidden=None if hidden is None else hidden.data_ptr(),
            )
        )
        return Stepped(logits, hidden)

    def _network(self, eager: LlamaStep, cache: PagedCache) -> native.Network:
        network, shape = eager.network, eager.network.shape
        layers = (native.Layer * shape.layers)()
        for number, layer in enumerate(network.layers):
            self._fill(layers[number], layer, shape.windows[number])
            layers[number].keys = self._address(cache.keys[number])
            layers[number].values = self._address(cache.values[number])
        angle = torch.outer(torch.arange(eager.context, dtype=torch.float32), torch.tensor(turns(shape)))
        embedding = network.embedding.weight
        self._held.append(layers)
        return native.Network(
            layers=shape.layers,
            width=shape.width,
            heads=shape.heads,
            kv_heads=shape.kv_heads,
            head_width=shape.head_width,
            inner=shape.inner,
            vocabulary=shape.vocabulary,
            block=cache.keys[0].shape[1],
            halves=cache.shape.dtype == torch.bfloat16,
            embedding_kind=_FLOATING[embedding.dtype],
            epsilon=shape.norm_eps,
            layer=layers,
            embedding=self._address(embedding),
            last_norm=self._floats(network.norm.weight),
            head=self._matrix(network.head, 0, shape.vocabulary),
            cosine=self._address(angle.cos()),
            sine=self._address(angle.sin()),
        )

    def _fill(self, to: native.Layer, layer: LlamaLayer, window: int | None) -> None:
        shape = layer.shape
        of_queries, of_keys = shape.heads * shape.head_width, shape.kv_heads * shape.head_width
        to.query = self._matrix(layer.qkv, 0, of_queries)
        to.key = self._matrix(layer.qkv, of_queries, of_keys)
        to.value = self._matrix(layer.qkv, of_queries + of_keys, of_keys)
        to.out = self._matrix(layer.output, 0, shape.width)
        to.gate = self._matrix(layer.gate_up, 0, shape.inner)
        to.up = self._matrix(layer.gate_up, shape.inner, shape.inner)
        to.down = self._matrix(layer.down, 0, shape.width)
        to.input_norm = self._floats(layer.input_norm.weight)
        to.inner_norm = self._floats(layer.inner_norm.weight)
        if shape.norms_heads:
            to.query_norm = self._floats(layer.query_norm.weight)
            to.key_norm = self._floats(layer.key_norm.weight)
        to.window = window or _SEES_ALL

    def _matrix(self, dense: nn.Module, first: int, rows: int) -> native.Matrix:
        """``rows`` rows of a dense layer's weight, from ``first`` on."""
        part = slice(first, first + rows)
        weight, scales, kind = _parts(dense, part)
        fill = -dense.in_features % native.STEP_OF_KIND[kind]
        if fill and kind in _FLOATING.values():  # the others are filled up already
            weight = functional.pad(weight, (0, fill))
        return native.Matrix(
            weights=self._address(weight),
            scales=None if scales is None else self._address(scales),
            bias=None if dense.bias is None else self._floats(dense.bias[part]),
            rows=rows,
            depth=dense.in_features + fill,
            kind=kind,
            scales_per_row=0 if scales is None else scales[0].numel(),
        )

    def _address(self, tensor: Tensor) -> int:
        self._held.append(tensor)
        return tensor.data_ptr()

    def _floats(self, tensor: Tensor) -> int:
        return self._address(tensor.detach().float().contiguous())


def _parts(dense: nn.Module, part: slice) -> tuple[Tensor, Tensor | None, int]:
    """Weights and scales of some rows, and their kind."""
    if isinstance(dense, Nf4Linear):
        return dense.packed[part], dense.scales[part], native.NF4
    if isinstance(dense, Int8Linear):
        return dense.weight[part], dense.scales[part], native.INT8
    return dense.weight[part], None, _FLOATING[dense.weight.dtype]
