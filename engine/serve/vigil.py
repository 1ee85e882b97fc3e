"""Whether a runner is stuck: it no longer gives signs of life, or it is asked and does nothing. Ends nothing."""

import time
from collections.abc import Callable

from engine.system.stillness import Patience

SILENT_SECONDS = 30.0  # pulses come every second, from a thread that computes nothing
SLACK_SECONDS = 5.0  # beyond the longest answer: what a runner has done is heard a second later


class Vigil:
    """To be asked at least once a second."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._silence = Patience(SILENT_SECONDS, clock)
        self._idleness = Patience(SILENT_SECONDS, clock)
        self._steps = -1

    def is_stuck(self, *, pulsed: bool, busy: bool, steps: int, answer_seconds: float) -> bool:
        """``pulsed``: since the last look; ``busy``: something is asked of it; ``steps``: what it has done so far."""
        stands, self._steps = busy and steps == self._steps, steps
        is_silent = self._silence.is_over(not pulsed)
        return self._idleness.is_over(stands, answer_seconds + SLACK_SECONDS) or is_silent
