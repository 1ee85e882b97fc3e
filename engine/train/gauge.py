"""What this rank's process and device say of themselves: memory, energy, heat, how much of the processor it gets."""

import sys
from pathlib import Path
from typing import NamedTuple

import psutil
import torch

from engine.system.nvml import Gpu, Nvml


class Reading(NamedTuple):
    """One look. NaN is unknown."""

    memory: float  # bytes at the peak so far: resident on the CPU, the allocator's on CUDA
    energy: float  # J since the run began
    temperature: float  # °C
    throttled: float  # 1 while the device is held back by heat or power, else 0
    computed: (
        float  # seconds that the thread of the steps ran since the last look; NaN where a GPU does the work
    )
    queued: float  # seconds that it could have run, and another had the processor


_NAN = float("nan")


class Gauge:
    """Of one rank. A look costs 30 µs on a CPU, about a millisecond on a GPU."""

    def __init__(self, device: torch.device) -> None:
        self._device = device
        self._gpu: Gpu | None = None
        if device.type == "cuda":
            self._nvml = Nvml()
            self._gpu = _gpu_of(self._nvml, device)
        self._energy_before = self._energy()
        self._scheduled = _scheduled()

    def read(self) -> Reading:
        """The present state."""
        sample = self._nvml.sample(self._gpu, str(self._device)) if self._gpu else None
        energy = self._energy()
        computed, queued = self._since_last_look()
        return Reading(
            memory=float(peak_memory(self._device)),
            energy=energy - self._energy_before,
            temperature=sample.temperature if sample and sample.temperature is not None else _NAN,
            throttled=float(bool(sample.throttle)) if sample else 0.0,
            computed=computed,
            queued=queued,
        )

    def _energy(self) -> float:
        """A GPU's own count in J; CPUs tell theirs to the administrator alone."""
        if self._gpu is None:
            return _NAN
        energy = self._nvml.sample(self._gpu, str(self._device)).energy
        return energy if energy is not None else _NAN

    def _since_last_look(self) -> tuple[float, float]:
        if self._gpu is not None:
            return _NAN, _NAN
        before, self._scheduled = self._scheduled, _scheduled()
        return self._scheduled[0] - before[0], self._scheduled[1] - before[1]


def peak_memory(device: torch.device) -> int:
    """Bytes: the allocator's peak on CUDA; on the CPU what was resident at most."""
    if device.type == "cuda":
        return torch.cuda.max_memory_allocated(device)
    if sys.platform.startswith("linux"):
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return psutil.Process().memory_info().rss


def _scheduled() -> tuple[float, float]:
    """Seconds that this process's first thread has run, and has waited for a processor (Linux: sched-stats)."""
    try:
        ran, waited, _ = Path("/proc/self/schedstat").read_text().split()
    except (OSError, ValueError):
        return _NAN, _NAN
    return int(ran) / 1e9, int(waited) / 1e9


def _gpu_of(nvml: Nvml, device: torch.device) -> Gpu | None:
    """By its UUID: NVML counts by the bus, CUDA as it was told."""
    uuid = str(torch.cuda.get_device_properties(device).uuid)
    return next((gpu for gpu in nvml.gpus() if gpu.uuid.removeprefix("GPU-") == uuid), None)
