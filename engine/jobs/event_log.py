"""The events of one run, as lines of a file.

Replaying a finished run and following a live one are the same call; the cursor is a byte offset.
"""

from collections.abc import Iterator
from pathlib import Path

CHUNK = 1 << 20


def read_events(path: Path, offset: int = 0) -> Iterator[tuple[int, str]]:
    """Yield (offset after the line, JSON line) for every complete line from a byte offset on."""
    for after, line in read_lines(path, offset):
        yield after, line.decode("utf-8", "replace")


def read_lines(path: Path, offset: int = 0) -> Iterator[tuple[int, bytes]]:
    """As ``read_events``, without decoding. A line the writer has not ended is left for the next call."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return
    with file:
        file.seek(offset)
        rest = b""
        while chunk := file.read(CHUNK):
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                offset += len(line) + 1
                yield offset, line
