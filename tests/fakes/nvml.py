"""A stand-in for the pynvml module: GPUs made of plain values, and any call can be made to fail."""

from types import SimpleNamespace
from typing import Any

import pynvml

from engine.system.nvml import Nvml


class FakePynvml:
    """Has the real module's errors and constants; ``failing`` names the calls that raise, with what."""

    NVMLError = pynvml.NVMLError
    NVML_ERROR_NOT_SUPPORTED = pynvml.NVML_ERROR_NOT_SUPPORTED
    NVML_ERROR_NO_PERMISSION = pynvml.NVML_ERROR_NO_PERMISSION
    NVML_CLOCK_SM = pynvml.NVML_CLOCK_SM
    NVML_TEMPERATURE_GPU = pynvml.NVML_TEMPERATURE_GPU

    def __init__(self, gpus: int = 1, failing: dict[str, int] | None = None) -> None:
        self.count = gpus
        self.failing = failing or {}
        self.processes: list[SimpleNamespace] = []

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("nvml"):
            raise AttributeError(name)

        def call(*arguments: Any) -> Any:
            if (number := self.failing.get(name, self.failing.get("*"))) is not None:
                raise pynvml.NVMLError(number)
            return self._answer(name, *arguments)

        return call

    def _answer(self, name: str, *arguments: Any) -> Any:
        match name:
            case "nvmlInit" | "nvmlShutdown":
                return None
            case "nvmlSystemGetDriverVersion":
                return "580.1"
            case "nvmlDeviceGetCount":
                return self.count
            case "nvmlDeviceGetHandleByIndex":
                return arguments[0]
            case "nvmlDeviceGetName":
                return f"Fake GPU {arguments[0]}"
            case "nvmlDeviceGetUUID":
                return f"GPU-{arguments[0]:04d}-abcd"
            case "nvmlDeviceGetMemoryInfo":
                return SimpleNamespace(total=24 << 30, used=1 << 30, free=23 << 30)
            case "nvmlDeviceGetUtilizationRates":
                return SimpleNamespace(gpu=50, memory=10)
            case "nvmlDeviceGetCurrentClocksThrottleReasons":
                return 0x4 | 0x40
            case "nvmlDeviceGetComputeRunningProcesses":
                return self.processes
            case "nvmlDeviceGetGraphicsRunningProcesses":
                return []
        return 1000  # power in mW, energy in mJ, clocks, temperature


def fake_nvml(gpus: int = 1, failing: dict[str, int] | None = None) -> Nvml:
    """The door with the fake behind it."""
    return Nvml(FakePynvml(gpus, failing))
