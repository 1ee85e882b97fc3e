"""What this process may use of the machine: its CPUs and memory, as affinity and control groups allow."""

import os
from pathlib import Path

import psutil

CGROUP = Path("/sys/fs/cgroup")
_UNLIMITED = 1 << 60  # version 1 writes a huge number for “no limit”


def usable_cores(topology: Path = Path("/sys/devices/system/cpu"), cgroup: Path = CGROUP) -> int:
    """Physical cores that we may run on; at least 1."""
    cores = _cores_of(_affinity(), topology)
    share = cpu_share(cgroup)
    return max(1, min(cores, int(share))) if share else max(1, cores)


def usable_memory(cgroup: Path = CGROUP) -> int:
    """Bytes of memory in all: the machine's, or the control group's limit where that is less."""
    limit = _number(cgroup / "memory.max") or _number(cgroup / "memory" / "memory.limit_in_bytes")
    total = psutil.virtual_memory().total
    return min(total, limit) if limit and limit < _UNLIMITED else total


def cpu_share(cgroup: Path = CGROUP) -> float | None:
    """CPUs the control group may use, by its quota; None without one."""
    parts = _text(cgroup / "cpu.max").split()
    if len(parts) == 2 and parts[0].isdigit():
        return int(parts[0]) / int(parts[1])
    quota = _number(cgroup / "cpu" / "cpu.cfs_quota_us")
    period = _number(cgroup / "cpu" / "cpu.cfs_period_us")
    return quota / period if quota and period else None


def _affinity() -> list[int]:
    if hasattr(os, "sched_getaffinity"):
        return sorted(os.sched_getaffinity(0))
    return list(range(os.cpu_count() or 1))


def _cores_of(cpus: list[int], topology: Path) -> int:
    """Distinct physical cores among these CPUs; two threads of one core count once."""
    places = {
        (
            _text(topology / f"cpu{cpu}/topology/physical_package_id"),
            _text(topology / f"cpu{cpu}/topology/core_id"),
        )
        for cpu in cpus
    }
    if ("", "") in places:
        return min(len(cpus), psutil.cpu_count(logical=False) or len(cpus))
    return len(places)


def _text(path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError:
        return ""


def _number(path: Path) -> int | None:
    text = _text(path)
    return int(text) if text.isdigit() else None
