"""One set-up of an environment at a time, by a lock that ends with whoever holds it."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import BinaryIO


class SetupLock:
    """Held through ``with``; says once that it waits when another start holds it.

    Entering raises KeyboardInterrupt when ``give_up`` says so while it waits.
    """

    def __init__(
        self, path: Path, on_wait: Callable[[], None], give_up: Callable[[], bool] = lambda: False
    ) -> None:
        self._path, self._on_wait, self._give_up = path, on_wait, give_up
        self._file: BinaryIO | None = None

    def fileno(self) -> int:
        """For children to inherit: while one of them still installs, the environment stays locked."""
        if self._file is None:
            raise ValueError("the lock is not held")
        return self._file.fileno()

    def __enter__(self) -> "SetupLock":
        self._file = self._path.open("ab")
        told = False
        while not _try_lock(self._file):
            if not told:
                self._on_wait()
                told = True
            if self._give_up():
                raise KeyboardInterrupt
            time.sleep(0.2)  # neither flock nor msvcrt can wait and still hear Ctrl-C everywhere
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def _try_lock(file: BinaryIO) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
