"""Attention of a batch over the paged cache, in plain torch: the same on a CPU and a GPU. Knows no network."""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from engine.runner.generation.paged_cache import PagedCache
from engine.runner.generation.stepper import Batch


@dataclass(frozen=True, slots=True)
class Form:
    """How a layer attends."""

    scale: float
    window: int | None = None  # tokens that it sees, itself among them; None: all before it
    softcap: float | None = None  # scores approach this and never pass it (Gemma 2)


def attend(
    cache: PagedCache, layer: int, batch: Batch, query: Tensor, key: Tensor, value: Tensor, form: Form
) -> Tensor:
    """Write keys and values of the batch's tokens, then let each token attend to its sequence up to itself.

    ``query`` is (T, heads, width), ``key`` and ``value`` (T, kv_heads, width); the result is like the query.
    """
    cache.write(layer, batch.slots, key, value)
    count = batch.decodes
    parts = []
    if count:
        parts.append(_decoded(cache, layer, batch, query[:count], form))
    for row in range(count, len(batch.spans)):
        parts.append(_prompt(cache, layer, batch, row, query, key, value, form))
    return parts[0] if len(parts) == 1 else torch.cat(parts)


def _decoded(cache: PagedCache, layer: int, batch: Batch, query: Tensor, form: Form) -> Tensor:
    """One token of each sequence, all at once."""
    count = batch.decodes
    blocks = batch.block_tables[:count]
    if count != len(batch.spans):
        blocks = blocks[:, : _blocks(cache, max(batch.known[:count]))]
    keys, values = cache.read(layer, blocks)
    places = torch.arange(keys.shape[1], device=query.device)
    lengths = batch.lengths[:count, None]
    seen = places < lengths
    if form.window is not None:
        seen &= places >= lengths - form.window
    mixed = _mixed(query[:, :, None], keys.transpose(1, 2), values.transpose(1, 2), seen[:, None, None], form)
    return mixed[:, :, 0]


def _prompt(
    cache: PagedCache,
    layer: int,
    batch: Batch,
    row: int,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    form: Form,
) -> Tensor:
    """Several tokens of one sequence."""
    begin, end = batch.spans[row]
    length, count = batch.known[row], end - begin
    query, key, value = query[begin:end], key[begin:end], value[begin:end]
    if length > count:
        keys, values = cache.read(layer, batch.block_tables[row, : _blocks(cache, length)])
        key, value = keys[:length], values[:length]
    mask = None
    if length > count or (form.window is not None and length > form.window):
        mask = _seen(batch.positions[begin:end], length, form.window)
    heads = (part.transpose(0, 1)[None] for part in (query, key, value))
    return _mixed(*heads, mask, form)[0].transpose(0, 1)


def _seen(positions: Tensor, length: int, window: int | None) -> Tensor:
    """Which of ``length`` tokens each position sees."""
    places = torch.arange(length, device=positions.device)
    seen = places <= positions[:, None]
    return seen if window is None else seen & (places > positions[:, None] - window)


def _mixed(query: Tensor, key: Tensor, value: Tensor, seen: Tensor | None, form: Form) -> Tensor:
    """(rows, heads, tokens, width); without ``seen`` each token sees those before it and itself."""
    if form.softcap is not None:
        return _capped(query, key, value, seen, form)
    return functional.scaled_dot_product_attention(
        query,
        key,
        value,
        attn_mask=seen,
        is_causal=seen is None,
        scale=form.scale,
        enable_gqa=query.shape[1] != key.shape[1],
    )


def _capped(query: Tensor, key: Tensor, value: Tensor, seen: Tensor | None, form: Form) -> Tensor:
    """As above, by hand: no kernel of torch caps scores."""
    each = query.shape[1] // key.shape[1]
    key, value = key.repeat_interleave(each, dim=1), value.repeat_interleave(each, dim=1)
    scores = query @ key.transpose(2, 3) * form.scale
    scores = torch.tanh(scores / form.softcap) * form.softcap
    if seen is None:
        tokens = query.shape[2]
        seen = torch.ones(tokens, tokens, dtype=torch.bool, device=query.device).tril()
    scores = scores.masked_fill(~seen, float("-inf"))
    return scores.softmax(dim=-1, dtype=torch.float32).to(query.dtype) @ value


def _blocks(cache: PagedCache, tokens: int) -> int:
    return -(-tokens // cache.keys[0].shape[1])
