"""How far a set-up is, as plain values and as one line of text. The clock comes in as an argument."""

from collections import deque
from dataclasses import dataclass

_WINDOW = 8.0  # seconds the rate is measured over: long enough to be calm, short enough to follow


@dataclass(frozen=True)
class Progress:
    """One moment of a set-up. ``done`` and ``total`` are bytes while downloading, packages while installing."""

    step: int
    steps: int
    title: str
    detail: str = ""
    done: int = 0
    total: int | None = None
    in_bytes: bool = False
    rate: float | None = None  # bytes per second
    seconds_left: float | None = None

    @property
    def share(self) -> float | None:
        return min(1.0, self.done / self.total) if self.total else None

    def line(self) -> str:
        """``Step 3 of 4 · Downloading · torch · 412 MiB of 900 MiB · 34 MiB/s · 14 s left``"""
        parts = [f"Step {self.step} of {self.steps}", self.title]
        if self.detail:
            parts.append(self.detail)
        if self.done or self.total:
            parts.append(self._amount())
        if self.rate:
            parts.append(f"{size(self.rate)}/s")
        if self.seconds_left is not None:
            parts.append(f"{duration(self.seconds_left)} left")
        return " · ".join(parts)

    def _amount(self) -> str:
        done = size(self.done) if self.in_bytes else str(self.done)
        if self.total is None:
            return done
        return f"{done} of {size(self.total) if self.in_bytes else self.total}"


class Download:
    """Adds up the files of a download: what is done, how fast, how long still."""

    def __init__(self, sizes: dict[str, int], files: int | None = None) -> None:
        self._sizes = sizes  # by file name; more may be learnt, by us and by whoever shares it
        self._expected = files
        self._files: dict[str, int] = {}
        self._samples: deque[tuple[float, int]] = deque()
        self._received = 0
        self.current = ""
        self.is_over = False

    def begin(self, file: str) -> None:
        """A file starts; the one before it is complete."""
        self.finish()
        self.current = file
        self._files.setdefault(file, 0)

    def advance(self, done: int, size_of_file: int, now: float) -> None:
        """The current file is at ``done`` bytes."""
        if not self.current:
            return
        self._sizes.setdefault(self.current, size_of_file)
        self._received += max(0, done - self._files[self.current])
        self._files[self.current] = done
        self._samples.append((now, self._received))
        while self._samples[0][0] < now - _WINDOW:
            self._samples.popleft()

    def finish(self) -> None:
        """The current file is there, by whatever way (network, cache, disk)."""
        if self.current:
            self._files[self.current] = self._sizes.get(self.current, self._files[self.current])
            self.current = ""

    @property
    def done(self) -> int:
        return sum(self._files.values())

    @property
    def total(self) -> int | None:
        """All bytes, once every file's size is known."""
        if self._expected is None or len(self._sizes) < self._expected:
            return None
        return sum(list(self._sizes.values()))

    @property
    def rate(self) -> float | None:
        """Bytes per second over the last seconds; None before there is anything to measure."""
        if len(self._samples) < 2:
            return None
        (start, before), (end, after) = self._samples[0], self._samples[-1]
        return (after - before) / (end - start) if end - start >= 0.2 and after > before else None

    @property
    def seconds_left(self) -> float | None:
        if self.total is None or not self.rate:
            return None
        return max(0, self.total - self.done) / self.rate


def size(count: float) -> str:
    """Bytes in the unit that reads best: ``412 MiB``."""
    for unit in ("B", "KiB", "MiB"):
        if count < 1023.5:
            return f"{count:.0f} {unit}"
        count /= 1024
    return f"{count:.1f} GiB"


def duration(seconds: float) -> str:
    """``42 s``, ``3 min 05 s``, ``2 h 10 min``."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest:02d} s"
    return f"{minutes // 60} h {minutes % 60:02d} min"
