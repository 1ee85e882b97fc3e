"""Steps of a network that remembers in ways of its own, or not at all: each token is scored from the whole text.

What its "cache" keeps of a token is the token itself, so that blocks, reuse and putting back work as for any other.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn

from engine.runner.generation.blocks import BLOCK
from engine.runner.generation.paged_cache import CacheShape, PagedCache
from engine.runner.generation.stepper import Batch, Stepped


class RecomputingStep:
    """A ``Stepper`` over any causal network of transformers."""

    def __init__(self, network: nn.Module, context: int, device: torch.device, dtype: torch.dtype) -> None:
        self.network: Any = network
        self.context, self.device, self.bits = context, device, dtype.itemsize * 8
        self.cache_shape = CacheShape(1, 1, 1, torch.int64)
        with last_hidden(self.network) as found:
            logits = self.network(
                input_ids=torch.zeros(1, 1, dtype=torch.int64, device=device), use_cache=False
            ).logits
        self.vocabulary, self.width = logits.shape[-1], found[0].shape[-1]

    def attach(self, cache: PagedCache) -> None:
        self.cache = cache

    def step(self, batch: Batch) -> Stepped:
        kept = batch.tokens[:, None, None]
        self.cache.write(0, batch.slots, kept, kept)
        rows = [self._row(batch, row) for row in range(len(batch.spans))]
        logits = torch.cat([scores for scores, _ in rows])[batch.wanted]
        return Stepped(
            logits.float(), torch.cat([hidden for _, hidden in rows]) if batch.keeps_hidden else None
        )

    def _row(self, batch: Batch, row: int) -> tuple[Tensor, Tensor]:
        """Scores and hidden states of the new tokens of one sequence."""
        length, (begin, end) = batch.known[row], batch.spans[row]
        tokens, _ = self.cache.read(0, batch.block_tables[row, : -(-length // BLOCK)])
        with last_hidden(self.network) as found:
            logits = self.network(input_ids=tokens[:length, 0, 0][None], use_cache=False).logits[0]
        return logits[begin - end :], found[0][0, begin - end :]


@contextmanager
def last_hidden(network: Any) -> Iterator[list[Tensor]]:
    """What enters the network's last product, (1, tokens, width): its hidden states after the final norm."""
    found: list[Tensor] = []
    hook = network.get_output_embeddings().register_forward_pre_hook(
        lambda _, inputs: found.append(inputs[0])
    )
    try:
        yield found
    finally:
        hook.remove()
