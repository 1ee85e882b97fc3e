"""What a rank can run on: the CPU, and the GPUs this process may see. Never imports torch."""

import os
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path

from engine.schema.machine import Device
from engine.system.limits import usable_cores, usable_memory
from engine.system.nvml import Gpu, Nvml


def list_devices(nvml: Nvml | None = None, environment: Mapping[str, str] = os.environ) -> tuple[Device, ...]:
    """The CPU first, then ``cuda:N`` in the order CUDA numbers what is visible."""
    nvml = nvml or Nvml()
    driver = nvml.driver()
    gpus = visible_gpus(nvml.gpus(), environment.get("CUDA_VISIBLE_DEVICES"))
    return (
        Device(id="cpu", name=cpu_name(), memory=usable_memory(), slots=usable_cores()),
        *(
            Device(id=f"cuda:{n}", name=gpu.name, memory=gpu.memory, driver=driver, healthy=gpu.healthy)
            for n, gpu in enumerate(gpus)
        ),
    )


def visible_gpus(gpus: Sequence[Gpu], visible: str | None) -> tuple[Gpu, ...]:
    """The GPUs that CUDA_VISIBLE_DEVICES lets through, in its order; as CUDA does, stop at the first unknown one."""
    if visible is None:
        return tuple(gpus)
    chosen: list[Gpu] = []
    for name in visible.split(","):
        gpu = _named(gpus, name.strip())
        if gpu is None or gpu in chosen:
            break
        chosen.append(gpu)
    return tuple(chosen)


def _named(gpus: Sequence[Gpu], name: str) -> Gpu | None:
    if name.isdigit():
        return next((gpu for gpu in gpus if gpu.index == int(name)), None)
    matching = [gpu for gpu in gpus if name.startswith("GPU-") and gpu.uuid.startswith(name)]
    return matching[0] if len(matching) == 1 else None


def cpu_name() -> str:
    """The processor's name as its maker writes it."""
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()
