"""What turns a batch of tokens into scores of the next ones: the seam between the loop, which knows requests, and a
network, which knows none. Whatever computes faster implements it."""

from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor

from engine.runner.generation.paged_cache import CacheShape, PagedCache


@dataclass(frozen=True, slots=True)
class Batch:
    """Tokens of S sequences, one after the other; T in all. Integers are int64 and lie on the stepper's device.

    Sequences with a single token come first, so that a step of decodes alone has ``decodes == S == T``.
    """

    tokens: Tensor  # (T,)
    positions: Tensor  # (T,) in their sequence
    slots: Tensor  # (T,) where their keys and values go: block x BLOCK + place in it
    starts: Tensor  # (S + 1,) where the tokens of each sequence begin, and where the last ends
    block_tables: Tensor  # (S, B), filled up with the scratch block
    lengths: Tensor  # (S,) tokens of each sequence in the cache, those of this step among them
    wanted: Tensor  # (W,) tokens after which scores are asked for
    decodes: int
    spans: tuple[
        tuple[int, int], ...
    ]  # first token and the one after the last of each sequence, as Python knows them
    known: tuple[int, ...]  # ``lengths``, as Python knows them
    wants_last: bool = True  # ``wanted`` is the last token of every sequence
    keeps_hidden: bool = False  # whether the last hidden states are asked for


@dataclass(frozen=True, slots=True)
class Stepped:
    """What a step gives."""

    logits: Tensor  # (W, vocabulary), float32
    hidden: Tensor | None = None  # (T, width) after the final norm, where they were asked for


class Stepper(Protocol):
    """A loaded network over a paged cache."""

    vocabulary: int
    context: int  # the most tokens that a sequence may have
    width: int  # numbers of a hidden state
    bits: int
    device: torch.device
    cache_shape: CacheShape

    def attach(self, cache: PagedCache) -> None:
        """Where keys and values are kept from now on; told once, before the first step."""

    def step(self, batch: Batch) -> Stepped:
        """Write keys and values of the batch's tokens into the cache and score what comes after those wanted."""
