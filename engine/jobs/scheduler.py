"""Which waiting jobs start now. Decides; starts nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Wish:
    """A job and the devices it asks for, one entry a rank."""

    job_id: str
    devices: tuple[str, ...]
    shares: bool = False  # an endpoint: it starts at once, beside whatever runs


def choose_starts(waiting: Sequence[Wish], running: Sequence[Wish], slots: Mapping[str, int]) -> list[str]:
    """First come, first served on every device; jobs on disjoint devices run side by side.

    A job that cannot start yet keeps its devices from those behind it, so a large job at the head
    is not starved. ``slots`` says how many ranks a device takes; a job that asks for more has it alone.
    """
    free = Counter(slots)
    for job in running:
        free.subtract(_need(job, slots))
    starts: list[str] = []
    held: set[str] = set()
    for job in waiting:
        need = _need(job, slots)
        if any(device in held or free[device] < count for device, count in need.items()):
            held |= need.keys()
            continue
        free.subtract(need)
        starts.append(job.job_id)
    return starts


def _need(job: Wish, slots: Mapping[str, int]) -> Counter[str]:
    if job.shares:
        return Counter()
    asked = Counter(job.devices)  # a device that is gone holds nobody up: the start itself says so
    return Counter({device: min(count, slots[device]) for device, count in asked.items() if device in slots})
