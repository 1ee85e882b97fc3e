"""The compiled step says what the eager one says, whatever the layout, the batch and the bits."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import Tensor

from engine.runner.generation.blocks import BLOCK
from engine.runner.generation.compiled import CompiledStep, is_compilable
from engine.runner.generation.llama_shape import LlamaShape
from engine.runner.generation.llama_step import LlamaStep
from engine.runner.generation.paged_cache import PagedCache
from engine.runner.generation.quantized import quantize
from engine.runner.generation.stepper import Batch
from engine.runner.native.compiler import find_compiler, make_library

pytestmark = pytest.mark.skipif(find_compiler() is None, reason="no compiler of C++ is installed")

BLOCKS = 160
PLAIN = LlamaShape(
    layers=2, width=64, inner=176, heads=4, kv_heads=4, head_width=16, vocabulary=99, context=256, norm_eps=1e-5,
    tied=False, qkv_bias=False, output_bias=False, inner_bias=False, norms_heads=False, windows=(None, None),
    rotation={"rope_type": "default", "rope_theta": 10_000.0},
)  # fmt: skip


def shape_with(**other: object) -> LlamaShape:
    return replace(PLAIN, **other)


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compiled once for all processes of the test run."""
    return make_library(tmp_path_factory.getbasetemp().parent / "native")


def weights(shape: LlamaShape) -> dict[str, Tensor]:
    draw = torch.Generator().manual_seed(3)

    def drawn(*size: int) -> Tensor:
        return torch.randn(size, generator=draw) * (0.15 if len(size) == 2 else 0.3)

    of_queries, of_keys = shape.heads * shape.head_width, shape.kv_heads * shape.head_width
    tensors = {
        "model.embed_tokens.weight": drawn(shape.vocabulary, shape.width),
        "model.norm.weight": 1 + drawn(shape.width),
    }
    if not shape.tied:
        tensors["lm_head.weight"] = drawn(shape.vocabulary, shape.width)
    dense = {
        "self_attn.q_proj": (of_queries, shape.width, shape.qkv_bias),
        "self_attn.k_proj": (of_keys, shape.width, shape.qkv_bias),
        "self_attn.v_proj": (of_keys, shape.width, shape.qkv_bias),
        "self_attn.o_proj": (shape.width, of_queries, shape.output_bias),
        "mlp.gate_proj": (shape.inner, shape.width, shape.inner_bias),
        "mlp.up_proj": (shape.inner, shape.width, shape.inner_bias),
        "mlp.down_proj": (shape.width, shape.inner, shape.inner_bias),
    }
    for layer in range(shape.layers):
        before = f"model.layers.{layer}."
        for name, (rows, depth, has_bias) in dense.items():
            tensors[f"{before}{name}.weight"] = drawn(rows, depth)
            if has_bias:
                tensors[f"{before}{name}.bias"] = drawn(rows)
        for name in ("input_layernorm", "post_attention_layernorm"):
            tensors[f"{before}{name}.weight"] = 1 + drawn(shape.width)
        if shape.norms_heads:
            for name in ("self_attn.q_norm", "self_attn.k_norm"):
                tensors[f"{before}{name}.weight"] = 1 + drawn(shape.head_width)
    return tensors


def eager_step(shape: LlamaShape, dtype: torch.dtype = torch.float32) -> LlamaStep:
    return LlamaStep(shape, weights(shape), shape.context, torch.device("cpu"), dtype)


def with_cache(eager: LlamaStep) -> tuple[LlamaStep, PagedCache]:
    cache = PagedCache(eager.cache_shape, BLOCKS, eager.device)
    eager.attach(cache)
    return eager, cache


