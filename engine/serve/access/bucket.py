"""How much a key may use in a minute: a bucket that fills steadily and is full after a minute. Pure; the clock is given."""

import math


class Bucket:
    """Holds at most a minute's allowance. What is used may leave it in debt, which is paid back before more is given."""

    __slots__ = ("_level", "_rate", "_then", "per_minute")

    def __init__(self, per_minute: int, now: float) -> None:
        self.per_minute = per_minute
        self._level = float(per_minute)
        self._rate = per_minute / 60
        self._then = now

    def wait(self, now: float, least: float = 1.0) -> int:
        """Whole seconds until it holds ``least``; 0 when it does now."""
        self._level = min(self.per_minute, self._level + max(0.0, now - self._then) * self._rate)
        self._then = now
        missing = least - self._level
        return math.ceil(missing / self._rate) if missing > 0 else 0

    def use(self, amount: float) -> None:
        self._level -= amount
