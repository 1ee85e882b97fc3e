"""Whether a folder's network is of Llama's layout, and its sizes: read from ``config.json`` and the names of its tensors,
without transformers, whose import takes longer than everything else of a start."""

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

_FAMILIES = ("llama", "mistral", "qwen2", "qwen3")
# What another version of transformers might fill in with another number is not guessed.
_NEEDED = (
    "hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads", "num_key_value_heads",
    "rms_norm_eps", "max_position_embeddings", "vocab_size",
)  # fmt: skip
_ROTATIONS = ("default", "linear", "llama3")
_FULL, _SLIDING = "full_attention", "sliding_attention"


@dataclass(frozen=True)
class LlamaShape:
    """Sizes of a decoder, and what it has beside Llama's parts."""

    layers: int
    width: int
    inner: int
    heads: int
    kv_heads: int
    head_width: int
    vocabulary: int
    context: int
    norm_eps: float
    tied: bool
    qkv_bias: bool
    output_bias: bool
    inner_bias: bool
    norms_heads: bool  # queries and keys pass a norm of their own (Qwen 3)
    windows: tuple[int | None, ...]  # of each layer; None sees everything before
    rotation: dict[str, Any]


def llama_shape(config: dict[str, Any], names: Collection[str]) -> LlamaShape | None:
    """None for what is of another layout, or may be. ``names`` are those of the tensors."""
    rotation = _rotation(config)
    windows = _windows(config)
    if (
        config.get("model_type") not in _FAMILIES
        or any(not isinstance(config.get(name), int | float) for name in _NEEDED)
        or config.get("hidden_act") != "silu"
        or config.get("pretraining_tp", 1) != 1
        or rotation is None
        or windows is None
    ):
        return None
    first = "model.layers.0."
    return LlamaShape(
        layers=config["num_hidden_layers"],
        width=config["hidden_size"],
        inner=config["intermediate_size"],
        heads=config["num_attention_heads"],
        kv_heads=config["num_key_value_heads"],
        head_width=config.get("head_dim") or config["hidden_size"] // config["num_attention_heads"],
        vocabulary=config["vocab_size"],
        context=config["max_position_embeddings"],
        norm_eps=config["rms_norm_eps"],
        tied="lm_head.weight" not in names or bool(config.get("tie_word_embeddings")),
        qkv_bias=f"{first}self_attn.q_proj.bias" in names,
        output_bias=f"{first}self_attn.o_proj.bias" in names,
        inner_bias=f"{first}mlp.down_proj.bias" in names,
        norms_heads=f"{first}self_attn.q_norm.weight" in names,
        windows=windows,
        rotation=rotation,
    )


def turns(shape: LlamaShape) -> list[float]:
    """By how much each pair of numbers of a head is turned from one position to the next (Su et al., 2021), slowed down
    as the folder says."""
    told, width = shape.rotation, shape.head_width
    plain = [told["rope_theta"] ** -(place / width) for place in range(0, width, 2)]
    if told["rope_type"] == "linear":
        return [turn / told["factor"] for turn in plain]
    if told["rope_type"] == "llama3":
        return [_slowed(turn, told) for turn in plain]
    return plain


def _slowed(turn: float, told: dict[str, Any]) -> float:
    """Llama 3.1's: slow turns are slowed down, fast ones are not, and those between are mixed."""
    factor, low, high = told["factor"], told["low_freq_factor"], told["high_freq_factor"]
    learnt, wave = told["original_max_position_embeddings"], 2 * math.pi / turn
    if wave < learnt / high:
        return turn
    if wave > learnt / low:
        return turn / factor
    share = (learnt / wave - low) / (high - low)
    return (1 - share) * turn / factor + share * turn


def _rotation(config: dict[str, Any]) -> dict[str, Any] | None:
    """In transformers' words of version 5, whichever wrote it; None for a form that is not computed here."""
    told = config.get("rope_parameters") or {
        "rope_theta": config.get("rope_theta"),
        **(config.get("rope_scaling") or {}),
    }
    told = {"rope_type": told.get("type", "default"), **told}
    needed = {"linear": ("factor",), "llama3": (
        "factor", "low_freq_factor", "high_freq_factor", "original_max_position_embeddings",
    )}.get(told["rope_type"], ())  # fmt: skip
    if told["rope_type"] not in _ROTATIONS or told.get("partial_rotary_factor", 1.0) != 1.0:
        return None
    is_whole = all(isinstance(told.get(name), int | float) for name in ("rope_theta", *needed))
    return told if is_whole else None


def _windows(config: dict[str, Any]) -> tuple[int | None, ...] | None:
    """None where the layers see in ways that are not computed here."""
    layers, window = config.get("num_hidden_layers", 0), config.get("sliding_window")
    kind = config.get("model_type")
    if kind == "mistral":
        return (window,) * layers if "sliding_window" in config and "layer_types" not in config else None
    if kind == "llama" or not config.get("use_sliding_window"):
        return (None,) * layers
    kinds = config.get("layer_types") or ()
    if len(kinds) != layers or any(kind not in (_FULL, _SLIDING) for kind in kinds):
        return None
    return tuple(window if kind == _SLIDING else None for kind in kinds)
