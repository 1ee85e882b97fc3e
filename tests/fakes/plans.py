"""Specs of language models and machines with several devices, for tests of what is planned."""

from typing import Any

from engine.planning.facts import Facts
from engine.schema.card import Column, DatasetCard
from engine.schema.machine import Device
from engine.schema.train import TrainSpec
from tests.fakes.jobs import dataset_card

GIB = 1 << 30


def text_card(letters: int = 10_000_000) -> DatasetCard:
    """A plain text of that many letters."""
    columns = (Column(name="text", kind="text", mean_length=100.0),)
    return dataset_card(columns=columns, rows=letters // 100, form="text")


def language_model(
    strategy: dict[str, Any] | None = None, size: str = "10m", context: int = 128, **training: Any
) -> TrainSpec:
    return TrainSpec.model_validate(
        {
            "task": "language_model",
            "data": {"source": "points"},
            "model": {"name": "decoder", "size": size, "context": context},
            "training": {"max_steps": 100, "batch_size": 32, **training},
            "strategy": strategy or {"name": "single"},
        }
    )


def on(name: str, count: int, kind: str = "cpu", **options: Any) -> dict[str, Any]:
    """A strategy on that many devices."""
    devices = ["cpu"] * count if kind == "cpu" else [f"cuda:{number}" for number in range(count)]
    return {"name": name, "devices": devices, **options}


def cpu_facts(memory: int = 64 * GIB, cores: int = 4, **more: Any) -> Facts:
    cpu = Device(id="cpu", name="Test CPU", memory=memory, slots=cores)
    return Facts(devices=(cpu,), memory_free={"cpu": memory}, disk_free=1 << 40, **more)


def gpu_facts(count: int = 4, memory: int = 80 * GIB, name: str = "NVIDIA H100", **more: Any) -> Facts:
    gpus = tuple(Device(id=f"cuda:{number}", name=name, memory=memory) for number in range(count))
    return Facts(devices=gpus, memory_free={gpu.id: memory for gpu in gpus}, disk_free=1 << 40, **more)
