"""What a strategy asks of the devices, and what it promises. Plain values, no Qt."""

from collections.abc import Sequence
from typing import Any

from engine.schema.machine import Device

FIRST = ("ddp", "fsdp", "pipeline", "parameter_server")  # offered before the others
_LEAST = {"parameter_server": 3, "mesh": 4}  # ranks that show what the strategy is: two workers, two axes


def least_ranks(strategy: str) -> int:
    """Ranks that choosing a strategy proposes where only one is picked."""
    return 1 if strategy in ("single", "auto") else _LEAST.get(strategy, 2)


def devices_for(strategy: str, picked: Sequence[str], devices: Sequence[Device]) -> list[str]:
    """The picked devices, fewer or more of them where the strategy could not be with these.

    A CPU takes any number of ranks; of GPUs only those that are there and well are added.
    """
    if strategy == "single":
        return list(picked[:1])
    if len(picked) != 1 or strategy == "auto":
        return list(picked)
    if picked[0] == "cpu":
        return ["cpu"] * least_ranks(strategy)
    others = [device.id for device in devices if device.id not in ("cpu", *picked) and device.healthy]
    return [*picked, *others][: least_ranks(strategy)]


def strategy_for(strategy: str, picked: Sequence[str]) -> str:
    """The strategy that goes on when other devices were picked: one device alone cannot be two."""
    return "ddp" if strategy == "single" and len(picked) > 1 else strategy


def mesh_for(ranks: int, mesh: dict[str, Any]) -> dict[str, int]:
    """The axes for a number of ranks: as they are where their product allows, else two by the rest."""
    tensor, pipeline = _axis(mesh, "tensor"), _axis(mesh, "pipeline")
    if tensor * pipeline > 1 and ranks % (tensor * pipeline) == 0:
        return {"data": ranks // (tensor * pipeline), "tensor": tensor, "pipeline": pipeline}
    tensor = 2 if ranks % 2 == 0 else 1
    return {"data": ranks // tensor, "tensor": tensor, "pipeline": 1}


def is_provable(strategy: dict[str, Any]) -> bool:
    """Whether this strategy promises the very losses of one device, step by step."""
    in_full = strategy.get("compression", "none") == "none" and strategy.get("reduce_in", "fp32") == "fp32"
    in_step = strategy.get("mode", "sync") == "sync"
    own_way = strategy.get("name") in (None, "", "single", "auto", "local_sgd", "diloco")
    return in_full and in_step and not own_way


def _axis(mesh: dict[str, Any], name: str) -> int:
    size = mesh.get(name, 1)
    return size if isinstance(size, int) and size > 0 else 1