def batch(lengths: list[tuple[int, int]], vocabulary: int, *, hidden: bool = False) -> Batch:
    """Of sequences of which some tokens are in the cache and some are new; sequence ``n`` has the blocks from 1 + 8 n on,
    the last of them first."""
    draw = torch.Generator().manual_seed(sum(map(sum, lengths)))
    counts = [new for _, new in lengths]
    tables = torch.stack([torch.arange(8 * n + 8, 8 * n, -1) for n in range(len(lengths))])
    rows = torch.repeat_interleave(torch.arange(len(lengths)), torch.tensor(counts))
    positions = torch.cat([torch.arange(known, known + new) for known, new in lengths])
    ends = torch.tensor(counts).cumsum(0)
    starts = torch.cat([torch.zeros(1, dtype=torch.int64), ends])
    return Batch(
        tokens=torch.randint(vocabulary, (sum(counts),), generator=draw),
        positions=positions,
        slots=tables[rows, positions // BLOCK] * BLOCK + positions % BLOCK,
        starts=starts,
        block_tables=tables,
        lengths=torch.tensor([sum(pair) for pair in lengths]),
        wanted=ends - 1,
        decodes=sum(new == 1 for new in counts),
        spans=tuple(zip(starts[:-1].tolist(), ends.tolist(), strict=True)),
        known=tuple(sum(pair) for pair in lengths),
        keeps_hidden=hidden,
    )


STEPS = (
    [(0, 37), (0, 5)],  # two prompts
    [(37, 1), (5, 1)],  # a token each
    [(38, 1), (6, 11), (0, 20)],  # a token, the next part of a prompt, a prompt
)


def compare(eager: LlamaStep, library: Path, tolerance: float) -> None:
    eager, cache = with_cache(eager)
    other = PagedCache(eager.cache_shape, BLOCKS, eager.device)
    compiled = CompiledStep(eager, other, library, threads=2)
    for lengths in STEPS:
        asked = batch(lengths, eager.vocabulary, hidden=True)
        expected, got = eager.step(asked), compiled.step(asked)
        spread = expected.logits.std()
        assert (expected.logits - got.logits).abs().max() < tolerance * spread
        assert (expected.hidden.float() - got.hidden).abs().max() < tolerance * expected.hidden.float().std()
    compiled.close()
    for ours, theirs in zip(other.keys, cache.keys, strict=True):
        assert torch.allclose(
            ours.float(), theirs.float(), atol=tolerance * float(theirs.float().abs().max())
        )


@pytest.mark.parametrize(
    "shape",
    [
        PLAIN,
        shape_with(kv_heads=2, tied=True),
        shape_with(qkv_bias=True, output_bias=True, inner_bias=True),
        shape_with(norms_heads=True, head_width=32, kv_heads=1),
        shape_with(windows=(9, None)),
        shape_with(rotation={"rope_type": "linear", "rope_theta": 500.0, "factor": 4.0}),
    ],
    ids=["plain", "grouped-tied", "biases", "norms-of-heads", "window", "slowed"],
)
def test_every_layout_gives_the_eager_scores(shape: LlamaShape, library: Path) -> None:
    compare(eager_step(shape), library, 2e-4)


def test_bfloat16_gives_them_within_its_precision(library: Path) -> None:
    compare(eager_step(PLAIN, torch.bfloat16), library, 0.15)


@pytest.mark.parametrize("bits", [8, 4])
def test_fewer_bits_give_what_their_numbers_stand_for(bits: int, library: Path) -> None:
    eager = eager_step(PLAIN)
    quantize(eager.network, bits, eager.network.head)
    compare(eager, library, 2e-3)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6, 7, 8, 9, 17])
def test_any_number_of_sequences_gives_each_its_own_scores(count: int, library: Path) -> None:
    eager, cache = with_cache(eager_step(PLAIN))
    compiled = CompiledStep(eager, cache, library, threads=2)
    for vector in (*cache.keys, *cache.values):
        vector.normal_(generator=torch.Generator().manual_seed(1))
    asked = batch([(20 + n, 1) for n in range(count)], PLAIN.vocabulary)
    got = compiled.step(asked).logits
    compiled.close()
    assert torch.allclose(got, eager.step(asked).logits, atol=2e-3)


def test_what_the_kernels_do_not_know_is_left_to_the_eager_step() -> None:
    assert is_compilable(eager_step(PLAIN))
    assert not is_compilable(eager_step(shape_with(head_width=24)))
    assert not is_compilable(eager_step(PLAIN, torch.float16))
    assert not is_compilable(object())
