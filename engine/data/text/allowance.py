"""What one rendering of a chat template may cost: time, and letters and entries that it makes. Knows no jinja.

A template is somebody else's program. Time alone would not hold it, as a single step can make gigabytes; so each step
that makes something is counted, and each that multiplies is counted before it is done.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

SECONDS = 2.0  # of this thread's own time: a busy machine makes no template fail
MOST_WRITTEN = 1 << 20  # letters of the text, beside those it was given
MOST_MADE = 8 << 20  # letters and entries of all values in between, likewise
_BETWEEN = (
    0xF  # the clock is looked at every so many ticks: it is asked of the system, and takes as long as a step
)
_SOME = 0xFF  # entries between two ticks


class TooMuchError(Exception):
    """A template is not worth more of the machine; says in words what it did too much of."""


class Allowance:
    """Of one rendering that was given so many letters."""

    def __init__(self, given: int = 0) -> None:
        self._made = MOST_MADE + 16 * given
        self._written = MOST_WRITTEN + given
        self._until = time.thread_time() + SECONDS
        self._ticks = 0

    def tick(self) -> None:
        """To be called in each turn of a loop and each step that makes something. Raises TooMuchError when time is up."""
        self._ticks += 1
        if self._ticks & _BETWEEN == 0 and time.thread_time() > self._until:
            raise TooMuchError(f"It takes longer than {SECONDS:g} seconds.")

    def spend(self, amount: int) -> None:
        """Letters or entries that are made, or are about to be. Raises TooMuchError."""
        self._made -= amount
        if self._made < 0:
            raise TooMuchError("It makes too much of what it is given.")

    def weigh(self, value: Any) -> int:
        """Letters and entries in all depths, what is held twice counted twice. Raises TooMuchError."""
        total, rest = 0, [value]
        while rest:
            if total & _SOME == 0:
                self.tick()
            item = rest.pop()
            if isinstance(item, str):
                total += len(item)
            elif isinstance(item, Mapping):
                rest += [*item.keys(), *item.values()]
            elif isinstance(item, Sequence) and not isinstance(item, range):
                rest += item
            total += 1
            if total + len(rest) > self._made:
                self.spend(total + len(rest))
        return total

    def check_text(self, text: str) -> str:
        """The text as it is written at last. Raises TooMuchError."""
        if len(text) > self._written:
            raise TooMuchError(f"It writes more than {MOST_WRITTEN >> 20} MiB.")
        return text


_current: ContextVar[Allowance] = ContextVar("allowance")


@contextmanager
def allowing(given: int = 0) -> Iterator[Allowance]:
    """What is rendered inside has an allowance of its own."""
    token = _current.set(Allowance(given))
    try:
        yield _current.get()
    finally:
        _current.reset(token)


def allowance() -> Allowance:
    """That of the rendering that runs now."""
    return _current.get()
