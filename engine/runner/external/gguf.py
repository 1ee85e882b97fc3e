"""Writes a model of Llama's layout as a GGUF file, as llama.cpp reads it. Knows no tokenizer: tokens go by their numbers.

The format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md, version 3.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import torch
from torch import Tensor

from engine.runner.generation.llama_shape import LlamaShape

_MAGIC, _VERSION, _ALIGNMENT = b"GGUF", 3, 32
_UINT32, _FLOAT32, _BOOL, _STRING, _ARRAY = 4, 6, 7, 8, 9
_NORMAL, _CONTROL = 1, 3  # kinds of tokens
_BLOCK = 32  # weights with one scale, in eight and four bits
F32, F16, Q4_0, Q8_0, BF16 = 0, 1, 2, 8, 30
TYPE_OF_BITS = {4: Q4_0, 8: Q8_0, 16: F16, 32: F32}
_NAMES = {
    "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k", "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output", "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down", "input_layernorm": "attn_norm", "post_attention_layernorm": "ffn_norm",
}  # fmt: skip


@dataclass(frozen=True)
class _Entry:
    name: str
    tensor: Tensor
    kind: int

    @property
    def bytes(self) -> int:
        count = self.tensor.numel()
        return {F32: count * 4, F16: count * 2, Q8_0: count // 32 * 34, Q4_0: count // 32 * 18}[self.kind]


def is_writable(shape: LlamaShape, family: str) -> bool:
    """Whether llama.cpp computes the layout under the one name that is written here."""
    return (
        family in ("llama", "mistral")
        and shape.rotation["rope_type"] == "default"
        and not shape.norms_heads
        and not any(shape.windows)
        and not (shape.qkv_bias or shape.output_bias or shape.inner_bias)
    )


def write_gguf(path: Path, shape: LlamaShape, tensors: Mapping[str, Tensor], bits: int, end: int) -> None:
    """``tensors`` go by transformers' names; ``end`` is the token of a text's end."""
    entries = list(_entries(shape, tensors, TYPE_OF_BITS[bits]))
    metadata = _metadata(shape, end)
    with path.open("wb") as file:
        file.write(_MAGIC + struct.pack("<IQQ", _VERSION, len(entries), len(metadata)))
        for key, value in metadata.items():
            file.write(_text(key) + value)
        offset = 0
        for entry in entries:
            dims = entry.tensor.shape[::-1]
            file.write(
                _text(entry.name) + struct.pack(f"<I{len(dims)}QIQ", len(dims), *dims, entry.kind, offset)
            )
            offset += _aligned(entry.bytes)
        _pad(file)
        for entry in entries:
            file.write(_content(entry.tensor, entry.kind))
            _pad(file)


def _entries(shape: LlamaShape, tensors: Mapping[str, Tensor], kind: int) -> Iterator[_Entry]:
    yield _Entry("token_embd.weight", tensors["model.embed_tokens.weight"], _fitting(shape.width, kind))
    yield _Entry("output_norm.weight", tensors["model.norm.weight"], F32)
    if not shape.tied:
        yield _Entry("output.weight", tensors["lm_head.weight"], _fitting(shape.width, kind))
    for layer in range(shape.layers):
        for theirs, ours in _NAMES.items():
            tensor = tensors[f"model.layers.{layer}.{theirs}.weight"]
            if ours in ("attn_q", "attn_k"):
                tensor = _interleaved(tensor, shape.head_width)
            own = F32 if tensor.ndim == 1 else _fitting(tensor.shape[1], kind)
            yield _Entry(f"blk.{layer}.{ours}.weight", tensor, own)


def _interleaved(weight: Tensor, head_width: int) -> Tensor:
    """llama.cpp turns neighbours, transformers the two halves of a head."""
    return weight.unflatten(0, (-1, 2, head_width // 2)).transpose(1, 2).flatten(0, 2)


def _fitting(depth: int, kind: int) -> int:
    """Rows that are no whole number of blocks stay in 16 bits."""
    return kind if kind in (F32, F16) or depth % _BLOCK == 0 else F16


def _content(tensor: Tensor, kind: int) -> bytes:
    if kind == F32:
        return tensor.float().contiguous().numpy().tobytes()
    if kind == F16:
        return tensor.to(torch.float16).contiguous().numpy().tobytes()
    blocks = tensor.float().contiguous().numpy().reshape(-1, _BLOCK)
    return (_eight if kind == Q8_0 else _four)(blocks)


def _eight(blocks: np.ndarray) -> bytes:
    """A half-precision scale, then the whole numbers."""
    scale = np.abs(blocks).max(axis=1, keepdims=True) / 127
    numbers = np.rint(blocks / np.where(scale == 0, 1, scale)).astype(np.int8)
    return np.concatenate([scale.astype("<f2").view(np.uint8), numbers.view(np.uint8)], axis=1).tobytes()


def _four(blocks: np.ndarray) -> bytes:
    """A half-precision scale, then the first sixteen in the low nibbles and the others in the high ones."""
    most = np.take_along_axis(blocks, np.abs(blocks).argmax(axis=1)[:, None], axis=1)
    scale = most / -8
    numbers = np.clip(np.floor(blocks / np.where(scale == 0, 1, scale) + 8.5), 0, 15).astype(np.uint8)
    packed = numbers[:, : _BLOCK // 2] | (numbers[:, _BLOCK // 2 :] << 4)
    return np.concatenate([scale.astype("<f2").view(np.uint8), packed], axis=1).tobytes()


def _metadata(shape: LlamaShape, end: int) -> dict[str, bytes]:
    """Every token has a text, as llama.cpp wants it; nobody reads it."""
    texts = b"".join(_text(f"<{number}>") for number in range(shape.vocabulary))
    kinds = np.full(shape.vocabulary, _NORMAL, dtype="<i4")
    kinds[end] = _CONTROL
    scores = np.zeros(shape.vocabulary, dtype="<f4")
    return {
        "general.architecture": _string("llama"),
        "llama.context_length": _whole(shape.context),
        "llama.embedding_length": _whole(shape.width),
        "llama.block_count": _whole(shape.layers),
        "llama.feed_forward_length": _whole(shape.inner),
        "llama.attention.head_count": _whole(shape.heads),
        "llama.attention.head_count_kv": _whole(shape.kv_heads),
        "llama.attention.key_length": _whole(shape.head_width),
        "llama.attention.value_length": _whole(shape.head_width),
        "llama.attention.layer_norm_rms_epsilon": _real(shape.norm_eps),
        "llama.rope.dimension_count": _whole(shape.head_width),
        "llama.rope.freq_base": _real(shape.rotation["rope_theta"]),
        "llama.vocab_size": _whole(shape.vocabulary),
        "tokenizer.ggml.model": _string("llama"),
        "tokenizer.ggml.tokens": _array(_STRING, shape.vocabulary, texts),
        "tokenizer.ggml.scores": _array(_FLOAT32, shape.vocabulary, scores.tobytes()),
        "tokenizer.ggml.token_type": _array(5, shape.vocabulary, kinds.tobytes()),
        "tokenizer.ggml.bos_token_id": _whole(end),
        "tokenizer.ggml.eos_token_id": _whole(end),
        "tokenizer.ggml.add_bos_token": struct.pack("<I?", _BOOL, False),
        "tokenizer.ggml.add_eos_token": struct.pack("<I?", _BOOL, False),
    }


def _text(value: str) -> bytes:
    content = value.encode()
    return struct.pack("<Q", len(content)) + content


def _string(value: str) -> bytes:
    return struct.pack("<I", _STRING) + _text(value)


def _whole(value: int) -> bytes:
    return struct.pack("<II", _UINT32, value)


def _real(value: float) -> bytes:
    return struct.pack("<If", _FLOAT32, value)


def _array(kind: int, count: int, content: bytes) -> bytes:
    return struct.pack("<IIQ", _ARRAY, kind, count) + content


def _aligned(size: int) -> int:
    return -(-size // _ALIGNMENT) * _ALIGNMENT


def _pad(file: BinaryIO) -> None:
    file.write(b"\0" * (-file.tell() % _ALIGNMENT))
