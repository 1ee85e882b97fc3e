"""The machine's running counters at one moment, and the rates between two of them."""

import contextlib
from dataclasses import dataclass
from pathlib import Path

import psutil


@dataclass(frozen=True)
class Counters:
    """Counters that only grow; the difference of two readings over the time between them is a rate."""

    moment: float  # monotonic seconds
    cores: tuple[tuple[float, float], ...] = ()  # (busy, total) seconds of each CPU
    disk: tuple[int, int] | None = None  # bytes (read, written)
    network: tuple[int, int] | None = None  # bytes (in, out)


def read_counters(moment: float) -> Counters:
    """Read them all now; what this system does not say is left out."""
    disk = network = None
    with contextlib.suppress(OSError, RuntimeError):
        if found := psutil.disk_io_counters():
            disk = (found.read_bytes, found.write_bytes)
    with contextlib.suppress(OSError, RuntimeError):
        if found := psutil.net_io_counters():
            network = (found.bytes_recv, found.bytes_sent)
    return Counters(moment, tuple(_core(times) for times in psutil.cpu_times(percpu=True)), disk, network)


def _core(times: object) -> tuple[float, float]:
    values = times._asdict()  # type: ignore[attr-defined]
    # Linux counts a guest's time in user time already.
    total = sum(value for name, value in values.items() if not name.startswith("guest"))
    return total - values["idle"] - values.get("iowait", 0.0), total


def core_use(before: Counters, after: Counters) -> tuple[float, ...]:
    """Percent each CPU was busy; nothing when their number changed."""
    if len(before.cores) != len(after.cores):
        return ()
    return tuple(_percent(old, new) for old, new in zip(before.cores, after.cores, strict=True))


def _percent(old: tuple[float, float], new: tuple[float, float]) -> float:
    total = new[1] - old[1]
    return round(min(100.0, max(0.0, 100 * (new[0] - old[0]) / total)), 1) if total > 0 else 0.0


def rates(
    old: tuple[int, int] | None, new: tuple[int, int] | None, seconds: float
) -> tuple[float | None, float | None]:
    """Bytes per second of a pair; unknown when a counter is missing or was set back."""
    if old is None or new is None or seconds <= 0:
        return None, None
    return _rate(old[0], new[0], seconds), _rate(old[1], new[1], seconds)


def _rate(old: int, new: int, seconds: float) -> float | None:
    return (new - old) / seconds if new >= old else None


def cpu_frequency(root: Path = Path("/sys/devices/system/cpu/cpufreq")) -> float | None:
    """MHz of the first core; asking for all of them costs milliseconds on a large machine."""
    try:
        return int((root / "policy0" / "scaling_cur_freq").read_text()) / 1000
    except (OSError, ValueError):
        return None
