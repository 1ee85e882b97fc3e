"""How much arithmetic a step is, and how much of it this device can do: FLOPs by formula, the peak by measurement.

Model FLOPs in the sense of Chowdhery et al., 2022 (PaLM, appendix B): three times the forward pass, whatever is
computed again besides.
"""

import time
from functools import cache

import torch

from engine.planning.anatomy import anatomy_of
from engine.schema.plan import Plan
from engine.schema.train import TrainSpec
from engine.system.files import read_json, write_json
from engine.system.paths import Home

_TRAINED_OVER_FORWARD = 3
_SECONDS = 0.12  # that a measurement of the peak may take
_SIZES = {"cpu": 1024, "cuda": 4096}  # rows and columns of the matrices that are multiplied
_TYPES = {"bf16": torch.bfloat16, "fp16": torch.float16}


class Work:
    """Counts the FLOPs of a network by the length of its inputs."""

    def __init__(self, spec: TrainSpec, inputs: int, outputs: int) -> None:
        self._of_length = cache(
            lambda length: _TRAINED_OVER_FORWARD * anatomy_of(spec.model, inputs, outputs, length).flops
        )

    def of(self, inputs: torch.Tensor) -> float:
        """FLOPs of training on these inputs: rows of features, or rows of tokens."""
        length = inputs.shape[1] if not inputs.is_floating_point() and inputs.ndim > 1 else 1
        return inputs.shape[0] * self._of_length(length)


class Peaks:
    """FLOP/s of matrix products that devices of this machine reached, kept in ``peaks.json`` of the home."""

    def __init__(self, home: Home, key: str) -> None:
        self._path, self._key = home.root / "peaks.json", key

    def known(self) -> float | None:
        """What was measured before."""
        peaks = read_json(self._path)
        value = peaks.get(self._key) if isinstance(peaks, dict) else None
        return float(value) if isinstance(value, int | float) and value > 0 else None

    def keep(self, peak: float) -> None:
        """Remember it for later runs."""
        peaks = read_json(self._path)
        write_json(self._path, {**(peaks if isinstance(peaks, dict) else {}), self._key: peak})


def peak_key(device: torch.device, plan: Plan, precision: str) -> str:
    """What the peak of a rank depends on; ranks of a CPU share its caches and its power."""
    if device.type == "cuda":
        return f"{torch.cuda.get_device_name(device)}, {precision}"
    return f"cpu, {plan.threads_per_rank} threads, {plan.world_size} ranks, {precision}"


@torch.no_grad()
def measured_peak(device: torch.device, precision: str) -> float:
    """FLOP/s of the best of a few large matrix products."""
    size, kind = _SIZES[device.type], _TYPES.get(precision, torch.float32)
    own = torch.Generator(device).manual_seed(0)  # the run's own chance must not know that this was measured
    left, right = (torch.randn(size, size, device=device, dtype=kind, generator=own) for _ in range(2))
    torch.mm(left, right)
    best, began = float("inf"), time.perf_counter()
    while time.perf_counter() - began < _SECONDS:
        start = time.perf_counter()
        torch.mm(left, right)
        if device.type == "cuda":
            torch.cuda.synchronize(device)
        best = min(best, time.perf_counter() - start)
    return 2 * size**3 / best
