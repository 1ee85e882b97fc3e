"""Which jobs hold which devices now. Plain values, no Qt."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from engine.schema.job import ACTIVE

if TYPE_CHECKING:
    from engine.schema.job import Job


def device_users(jobs: "Iterable[Job]") -> dict[str, list[str]]:
    """Device → names of the jobs with a rank on it, a name once for each rank."""
    users: dict[str, list[str]] = {}
    for job in jobs:
        for device in job.devices if job.state in ACTIVE else ():
            users.setdefault(device, []).append(job.name)
    return users
