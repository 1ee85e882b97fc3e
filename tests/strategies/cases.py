"""Small models of every kind, and every way to distribute them."""

from typing import Any

import numpy as np

from engine.planning.anatomy import anatomy_of
from engine.planning.combinations import check_combinations
from engine.planning.layout import layout_of
from engine.planning.shape import Shape
from engine.planning.splitting import check_splitting
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
# Networks beside, each with what its task has of its own: a few steps in fp32 tell whether they are split rightly.
NETWORKS: dict[str, dict[str, Any]] = {
    "linear": {
        "task": "tabular_classification",
        "data": {"source": "numbers", "target": "kind"},
        "model": {"name": "linear"},
    },
    "resnet_mlp": {
        "task": "tabular_classification",
        "data": {"source": "numbers", "target": "kind"},
        "model": {"name": "resnet_mlp", "width": 8, "inner": 12, "blocks": 3, "dropout": 0.0},
        "training": {"class_weights": "balanced"},
    },
    "ft_transformer": {
        "task": "tabular_regression",
        "data": {"source": "numbers", "target": "target"},
        "model": {"name": "ft_transformer", "width": 8, "heads": 2, "layers": 2, "dropout": 0.0},
    },
    "text_cnn": {
        "task": "text_classification",
        "data": {"source": "texts", "target": "label", "text": "text"},
        "model": {"name": "text_cnn", "width": 8, "filters": 6, "lengths": (2, 3), "dropout": 0.0},
    },
}
FEW_STEPS = 3
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


def goes_with(model: str, strategy: dict[str, Any], ranks: int) -> bool:
    """Whether planning lets this network be distributed so."""
    spec = spec_of(model, strategy, ranks)
    anatomy = anatomy_of(spec.model, Shape(7, 1, positions=16, groups=(1, 1, 1, 4)))
    return not check_combinations(spec) and not check_splitting(spec, anatomy, layout_of(spec.strategy))


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
    case = MODELS.get(model) or NETWORKS[model]
    steps = {} if model in MODELS else {"max_steps": FEW_STEPS}
    value = {
        **case,
        "training": {**TRAINING, **steps, **case.get("training", {}), **training},
        "strategy": {**strategy, "devices": ("cpu",) * ranks},
        "checkpoint": {"every_steps": 5},
    }
    return TrainSpec.model_validate(value)
