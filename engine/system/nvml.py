"""The one door to NVIDIA's management library. Whatever it cannot say is None; it never makes its caller fail.

It knows GPUs by the order of NVML (the PCI bus); which of them are ``cuda:N`` is decided in ``devices``.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from engine.schema.machine import GpuSample

log = logging.getLogger("modelyard.nvml")

_THROTTLE = {  # bits of nvmlDeviceGetCurrentClocksEventReasons that mean “held back”
    0x0000000000000004: "power_cap",
    0x0000000000000008: "hardware_slowdown",
    0x0000000000000020: "thermal_software",
    0x0000000000000040: "thermal_hardware",
    0x0000000000000080: "power_brake",
}


@dataclass(frozen=True)
class Gpu:
    """One GPU as NVML numbers it; ``handle`` is None when it could not be opened."""

    index: int
    handle: Any
    name: str = "GPU"
    uuid: str = ""
    memory: int | None = None
    healthy: bool = True


class Nvml:
    """NVIDIA's library, opened once, or the knowledge that there is none."""

    def __init__(self, library: ModuleType | Any | None = None) -> None:
        self._library = library if library is not None else _import_library()
        self.available = False
        if self._library is None:
            return
        try:
            self._library.nvmlInit()
            self.available = True
        except self._library.NVMLError as error:  # no driver, or one that does not match the library
            log.info("no NVIDIA devices: %s", error)

    def close(self) -> None:
        if self.available:
            self.available = False
            self._ask(self._library.nvmlShutdown)

    def driver(self) -> str | None:
        return _text(self._ask(self._library.nvmlSystemGetDriverVersion)) if self.available else None

    def gpus(self) -> tuple[Gpu, ...]:
        """Every GPU in NVML's order; one that does not answer is there, unhealthy."""
        if not self.available:
            return ()
        count = self._ask(self._library.nvmlDeviceGetCount) or 0
        return tuple(self._gpu(index) for index in range(count))

    def _gpu(self, index: int) -> Gpu:
        library = self._library
        handle = self._ask(library.nvmlDeviceGetHandleByIndex, index)
        if handle is None:
            return Gpu(index, None, healthy=False)
        memory = self._ask(library.nvmlDeviceGetMemoryInfo, handle)
        return Gpu(
            index,
            handle,
            _text(self._ask(library.nvmlDeviceGetName, handle)) or "GPU",
            _text(self._ask(library.nvmlDeviceGetUUID, handle)) or "",
            getattr(memory, "total", None),
            self.is_healthy(handle),
        )

    def is_healthy(self, handle: Any) -> bool:
        """Whether the GPU answers. What it does not support, or keeps from us, says nothing against it."""
        library = self._library
        try:
            library.nvmlDeviceGetMemoryInfo(handle)
        except library.NVMLError as error:
            return _number(error) in (library.NVML_ERROR_NOT_SUPPORTED, library.NVML_ERROR_NO_PERMISSION)
        return True

    def sample(self, gpu: Gpu, device: str) -> GpuSample:
        """How busy it is now; None where it does not say."""
        if gpu.handle is None or not self.available:
            return GpuSample(id=device)
        library, handle = self._library, gpu.handle
        memory = self._ask(library.nvmlDeviceGetMemoryInfo, handle)
        use = self._ask(library.nvmlDeviceGetUtilizationRates, handle)
        sm = library.NVML_CLOCK_SM
        return GpuSample(
            id=device,
            busy=_float(getattr(use, "gpu", None)),
            memory_used=getattr(memory, "used", None),
            memory_total=getattr(memory, "total", None),
            temperature=_float(
                self._ask(library.nvmlDeviceGetTemperature, handle, library.NVML_TEMPERATURE_GPU)
            ),
            power=_float(self._ask(library.nvmlDeviceGetPowerUsage, handle), 1e-3),
            power_limit=_float(self._ask(library.nvmlDeviceGetEnforcedPowerLimit, handle), 1e-3),
            energy=_float(self._ask(library.nvmlDeviceGetTotalEnergyConsumption, handle), 1e-3),
            clock=_float(self._ask(library.nvmlDeviceGetClockInfo, handle, sm)),
            clock_max=_float(self._ask(library.nvmlDeviceGetMaxClockInfo, handle, sm)),
            throttle=self._throttle(handle),
        )

    def _throttle(self, handle: Any) -> tuple[str, ...] | None:
        reasons = self._ask(self._library.nvmlDeviceGetCurrentClocksThrottleReasons, handle)
        if reasons is None:
            return None
        return tuple(name for bit, name in _THROTTLE.items() if reasons & bit)

    def memory_by_process(self, gpu: Gpu) -> dict[int, int | None]:
        """Bytes each process holds on this GPU, by pid; None where the driver does not say."""
        if gpu.handle is None or not self.available:
            return {}
        library = self._library
        found: dict[int, int | None] = {}
        for ask in (
            library.nvmlDeviceGetComputeRunningProcesses,
            library.nvmlDeviceGetGraphicsRunningProcesses,
        ):
            for process in self._ask(ask, gpu.handle) or ():
                found.setdefault(process.pid, process.usedGpuMemory)
        return found

    def _ask(self, function: Callable[..., Any], *arguments: Any) -> Any:
        try:
            return function(*arguments)
        except self._library.NVMLError as error:
            log.debug("%s: %s", getattr(function, "__name__", function), error)
            return None


def _import_library() -> ModuleType | None:
    try:
        import pynvml
    except ImportError:
        return None
    return pynvml


def _number(error: Exception) -> int | None:
    return getattr(error, "value", None)


def _text(value: Any) -> str | None:
    return value.decode(errors="replace") if isinstance(value, bytes) else value


def _float(value: Any, scale: float = 1.0) -> float | None:
    return None if value is None else float(value) * scale
