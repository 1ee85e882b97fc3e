"""Where a waiting job goes when it is moved one place up or down. Plain values."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.schema.job import Job


def waiting_in_order(jobs: "Iterable[Job]") -> list[str]:
    """Ids of the waiting jobs, the next to start first."""
    return [
        job.id
        for job in sorted((job for job in jobs if job.state == "waiting"), key=lambda job: job.position)
    ]


def before_when_moved(queue: list[str], job_id: str, down: bool) -> tuple[bool, str | None]:
    """(whether it can move, the job it is then before; None is last)."""
    if job_id not in queue:
        return False, None
    place = queue.index(job_id)
    if not down:
        return (True, queue[place - 1]) if place > 0 else (False, None)
    if place + 1 >= len(queue):
        return False, None
    return True, queue[place + 2] if place + 2 < len(queue) else None
