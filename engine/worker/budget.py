"""Whether a failed group of ranks is started again: a lost rank yes, an error that will come again no."""

import json

from engine.system.paths import RunFiles
from engine.worker.error_file import first_error

LARGEST = 3  # restarts in a row without progress

# The person has to change something first: starting again would fail the same way.
_WORTH_A_RESTART = ("rank_failed", "rank_killed", "rank_hung", "peer_lost", "rank_not_starting")


class Budget:
    """Counts restarts; progress (a later step on record) fills it up again."""

    def __init__(self, files: RunFiles) -> None:
        self._files = files
        self._left = LARGEST
        self._furthest = 0
        self._last_error: tuple[str, int | None] | None = None

    def allows_restart(self) -> bool:
        """Called at each failure, after every rank has ended and its error is on record."""
        step = last_step(self._files)
        if step > self._furthest:
            self._furthest, self._left = step, LARGEST
        error = first_error(self._files)
        if error is None or error["problem"]["code"] not in _WORTH_A_RESTART:
            return False
        again = (error["traceback"], error["step"])
        if (
            error["traceback"] and again == self._last_error
        ):  # the same error at the same step: it is no accident
            return False
        self._last_error = again
        self._left -= 1
        return self._left >= 0

    def begin_anew(self) -> None:
        """The next start is another than those before: with a device less, say."""
        self._left, self._last_error = LARGEST, None


def last_step(files: RunFiles) -> int:
    """The furthest step the events tell of."""
    step = 0
    try:
        lines = files.events.read_bytes().splitlines()
    except OSError:
        return 0
    for line in lines[-200:]:
        try:
            event = json.loads(line)
        except ValueError:  # half written
            continue
        match event.get("kind"):
            case "metrics":
                step = event["first_step"] + len(event["values"]["loss"]) - 1
            case "started":
                step = event["step"]
    return step
