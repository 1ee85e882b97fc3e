"""The names by which programs ask for models: which are taken, and how a model's own name becomes one."""

import re
from collections.abc import Iterable

from engine.schema.job import ACTIVE, Job, State
from engine.schema.serve import ServeSpec

LIVE = ACTIVE - {State.STOPPING} | {State.WAITING}
LONGEST = 80

_UNFIT = re.compile(r"[\s\x00-\x1f/\\]+")


def names_taken(jobs: Iterable[Job], but: str | None = None) -> dict[str, str]:
    """Served names of the endpoints that run or will, and what those are called; without those of one endpoint."""
    return {
        served.name: job.name
        for job in jobs
        if job.id != but and job.state in LIVE and isinstance(job.spec, ServeSpec)
        for served in job.spec.models
    }


def free_name(model: str, taken: Iterable[str]) -> str:
    """A model's name made fit to be written by programs, and different from those that are taken."""
    fit = _UNFIT.sub("-", "".join(letter for letter in model if letter.isprintable()))
    fit = fit.strip("-.")[:LONGEST].rstrip("-.") or "model"
    known, name, number = set(taken), fit, 1
    while name in known:
        number += 1
        end = f"-{number}"
        name = fit[: LONGEST - len(end)] + end
    return name
