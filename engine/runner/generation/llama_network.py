"""The weights of a decoder of Llama's layout, put together so that a step takes few products, and its arithmetic for
tokens that lie one after the other. Where keys and values are kept, it does not know."""

from collections.abc import Callable, Mapping

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.model.networks.rms_norm import RmsNorm
from engine.runner.generation.llama_shape import LlamaShape, turns

# Query, key and value of a layer, (T, heads or kv_heads, width) -> what each token gathers, like the query.
Attend = Callable[[int, Tensor, Tensor, Tensor], Tensor]


class LlamaLayer(nn.Module):
    """One layer; queries, keys and values come from one product, and so do both halves of the inner layer."""

    def __init__(self, number: int, shape: LlamaShape) -> None:
        super().__init__()
        self.number, self.shape = number, shape
        of_queries, of_keys = shape.heads * shape.head_width, shape.kv_heads * shape.head_width
        self.input_norm = RmsNorm(shape.width, shape.norm_eps)
        self.qkv = nn.Linear(shape.width, of_queries + 2 * of_keys, bias=shape.qkv_bias)
        self.output = nn.Linear(of_queries, shape.width, bias=shape.output_bias)
        self.inner_norm = RmsNorm(shape.width, shape.norm_eps)
        self.gate_up = nn.Linear(shape.width, 2 * shape.inner, bias=shape.inner_bias)
        self.down = nn.Linear(shape.inner, shape.width, bias=shape.inner_bias)
        if shape.norms_heads:
            self.query_norm = RmsNorm(shape.head_width, shape.norm_eps)
            self.key_norm = RmsNorm(shape.head_width, shape.norm_eps)

    def forward(self, hidden: Tensor, cosine: Tensor, sine: Tensor, attend: Attend) -> Tensor:
        query, key, value = self._heads(self.input_norm(hidden))
        mixed = attend(self.number, rotated(query, cosine, sine), rotated(key, cosine, sine), value)
        hidden = hidden + self.output(mixed.flatten(1))
        gate, up = self.gate_up(self.inner_norm(hidden)).chunk(2, dim=-1)
        return hidden + self.down(functional.silu(gate) * up)

    def _heads(self, hidden: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        shape = self.shape
        heads = self.qkv(hidden).unflatten(-1, (-1, shape.head_width))
        query, key, value = heads.split((shape.heads, shape.kv_heads, shape.kv_heads), dim=1)
        if shape.norms_heads:
            query, key = self.query_norm(query), self.key_norm(key)
        return query, key, value


class LlamaNetwork(nn.Module):
    """Tokens and their positions to hidden states after the last norm, and those to scores."""

    def __init__(self, shape: LlamaShape) -> None:
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(shape.vocabulary, shape.width)
        self.layers = nn.ModuleList(LlamaLayer(number, shape) for number in range(shape.layers))
        self.norm = RmsNorm(shape.width, shape.norm_eps)
        self.head = nn.Linear(shape.width, shape.vocabulary, bias=False)
        self.cosine: Tensor
        self.sine: Tensor

    def forward(self, tokens: Tensor, positions: Tensor, attend: Attend) -> Tensor:
        hidden = self.embedding(tokens)
        cosine, sine = self.cosine[positions], self.sine[positions]
        for layer in self.layers:
            hidden = layer(hidden, cosine, sine, attend)
        return self.norm(hidden)

    def take(
        self, tensors: Mapping[str, Tensor], context: int, device: torch.device, dtype: torch.dtype
    ) -> None:
        """Take the weights under transformers' names; raises KeyError or RuntimeError at what does not fit."""
        shape = self.shape
        of_layers = (state for layer in range(shape.layers) for state in _layer_state(tensors, layer, shape))
        state = {
            "embedding.weight": tensors["model.embed_tokens.weight"],
            "norm.weight": tensors["model.norm.weight"],
            **dict(of_layers),
        }
        here = {name: tensor.to(device, dtype) for name, tensor in state.items()}
        head = None if shape.tied else tensors["lm_head.weight"].to(device, dtype)
        here["head.weight"] = here["embedding.weight"] if head is None else head
        self.load_state_dict(here, assign=True)
        self.requires_grad_(False)
        self.cosine, self.sine = _rotation(shape, context, device, dtype)


def rotated(heads: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    """Turn (T, heads, width) by (T, 1, width); ``sine`` carries the sign of the half that is swapped in."""
    return torch.addcmul(heads * cosine, heads.roll(heads.shape[-1] // 2, -1), sine)


def _layer_state(tensors: Mapping[str, Tensor], layer: int, shape: LlamaShape) -> list[tuple[str, Tensor]]:
    theirs, ours = f"model.layers.{layer}.", f"layers.{layer}."
    parts = {
        "qkv": (("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"), shape.qkv_bias),
        "output": (("self_attn.o_proj",), shape.output_bias),
        "gate_up": (("mlp.gate_proj", "mlp.up_proj"), shape.inner_bias),
        "down": (("mlp.down_proj",), shape.inner_bias),
        "input_norm": (("input_layernorm",), False),
        "inner_norm": (("post_attention_layernorm",), False),
    }
    if shape.norms_heads:
        parts |= {"query_norm": (("self_attn.q_norm",), False), "key_norm": (("self_attn.k_norm",), False)}
    return [
        (f"{ours}{name}.{kind}", _joined([tensors[f"{theirs}{source}.{kind}"] for source in sources]))
        for name, (sources, has_bias) in parts.items()
        for kind in (("weight", "bias") if has_bias else ("weight",))
    ]


def _joined(tensors: list[Tensor]) -> Tensor:
    return tensors[0] if len(tensors) == 1 else torch.cat(tensors)


def _rotation(
    shape: LlamaShape, context: int, device: torch.device, dtype: torch.dtype
) -> tuple[Tensor, Tensor]:
    """Cosine and signed sine, (context, 1, head width) each."""
    angle = torch.outer(torch.arange(context, dtype=torch.float32), torch.tensor(turns(shape)))
    cosine, sine = angle.cos(), angle.sin()
    both = torch.cat([cosine, cosine], dim=1), torch.cat([-sine, sine], dim=1)
    return both[0][:, None].to(device, dtype), both[1][:, None].to(device, dtype)
