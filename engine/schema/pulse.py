"""What a runner says of itself every second."""

from engine.schema.base import Record


class Pulse(Record):
    """The payload of PULSE."""

    memory: int | None = None  # bytes of its own, shared pages in part
    waiting: int = 0  # requests that wait in it
    running: int = 0  # requests that are computed
    steps: int = 0  # passes through the model since its start
    cache: float | None = None  # 0…1, share of the cache for keys and values that is in use
