"""How long to wait before something that died is started again. Decides; starts nothing."""

FIRST, LONGEST = 0.2, 30.0  # seconds
HEALTHY = 60.0  # seconds of life after which an earlier death says nothing about the next


def next_wait(last: float | None, lived: float) -> float:
    """Seconds to wait after a life of ``lived`` seconds, when the wait before it was ``last``."""
    if last is None or lived >= HEALTHY:
        return FIRST
    return min(last * 2, LONGEST)
