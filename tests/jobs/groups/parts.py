"""Parts as decisions see them, in few words."""

from typing import Any

from engine.jobs.groups.part import Seen
from engine.schema.job import State


def part(number: int, state: State = State.FINISHED, score: float | None = None, **fields: Any) -> Seen:
    return Seen(number=number, job=f"job{number}", state=state, score=score, **fields)


def curve(*scores: float | None) -> tuple[tuple[int, float | None], ...]:
    """One evaluation every ten steps."""
    return tuple((10 * (place + 1), score) for place, score in enumerate(scores))
