"""Shows a line that changes: in place on a terminal, now and then elsewhere."""

import sys
import time
from typing import TextIO

EVERY_ON_TERMINAL = 0.1
EVERY_ELSEWHERE = 5.0


class Progress:
    """Writes to standard error, never more often than a reader can use."""

    def __init__(self, out: TextIO = sys.stderr) -> None:
        self._out = out
        self._is_terminal = out.isatty()
        self._said = 0.0
        self._last = ""

    def show(self, text: str) -> None:
        now = time.monotonic()
        due = now - self._said >= (EVERY_ON_TERMINAL if self._is_terminal else EVERY_ELSEWHERE)
        if due and text != self._last:
            self._write(text)
            self._said = now

    def say(self, line: str) -> None:
        """A line that stays, above the one that changes."""
        self._out.write(f"\r\x1b[K{line}\n" if self._is_terminal else f"{line}\n")
        self._out.flush()
        self._last = ""

    def end(self, text: str = "") -> None:
        """Leave the last word standing."""
        if text and text != self._last:
            self._write(text)
        if self._is_terminal and self._last:
            self._out.write("\n")
            self._out.flush()

    def _write(self, text: str) -> None:
        self._last = text
        self._out.write(f"\r\x1b[K{text}" if self._is_terminal else f"{text}\n")
        self._out.flush()
