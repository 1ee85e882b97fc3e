"""What is asked of a live run: by the engine in ``order.json``, or by a signal. Rank 0 looks, all ranks obey."""

import os
import signal
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from engine.system.files import read_json


@dataclass(frozen=True)
class Order:
    """``end`` is how to leave the loop, "stop" or "pause"; ``checkpoint`` asks for one more checkpoint now."""

    end: str | None = None
    checkpoint: bool = False


NO_ORDER = Order()


class Orders:
    """Reads the file again only when it has changed."""

    def __init__(self, path: Path, attempt: int) -> None:
        self._path, self._attempt = path, attempt
        self._stamp: tuple[int, int] | None = None
        self._end: str | None = None
        self._asked = self._done = 0
        self._signalled = False

    def obey_signals(self) -> None:
        """SIGTERM and Ctrl-C mean: checkpoint and leave, to go on later. A second one ends the process."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)

    def look(self) -> Order:
        """What is asked now; a wish for a checkpoint is told once."""
        self._read()
        wished, self._done = self._asked > self._done, max(self._asked, self._done)
        return Order("pause" if self._signalled else self._end, wished)

    def _read(self) -> None:
        try:
            status = os.stat(self._path)  # noqa: PTH116 - asked several times a second
        except OSError:
            return
        stamp = (status.st_mtime_ns, status.st_ino)
        if stamp == self._stamp:
            return
        self._stamp = stamp
        value = read_json(self._path)
        if isinstance(value, dict) and value.get("attempt") == self._attempt:
            self._end = value.get("order") if value.get("order") in ("stop", "pause") else None
            self._asked = int(value.get("checkpoint") or 0)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._signalled = True
        signal.signal(number, signal.SIG_DFL)
