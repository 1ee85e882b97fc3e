"""Where a set-up shows itself: a terminal, or plain lines for logs and pipes."""

import shutil
import threading
import time
from collections.abc import Callable
from typing import Protocol, TextIO

from engine.setup.error import SetupError
from engine.setup.progress import Progress

_LINE_EVERY = 10.0  # seconds between two lines where the output is kept


class Face(Protocol):
    """What a set-up says, whoever listens."""

    def show(self, progress: Progress) -> None:
        """The state right now; called often."""

    def watch(self, ask: Callable[[], Progress] | None) -> None:
        """Ask for the state from time to time, until told otherwise: for steps that say nothing themselves."""

    def say(self, text: str) -> None:
        """A line that stays."""

    def fail(self, error: SetupError) -> None:
        """The last thing a person sees."""

    def close(self) -> None:
        """The set-up is over."""


class LineFace:
    """Writes to a stream: one line that is rewritten on a terminal, a new line now and then elsewhere.

    Without a stream (pythonw on Windows has none) it is silent.
    """

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream
        self._rewrites = stream is not None and stream.isatty()
        self._watching: threading.Event | None = None
        self._last_step = 0
        self._last_time = 0.0
        self._mutex = threading.Lock()

    def show(self, progress: Progress) -> None:
        now = time.monotonic()
        every = 0.1 if self._rewrites else _LINE_EVERY
        if progress.step == self._last_step and now - self._last_time < every:
            return
        self._last_step, self._last_time = progress.step, now
        self._write(progress.line(), stays=not self._rewrites)

    def watch(self, ask: Callable[[], Progress] | None) -> None:
        if self._watching is not None:
            self._watching.set()
            self._watching = None
        if ask is not None:
            self._watching = stop = threading.Event()
            threading.Thread(target=self._keep_asking, args=(ask, stop), daemon=True).start()

    def say(self, text: str) -> None:
        self._write(text, stays=True)

    def fail(self, error: SetupError) -> None:
        self._write(str(error), stays=True)

    def close(self) -> None:
        self.watch(None)
        if self._rewrites:
            self._write("", stays=False)

    def _keep_asking(self, ask: Callable[[], Progress], stop: threading.Event) -> None:
        while not stop.wait(0.3):
            self.show(ask())

    def _write(self, text: str, stays: bool) -> None:
        if self._stream is None:
            return
        with self._mutex:
            if self._rewrites:
                width = shutil.get_terminal_size().columns - 1
                text = f"\r\x1b[K{text if stays else text[:width]}"
            self._stream.write(text + ("\n" if stays else ""))
            self._stream.flush()
