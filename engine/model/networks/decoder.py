"""A transformer that continues a text: Llama's architecture (Touvron et al., 2023) under transformers' own names.

RMSNorm first (Zhang and Sennrich, 2019), rotary positions (Su et al., 2021) in the half-split convention of
transformers, SwiGLU (Shazeer, 2020), grouped key and value heads (Ainslie et al., 2023), no biases, no dropout.
"""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.data.text.token_rows import parted
from engine.model.inputs.documents import causal_mask
from engine.model.networks.network import Network
from engine.model.networks.rms_norm import RmsNorm
from engine.planning.shape import Shape
from engine.schema.model_spec import DecoderShape, DecoderSpec

NORM_EPS = 1e-5
ROPE_THETA = 10_000.0
INIT_STD = 0.02
_KEPT_TABLES = 8  # rotations kept: one for each length, device and type of number met of late

_tables: dict[tuple[int, int, torch.device, torch.dtype], tuple[Tensor, Tensor]] = {}


class Decoder(Network):
    """Tokens (rows, context), or rows of several documents or sequences (see ``data/text/token_rows``), to logits for each of
    them, (rows, context, vocabulary). The attributes are those of ``LlamaForCausalLM``,
    so that the saved weights need no renaming."""

    def __init__(self, spec: DecoderSpec, shape: Shape) -> None:
        super().__init__()
        sizes = spec.shape
        self.head_width = sizes.width // sizes.heads
        self.model = nn.Module()
        self.model.embed_tokens = nn.Embedding(shape.inputs, sizes.width)
        self.model.layers = nn.ModuleList(DecoderLayer(sizes) for _ in range(sizes.layers))
        self.model.norm = RmsNorm(sizes.width, NORM_EPS)
        self.lm_head = nn.Linear(sizes.width, shape.inputs, bias=False)
        self.blocks = tuple(f"model.layers.{number}" for number in range(sizes.layers))
        self.chain = ("model.embed_tokens", *self.blocks, "model.norm", "lm_head")
        self._draw_weights(sizes.layers)

    def forward(self, inputs: Tensor, whole: Tensor | None = None) -> Tensor:
        rows = inputs if whole is None else whole
        tokens, documents = parted(rows)
        hidden = self.model.embed_tokens(inputs if inputs.is_floating_point() else tokens)
        rotation = rotation_of(tokens.shape[1], self.head_width, inputs.device, _computed_in(hidden))
        # Rotary positions only tell how far apart two tokens are, so a document may begin anywhere in a row.
        mask = None if documents is None else causal_mask(documents)
        for layer in self.model.layers:
            hidden = layer(hidden, *rotation, mask=mask)
        logits = self.lm_head(self.model.norm(hidden))
        return logits.unflatten(0, rows.shape[:2]) if rows.ndim == 4 else logits

    def _draw_weights(self, layers: int) -> None:
        """Normal, and smaller where each layer adds to the sum of those before it (GPT-2, Radford et al., 2019)."""
        for name, parameter in self.named_parameters():
            if parameter.dim() == 2:
                adds = name.endswith(("o_proj.weight", "down_proj.weight"))
                nn.init.normal_(parameter, std=INIT_STD / math.sqrt(2 * layers) if adds else INIT_STD)


class DecoderLayer(nn.Module):
    """Self-attention and a gated dense layer, each added to what came in."""

    def __init__(self, shape: DecoderShape) -> None:
        super().__init__()
        self.input_layernorm = RmsNorm(shape.width, NORM_EPS)
        self.self_attn = Attention(shape)
        self.post_attention_layernorm = RmsNorm(shape.width, NORM_EPS)
        self.mlp = GatedDense(shape)

    def forward(self, hidden: Tensor, cosine: Tensor, sine: Tensor, mask: Tensor | None = None) -> Tensor:
        hidden = hidden + self.self_attn(self.input_layernorm(hidden), cosine, sine, mask=mask)
        return hidden + self.mlp(self.post_attention_layernorm(hidden))


class Attention(nn.Module):
    """Causal self-attention. How many heads there are follows from the width of the projections, so that a
    tensor-parallel rank may hold a few of them only."""

    def __init__(self, shape: DecoderShape) -> None:
        super().__init__()
        self.head_width = shape.width // shape.heads
        of_keys = shape.kv_heads * self.head_width
        self.q_proj = nn.Linear(shape.width, shape.width, bias=False)
        self.k_proj = nn.Linear(shape.width, of_keys, bias=False)
        self.v_proj = nn.Linear(shape.width, of_keys, bias=False)
        self.o_proj = nn.Linear(shape.width, shape.width, bias=False)

    def forward(self, hidden: Tensor, cosine: Tensor, sine: Tensor, mask: Tensor | None = None) -> Tensor:
        hidden = hidden.to(_computed_in(hidden))
        query, key, value = (
            part(hidden).unflatten(-1, (-1, self.head_width))
            for part in (self.q_proj, self.k_proj, self.v_proj)
        )
        mixed = functional.scaled_dot_product_attention(
            rotated(query, cosine, sine).transpose(1, 2),
            rotated(key, cosine, sine).transpose(1, 2),
            value.transpose(1, 2),
            attn_mask=mask,
            is_causal=mask is None,
            enable_gqa=query.shape[2] != key.shape[2],
        )
        return self.o_proj(mixed.transpose(1, 2).flatten(2))


class GatedDense(nn.Module):
    """SwiGLU: one half of the inner layer opens and closes the other."""

    def __init__(self, shape: DecoderShape) -> None:
        super().__init__()
        self.gate_proj = nn.Linear(shape.width, shape.feed_forward, bias=False)
        self.up_proj = nn.Linear(shape.width, shape.feed_forward, bias=False)
        self.down_proj = nn.Linear(shape.feed_forward, shape.width, bias=False)

    def forward(self, hidden: Tensor) -> Tensor:
        hidden = hidden.to(_computed_in(hidden))
        return self.down_proj(functional.silu(self.gate_proj(hidden)) * self.up_proj(hidden))


def rotated(heads: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    """Turn (rows, context, heads, width) by position. ``sine`` carries the sign of the half that is swapped in: three
    passes over memory instead of the five of "negate, join, multiply, multiply, add"."""
    return torch.addcmul(heads * cosine, heads.roll(heads.shape[-1] // 2, -1), sine)


def rotation_of(length: int, width: int, device: torch.device, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    """Cosine and signed sine, (length, 1, width) each, computed once for a length, device and type of number."""
    key = (length, width, device, dtype)
    if key not in _tables:
        while len(_tables) >= _KEPT_TABLES:
            del _tables[next(iter(_tables))]
        with torch.inference_mode(False):  # a table made while predicting must serve training too
            _tables[key] = _rotation(length, width, device, dtype)
    return _tables[key]


def _rotation(length: int, width: int, device: torch.device, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    turns = ROPE_THETA ** -(torch.arange(0, width, 2, device=device, dtype=torch.float32) / width)
    angle = torch.outer(torch.arange(length, device=device, dtype=torch.float32), turns)
    cosine, sine = angle.cos(), angle.sin()
    both = torch.cat([cosine, cosine], dim=1), torch.cat([-sine, sine], dim=1)
    return both[0][:, None].to(dtype), both[1][:, None].to(dtype)


def _computed_in(hidden: Tensor) -> torch.dtype:
    """The type of the products of ``hidden``. Autocast would narrow it anew for each product, here it is done once for
    all that read it; and a table of rotations of a wider type would widen queries and keys."""
    kind = hidden.device.type
    return torch.get_autocast_dtype(kind) if torch.is_autocast_enabled(kind) else hidden.dtype
