"""What this home serves now: names that are taken, endpoints that can take one more model. No widgets."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.schema.card import ModelCard
    from engine.schema.job import Job

LIVE = ("waiting", "starting", "running")
_UNFIT = re.compile(r"[\s\x00-\x1f/\\]+")
_LONGEST = 70  # characters, with room for a number


def live_endpoints(endpoints: "Iterable[Job]") -> "list[Job]":
    return [job for job in endpoints if job.state in LIVE]


def endpoint_of(card: "ModelCard", endpoints: "Iterable[Job]") -> "Job | None":
    """The endpoint that serves this model now."""
    return next(
        (job for job in live_endpoints(endpoints) if card.id in [each.model for each in job.spec.models]),
        None,
    )


def free_served_name(card: "ModelCard", endpoints: "Iterable[Job]") -> str:
    """The model's name as programs can write it, with a number where it is taken."""
    taken = {each.name for job in live_endpoints(endpoints) for each in job.spec.models}
    plain = _UNFIT.sub("-", card.name).strip("-")[:_LONGEST] or "model"
    name, number = plain, 1
    while name in taken:
        number += 1
        name = f"{plain}-{number}"
    return name
