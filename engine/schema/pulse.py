"""What a runner says of itself every second."""

from collections.abc import Iterable

from engine.schema.base import Record


class Pulse(Record):
    """The payload of PULSE."""

    memory: int | None = None  # bytes of its own, shared pages in part
    waiting: int = 0  # requests that wait in it
    running: int = 0  # requests that are computed
    steps: int = 0  # passes through the model since its start
    cache: float | None = None  # 0…1, share of the cache for keys and values that is in use
    why: str | None = (
        None  # a code: what it does while it loads; then why it computes as it does, where that may change
    )


def added(pulses: Iterable[Pulse]) -> Pulse:
    """What several runners say together; of their caches, the fullest."""
    heard = list(pulses)
    caches = [pulse.cache for pulse in heard if pulse.cache is not None]
    return Pulse(
        memory=sum(pulse.memory or 0 for pulse in heard) or None,
        waiting=sum(pulse.waiting for pulse in heard),
        running=sum(pulse.running for pulse in heard),
        steps=sum(pulse.steps for pulse in heard),
        cache=max(caches, default=None),
        why=next((pulse.why for pulse in heard if pulse.why is not None), None),
    )
