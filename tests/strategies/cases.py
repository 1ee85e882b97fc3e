"""Small models of every kind, and every way to distribute them."""

from typing import Any

import numpy as np

from engine.schema.train import TrainSpec
from engine.system.paths import Home
from tests.fakes.run_folder import write_dataset, write_numbers, write_texts

STEPS = 8
TRAINING = {
    "max_steps": STEPS,
    "batch_size": 12,
    "gradient_clip": 0.7,
    "optimizer": {"name": "adamw", "learning_rate": 0.002, "weight_decay": 0.1},
}
MODELS: dict[str, dict[str, Any]] = {
    "mlp": {
        "task": "tabular_regression",
        "data": {"source": "numbers", "target": "target"},
        "model": {"name": "mlp", "hidden": (8, 8, 8)},
    },
    "transformer_encoder": {
        "task": "text_classification",
        "data": {"source": "texts", "target": "label", "text": "text"},
        "model": {
            "name": "transformer_encoder",
            "width": 8,
            "heads": 2,
            "layers": 2,
            "dropout": 0.0,
            "max_tokens": 16,
        },
    },
    "decoder": {
        "task": "language_model",
        "data": {"source": "prose", "text": "text"},
        "model": {"name": "decoder", "size": "1m", "context": 16, "vocabulary": 300},
    },
}
# name -> (settings, ranks)
STRATEGIES: dict[str, dict[str, Any]] = {
    "ddp": {"name": "ddp"},
    "ddp, small buckets": {"name": "ddp", "bucket_mb": 0.0001, "static_graph": False},
    "zero1": {"name": "zero1"},
    "fsdp": {"name": "fsdp"},
    "fsdp, weights kept": {"name": "fsdp", "reshard_after_forward": False},
    "fsdp, offloaded": {"name": "fsdp", "cpu_offload": True},
    "tensor_parallel": {"name": "tensor_parallel"},
    "gpipe": {"name": "pipeline", "schedule": "gpipe", "micro_batches": 3},
    "1f1b": {"name": "pipeline", "schedule": "1f1b", "micro_batches": 4},
    "interleaved_1f1b": {
        "name": "pipeline",
        "schedule": "interleaved_1f1b",
        "micro_batches": 4,
        "stages": 4,
    },
}
LARGER: dict[str, dict[str, Any]] = {
    "hybrid fsdp": {"name": "fsdp", "replicas": 2},
    "tensor groups": {"name": "tensor_parallel", "degree": 2},
    "data x tensor": {"name": "mesh", "mesh": {"data": 2, "tensor": 2}},
    "sharded data x tensor": {"name": "mesh", "mesh": {"data": 2, "tensor": 2}, "data": "shard"},
    "data x pipeline": {"name": "mesh", "mesh": {"data": 2, "pipeline": 2}, "micro_batches": 3},
    "tensor x pipeline": {"name": "mesh", "mesh": {"tensor": 2, "pipeline": 2}, "micro_batches": 3},
}
# What a language model can do beside.
DECODER_ONLY: dict[str, dict[str, Any]] = {
    "sequence parallel": {"name": "tensor_parallel", "sequence_parallel": True},
    "whole scores": {"name": "tensor_parallel", "loss_parallel": False},
}


def write_data(home: Home) -> None:
    """67 training rows of numbers: batches of 12 leave a last one of 7, which no two ranks can share evenly."""
    write_numbers(home, rows=83)
    write_texts(home, rows=80)
    write_prose(home)


def write_prose(home: Home, name: str = "prose", documents: int = 60) -> None:
    """Documents of made-up sentences."""
    draw = np.random.default_rng(3)
    subjects, verbs = ["the cat", "a dog", "my aunt", "the baker"], ["saw", "liked", "fed", "drew"]
    texts = [
        ". ".join(f"{draw.choice(subjects)} {draw.choice(verbs)} {draw.choice(subjects)}" for _ in range(9))
        for _ in range(documents)
    ]
    write_dataset(home, name, {"text": texts}, {"text": "text"})


def spec_of(model: str, strategy: dict[str, Any], ranks: int = 1, **training: Any) -> TrainSpec:
    """A run of one model with one strategy."""
    value = {
        **MODELS[model],
        "training": {**TRAINING, **training},
        "strategy": {**strategy, "devices": ("cpu",) * ranks},
        "checkpoint": {"every_steps": 5},
    }
    return TrainSpec.model_validate(value)
