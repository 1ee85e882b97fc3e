"""How much arithmetic a step is, and how much of it this device can do: FLOPs by formula, the peak by measurement.

Model FLOPs in the sense of Chowdhery et al., 2022 (PaLM, appendix B): three times the forward pass, twice where weights
do not move, whatever is computed again besides.
"""

import time
from dataclasses import replace
from functools import cache
from typing import Any

import torch

from engine.data.text.token_rows import sequences_in
from engine.planning.anatomy import anatomy_of
from engine.planning.shape import Shape
from engine.schema.plan import Plan
from engine.schema.roles import TEXT_TASKS
from engine.schema.train import TrainSpec
from engine.system.files import read_json, write_json
from engine.system.paths import Home

_SECONDS = 0.12  # that a measurement of the peak may take
_SIZES = {"cpu": 1024, "cuda": 4096}  # rows and columns of the matrices that are multiplied
_TYPES = {"bf16": torch.bfloat16, "fp16": torch.float16}


class Work:
    """Counts the FLOPs of a network by the length of its inputs."""

    def __init__(self, spec: TrainSpec, shape: Shape) -> None:
        self._reads_text = spec.task in TEXT_TASKS
        self._scores_items = spec.task == "recommendation"
        self._of_length = cache(
            lambda length: anatomy_of(spec.model, replace(shape, positions=length)).training_flops
        )

    def of(self, inputs: torch.Tensor) -> float:
        """FLOPs of training on these inputs: rows of features, images or candidates, or rows of tokens."""
        if self._scores_items:  # a user, and candidates
            return inputs.shape[0] * self._of_length(inputs.shape[1] - 1)
        if not self._reads_text:
            return inputs.shape[0] * self._of_length(1)
        return sequences_in(tuple(inputs.shape)) * self._of_length(inputs.shape[-1])


class Peaks:
    """FLOP/s of matrix products that devices of this machine reached, kept in ``peaks.json`` of the home."""

    def __init__(self, home: Home, device: torch.device, plan: Plan) -> None:
        self._path, self._device, self._plan = home.root / "peaks.json", device, plan

    def known(self, precision: str) -> float | None:
        """What was measured before in these numbers."""
        value = self._all().get(self._key(precision))
        return float(value) if isinstance(value, int | float) and value > 0 else None

    def measure(self, precision: str) -> dict[str, float]:
        """FLOP/s in these numbers, and in fp32 and bf16, between which Auto chooses; what is known is not measured."""
        wanted = dict.fromkeys((precision, "fp32", "bf16"))
        return {name: self.known(name) or measured_peak(self._device, name) for name in wanted}

    def keep(self, peaks: dict[str, float]) -> None:
        """Remember them for later runs."""
        own = {self._key(precision): peak for precision, peak in peaks.items()}
        write_json(self._path, {**self._all(), **own})

    def _key(self, precision: str) -> str:
        """What the peak of a rank depends on; ranks of a CPU share its caches and its power."""
        if self._device.type == "cuda":
            return f"{torch.cuda.get_device_name(self._device)}, {precision}"
        return f"cpu, {self._plan.threads_per_rank} threads, {self._plan.world_size} ranks, {precision}"

    def _all(self) -> dict[str, Any]:
        peaks = read_json(self._path)
        return peaks if isinstance(peaks, dict) else {}


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
