"""What a group's events say: its start, each part that has moved, and what all of them add up to."""

from collections import Counter
from collections.abc import Sequence

from engine.jobs.groups.decision import Group
from engine.jobs.groups.journal import Journal
from engine.jobs.groups.part import Seen
from engine.schema.event import Ended, PartMoved, Started, Summary
from engine.schema.job import Job, State


def tell(journal: Journal, job: Job, group: Group, parts: Sequence[Seen]) -> bool:
    """The start, once for each attempt, and each part whose state has changed; says whether there was anything."""
    done = sum(not part.is_live for part in parts)
    is_start = not journal.has_said("started", job.attempt)
    if is_start:
        journal.say(Started, attempt=job.attempt, step=done, total_steps=group.count, units="runs")
    moved = [part for part in parts if journal.last_of(part.number) != (part.job, part.word)]
    best = group.best(parts) if moved else None
    for part in moved:
        journal.say(
            PartMoved,
            part=part.number,
            job=part.job,
            state=part.word,
            values=part.values,
            round=part.round,
            devices=part.devices,
            score=part.score,
            metrics={} if part.is_live else part.numbers,
            curve=() if part.is_live else part.curve,
            seconds=part.seconds,
            best=best.number if best else None,
            done=done,
            of=group.count,
        )
    return is_start or bool(moved)


def tell_summary(journal: Journal, job: Job, group: Group, parts: Sequence[Seen], state: State) -> None:
    """The end, once for each attempt."""
    if journal.has_said("ended", job.attempt):
        return
    best = group.best(parts)
    journal.say(
        Summary,
        metric=group.metric,
        metrics=group.metrics(parts),
        best=best.number if best else None,
        job=best.job if best else None,
        model=best.model if best else None,
        score=best.score if best else None,
        states=dict(Counter(part.word for part in parts)),
    )
    journal.say(Ended, outcome=state.value, step=len(parts))
