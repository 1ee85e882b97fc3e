"""One server at a time: peers that are not asked stand still, for some wait by spinning or look for work every millisecond.

Ours is never stopped: it waits without work, and would take a stop for a hang.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import psutil


@contextmanager
def standing_still(processes: Iterable[psutil.Process]) -> Iterator[None]:
    """These, with all below them, until the end."""
    stopped = [one for process in processes for one in family(process)]
    for one in stopped:
        one.suspend()
    try:
        yield
    finally:
        for one in stopped:
            one.resume()


def family(process: psutil.Process) -> list[psutil.Process]:
    """The process behind all below it."""
    return [*process.children(recursive=True), process]
