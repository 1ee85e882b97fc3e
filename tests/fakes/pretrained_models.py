"""Small models as somebody else would publish them: folders of random weights in the Hugging Face layout.

The Llama is written by hand, so that a test that only reads or starts other processes need not import transformers.
"""

import json
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file

from engine.data.text.tokenizer import END, TextTokenizer
from engine.system.paths import Home
from tests.fakes.run_folder import write_dataset

WIDTH, INNER, LAYERS, HEADS, KEYS, WINDOW = 32, 64, 2, 4, 2, 64
CHATML = (
    "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
_TEXTS = ["add 12 and 34 to get 46", "the cat saw a dog", "what is seven and nine?"]


def tokenizer() -> TextTokenizer:
    return TextTokenizer.fit(_TEXTS * 3, 300)


def write_tokenizer(folder: Path, template: str | None = None) -> TextTokenizer:
    tokens = tokenizer()
    (folder / "tokenizer.json").write_text(tokens.as_json())
    settings = {"tokenizer_class": "PreTrainedTokenizerFast", "eos_token": END, "pad_token": END}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings))
    if template:
        (folder / "chat_template.jinja").write_text(template)
    return tokens


def write_llama(
    folder: Path, *, tied: bool = True, template: str | None = None, seed: int = 0, **config: Any
) -> Path:
    """Two layers of width 32; some words more than its tokenizer has tokens, as is usual."""
    folder.mkdir(parents=True)
    words = write_tokenizer(folder, template).size + 3
    settings = {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "hidden_size": WIDTH,
        "intermediate_size": INNER,
        "num_hidden_layers": LAYERS,
        "num_attention_heads": HEADS,
        "num_key_value_heads": KEYS,
        "head_dim": WIDTH // HEADS,
        "max_position_embeddings": WINDOW,
        "vocab_size": words,
        "tie_word_embeddings": tied,
        "eos_token_id": 0,
        "pad_token_id": 0,
        "bos_token_id": None,
        **config,
    }
    (folder / "config.json").write_text(json.dumps(settings))
    draw = torch.Generator().manual_seed(seed)
    shapes = _shapes(words, tied)
    tensors = {
        name: torch.ones(shape) if len(shape) == 1 else torch.randn(shape, generator=draw) * 0.2
        for name, shape in shapes.items()
    }
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    return folder


def _shapes(words: int, tied: bool) -> dict[str, tuple[int, ...]]:
    keys = WIDTH // HEADS * KEYS
    shapes: dict[str, tuple[int, ...]] = {
        "model.embed_tokens.weight": (words, WIDTH),
        "model.norm.weight": (WIDTH,),
    }
    for number in range(LAYERS):
        place = f"model.layers.{number}"
        shapes |= {
            f"{place}.self_attn.q_proj.weight": (WIDTH, WIDTH),
            f"{place}.self_attn.k_proj.weight": (keys, WIDTH),
            f"{place}.self_attn.v_proj.weight": (keys, WIDTH),
            f"{place}.self_attn.o_proj.weight": (WIDTH, WIDTH),
            f"{place}.mlp.gate_proj.weight": (INNER, WIDTH),
            f"{place}.mlp.up_proj.weight": (INNER, WIDTH),
            f"{place}.mlp.down_proj.weight": (WIDTH, INNER),
            f"{place}.input_layernorm.weight": (WIDTH,),
            f"{place}.post_attention_layernorm.weight": (WIDTH,),
        }
    return shapes if tied else {**shapes, "lm_head.weight": (words, WIDTH)}


def write_family(folder: Path, family: str) -> Path:
    """A tiny network of a family that writes, made by transformers itself."""
    from transformers import AutoConfig, AutoModelForCausalLM

    words = tokenizer().size
    settings: dict[str, Any] = {
        "vocab_size": words, "hidden_size": WIDTH, "intermediate_size": INNER, "num_hidden_layers": LAYERS,
        "num_attention_heads": HEADS, "num_key_value_heads": KEYS, "max_position_embeddings": WINDOW,
        "bos_token_id": 0, "eos_token_id": 0, "pad_token_id": 0,
    }  # fmt: skip
    if family == "gpt2":
        settings = {
            "vocab_size": words, "n_embd": WIDTH, "n_layer": LAYERS, "n_head": HEADS, "n_positions": WINDOW,
            "bos_token_id": 0, "eos_token_id": 0,
        }  # fmt: skip
    if family.startswith("gemma") or family == "qwen3":
        settings["head_dim"] = WIDTH // HEADS
    torch.manual_seed(1)
    config = AutoConfig.for_model(family, **settings)
    AutoModelForCausalLM.from_config(config).save_pretrained(folder)
    write_tokenizer(folder)
    return folder


def write_bert(folder: Path, *, pooler: bool = True) -> Path:
    """An encoder without a last layer, with byte pairs for words; as it is after learning words, without a pooler."""
    from transformers import BertConfig, BertModel

    torch.manual_seed(2)
    config = BertConfig(
        vocab_size=tokenizer().size, hidden_size=WIDTH, intermediate_size=INNER, num_hidden_layers=LAYERS,
        num_attention_heads=HEADS, max_position_embeddings=WINDOW, pad_token_id=0,
        hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0,
    )  # fmt: skip
    BertModel(config, add_pooling_layer=pooler).save_pretrained(folder)
    write_tokenizer(folder)
    return folder


def write_sums(home: Home, rows: int = 70) -> None:
    """Questions with right and wrong answers, as columns and as conversations."""
    draw = torch.Generator().manual_seed(0)
    pairs = torch.randint(0, 50, (rows, 2), generator=draw).tolist()
    prompts = [f"add {a} and {b}" for a, b in pairs]
    right, wrong = [str(a + b) for a, b in pairs], [f"{a + b + 1}, maybe" for a, b in pairs]
    talks = [
        json.dumps([{"role": "user", "content": p}, {"role": "assistant", "content": r}])
        for p, r in zip(prompts, right, strict=True)
    ]
    columns = {"prompt": prompts, "response": right, "worse": wrong, "messages": talks}
    kinds = {"prompt": "text", "response": "text", "worse": "text", "messages": "messages"}
    write_dataset(home, "sums", columns, kinds)


def answers(path: Path, **changes: Any) -> dict[str, Any]:
    """A spec, as JSON, of tuning on ``sums``."""
    base: dict[str, Any] = {
        "task": "language_model",
        "data": {"source": "sums", "prompt": "prompt", "response": "response"},
        "model": {
            "name": "pretrained",
            "path": str(path),
            "tuning": "lora",
            "lora_rank": 4,
            "max_tokens": WINDOW,
        },
        "training": {
            "max_steps": 6,
            "batch_size": 8,
            "gradient_clip": 0.7,
            "optimizer": {"name": "adamw", "learning_rate": 0.01, "weight_decay": 0.1},
        },
        "checkpoint": {"every_steps": 3},
    }
    for name, value in changes.items():
        base[name] = {**base.get(name, {}), **value} if isinstance(value, dict) else value
    return base


PREFERENCES = {"response": None, "chosen": "response", "rejected": "worse"}
