"""Steps of a decoder of Llama's layout over the paged cache, in eager torch: our own decoders, and folders of others
whose layout is Llama's."""

from collections.abc import Mapping

import torch
from torch import Tensor
from torch.nn import functional

from engine.runner.generation.llama_network import LlamaNetwork
from engine.runner.generation.llama_shape import LlamaShape
from engine.runner.generation.paged_attention import Form, attend
from engine.runner.generation.paged_cache import CacheShape, PagedCache
from engine.runner.generation.stepper import Batch, Stepped


class LlamaStep:
    """A ``Stepper``. Raises KeyError or RuntimeError when ``tensors`` are not those of the shape."""

    def __init__(
        self,
        shape: LlamaShape,
        tensors: Mapping[str, Tensor],
        context: int,
        device: torch.device,
        dtype: torch.dtype,
    ) -> None:
        self.vocabulary, self.width, self.context = shape.vocabulary, shape.width, context
        self.device, self.bits = device, dtype.itemsize * 8
        self.cache_shape = CacheShape(shape.layers, shape.kv_heads, shape.head_width, dtype)
        with torch.device("meta"):
            self.network = LlamaNetwork(shape)
        self.network.take(tensors, context, device, dtype)
        self._forms = tuple(Form(shape.head_width**-0.5, window) for window in shape.windows)

    def attach(self, cache: PagedCache) -> None:
        self.cache = cache

    def step(self, batch: Batch) -> Stepped:
        def gathered(layer: int, query: Tensor, key: Tensor, value: Tensor) -> Tensor:
            return attend(self.cache, layer, batch, query, key, value, self._forms[layer])

        hidden = self.network(batch.tokens, batch.positions, gathered)
        logits = self.network.head(functional.embedding(batch.wanted, hidden))
        return Stepped(logits.float(), hidden if batch.keeps_hidden else None)
