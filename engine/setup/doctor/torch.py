"""Torch, its devices, and the driver's own counters; each in a process of its own."""

from pathlib import Path

from engine.setup.doctor.check import Check, ask

_PROBE = Path(__file__).with_name("probe_torch.py")

_NVML = """
import json, pynvml
try:
    pynvml.nvmlInit()
    print(json.dumps({"driver": pynvml.nvmlSystemGetDriverVersion(), "count": pynvml.nvmlDeviceGetCount()}))
except pynvml.NVMLError as error:
    print(json.dumps({"error": str(error)}))
"""


def check_torch(python: Path) -> Check:
    """Whether torch imports, what it computes on, and whether ranks could speak to one another."""
    facts, why = ask(python, [str(_PROBE)])
    if facts is None:
        return Check(
            "torch", "broken", f"does not start: {why}", "Start once with “python3 main.py”, or see the log."
        )
    names = ", ".join(f"{device['id']} {device['name']}" for device in facts["devices"])
    found = f"{facts['version']}, {facts['threads']} threads, {names or 'no CUDA device'}"
    if facts["gloo"]:
        return Check("torch", "broken", f"{found}; gloo fails: {facts['gloo']}", "", facts)
    return Check("torch", "works", f"{found}, gloo", details=facts)


def check_nvml(python: Path) -> Check:
    """The GPU gauges of the Machine page; a machine without an NVIDIA GPU has nothing to show."""
    facts, why = ask(python, ["-c", _NVML])
    if facts is None:
        return Check("NVML", "warning", f"cannot be asked: {why}")
    if "error" in facts:
        return Check("NVML", "works", "no NVIDIA driver on this machine", details=facts)
    return Check("NVML", "works", f"driver {facts['driver']}, {facts['count']} GPUs", details=facts)
