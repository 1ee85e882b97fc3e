"""Steps of a network of transformers over the paged cache, through that library's own attention interface.

Our function takes the place of the attention of every layer. Whether a family really asks it, and tells it all that
matters, is not believed but tried: a network that says something else over the cache than without it is computed anew
for every token instead.
"""

from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor, nn

from engine.runner.generation.batch import batch_of
from engine.runner.generation.blocks import BLOCK
from engine.runner.generation.paged_attention import Form, attend
from engine.runner.generation.paged_cache import CacheShape, PagedCache
from engine.runner.generation.recomputing_step import RecomputingStep, last_hidden
from engine.runner.generation.scheduler import Slice
from engine.runner.generation.sequence import Sequence
from engine.runner.generation.stepper import Batch, Stepped, Stepper
from engine.worker.out_of_memory import is_out_of_memory

_NAME = "modelyard_paged"
_TRIED = 3 * BLOCK  # tokens of the trial: several blocks, in several pieces
_PIECES = (BLOCK + 3, BLOCK, 1, 1)  # of which it is computed; the rest comes last
_CLOSE = 1e-3  # of the largest score, in float32; what attends wrongly is off by far more
_KINDS = {"full_attention", "sliding_attention"}  # of layers that are computed here


class NotPagedError(Exception):
    """This network asks for something that is not computed over the cache."""


@dataclass
class _Layer:
    """What a layer's first call told."""

    shape: tuple[int, int]  # heads of keys, their width
    window: int | None


class TransformersStep:
    """A ``Stepper``. Raises NotPagedError when the network does not attend through the interface."""

    def __init__(self, network: nn.Module, context: int, device: torch.device) -> None:
        """``network`` is in float32 and lies on the device."""
        from transformers.modeling_utils import ALL_ATTENTION_FUNCTIONS

        self.network: Any = network
        self.context, self.device = context, device
        self.vocabulary = self.network.get_output_embeddings().weight.shape[0]
        self._batch: Batch | None = None
        self._layers: dict[int, _Layer] = {}
        ALL_ATTENTION_FUNCTIONS.register(_NAME, self._attention)
        self.network.set_attn_implementation(_NAME)
        self.width = self._look()
        self.cache_shape = self._shape()
        self.bits = 32

    def compute_in(self, dtype: torch.dtype) -> None:
        """Weights and cache in another type of number, before a cache is attached."""
        self.network.to(dtype)
        self.bits, self.cache_shape = dtype.itemsize * 8, replace(self.cache_shape, dtype=dtype)

    def attach(self, cache: PagedCache) -> None:
        self.cache = cache

    def step(self, batch: Batch) -> Stepped:
        self._batch = batch
        told = {"input_ids": batch.tokens[None], "position_ids": batch.positions[None], "use_cache": False}
        if not batch.keeps_hidden:
            return Stepped(self.network(**told, logits_to_keep=batch.wanted).logits[0].float())
        with last_hidden(self.network) as found:
            logits = self.network(**told).logits[0, batch.wanted]
        return Stepped(logits.float(), found[0][0])

    def _attention(
        self, module: Any, query: Tensor, key: Tensor, value: Tensor, mask: Any, **told: Any
    ) -> tuple[Tensor, None]:
        """(1, heads, T, width) each; the result is (1, T, heads, width)."""
        scale = told.pop("scaling", None) or query.shape[-1] ** -0.5
        window, softcap = told.pop("sliding_window", None), told.pop("softcap", None)
        if mask is not None or any(told.get(name) is not None for name in ("s_aux", "position_bias")):
            raise NotPagedError("its attention has parts that are not computed here")
        query, key, value = (part[0].transpose(0, 1) for part in (query, key, value))
        if self._batch is None:
            if key.shape != value.shape or module.layer_idx in self._layers:
                raise NotPagedError("its layers keep something else than keys and values")
            self._layers[module.layer_idx] = _Layer((key.shape[1], key.shape[2]), window)
            return value.repeat_interleave(query.shape[1] // value.shape[1], dim=1)[None], None
        mixed = attend(
            self.cache, module.layer_idx, self._batch, query, key, value, Form(scale, window, softcap)
        )
        return mixed[None], None

    def _look(self) -> int:
        """Which layers ask for attention, seen in one token, to which attention is its own value; gives the width."""
        with last_hidden(self.network) as found:
            token = torch.zeros(1, 1, dtype=torch.int64, device=self.device)
            self.network(input_ids=token, position_ids=token, use_cache=False)
        return found[0].shape[-1]

    def _shape(self) -> CacheShape:
        config = self.network.config.get_text_config()
        layers = self._layers
        kinds = set(getattr(config, "layer_types", None) or ())
        hides = bool(getattr(config, "attention_chunk_size", None)) or kinds - _KINDS
        slides = "sliding_attention" in kinds and not any(layer.window for layer in layers.values())
        if hides or slides or sorted(layers) != list(range(config.num_hidden_layers)):
            raise NotPagedError("its layers see in ways that are not computed here")
        if len({layer.shape for layer in layers.values()}) != 1:
            raise NotPagedError("its layers differ in what they keep")
        heads, width = layers[0].shape
        return CacheShape(len(layers), heads, width, torch.float32)


@torch.inference_mode()
def step_of_network(
    network: nn.Module, learnt: int, asked: int | None, device: torch.device, dtype: torch.dtype
) -> Stepper:
    """Over the cache where the network can; else everything anew for each token, which is slow and always right."""
    plain: Any = network.to(device, torch.float32).eval()
    most = getattr(plain.config.get_text_config(), "max_position_embeddings", None) or learnt
    context = min(asked or learnt, max(most, learnt))
    tokens = [
        number % plain.config.get_text_config().vocab_size for number in range(11, 11 + min(_TRIED, context))
    ]
    implementation = plain.config._attn_implementation
    truth = plain(input_ids=torch.tensor([tokens], device=device), use_cache=False).logits[0, -1].float()
    try:
        step = TransformersStep(plain, context, device)
        if _agrees(_tried(step, tokens), truth):
            step.compute_in(dtype)
            return step
    except Exception as error:  # whatever a family does with a foreign function
        if is_out_of_memory(error):
            raise
    plain.set_attn_implementation(implementation)
    return RecomputingStep(plain.to(dtype), context, device, dtype)


def _tried(step: TransformersStep, tokens: list[int]) -> Tensor:
    """Scores after the last token, computed in pieces over a cache of its own."""
    blocks = -(-len(tokens) // BLOCK)
    step.attach(PagedCache(step.cache_shape, blocks + 1, step.device))
    text = Sequence(tokens, blocks=list(range(blocks, 0, -1)))
    logits = torch.empty(0)
    for piece in (*_PIECES, len(tokens)):
        if count := min(piece, text.pending):
            logits = step.step(batch_of([Slice(text, count)], step.device)).logits[-1]
            text.computed += count
    return logits


def _agrees(found: Tensor, truth: Tensor) -> bool:
    return bool((found - truth).abs().max() <= _CLOSE * truth.abs().max().clamp(min=1e-6))
