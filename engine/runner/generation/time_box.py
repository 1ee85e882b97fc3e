"""A limit on the time and memory of code that a stranger wrote in Python's own words, as a chat template is one.

The sandbox keeps a template from reading what is not its own; how long it runs nothing there bounds. Inside the box
every line looks at the clock, also those of the functions that a template may call.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psutil

_LOOK_SECONDS = 0.002  # between two looks at memory, which the system has to be asked for
_MOST_BYTES = 1 << 27  # that the process may grow meanwhile


@contextmanager
def time_box(seconds: float) -> Iterator[None]:
    """Raises TimeoutError or MemoryError from within, in this thread alone."""
    process = psutil.Process()
    deadline = time.monotonic() + seconds
    before, looked = process.memory_info().rss, time.monotonic()

    def look(frame: Any, event: str, value: Any) -> Any:
        nonlocal looked
        now = time.monotonic()
        if now > deadline:
            raise TimeoutError(f"It takes longer than {seconds:g} s.")
        if now - looked > _LOOK_SECONDS:
            looked = now
            if process.memory_info().rss - before > _MOST_BYTES:
                raise MemoryError("It takes too much memory.")
        return look

    earlier = sys.gettrace()
    sys.settrace(look)
    try:
        yield
    finally:
        sys.settrace(earlier)
