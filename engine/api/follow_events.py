"""Follows the events of a run: replays the file from a byte offset, then sends lines as they are written.

Live and finished runs are the same call. It reads a file and asks whether the job has ended; nothing else.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from engine.api.event_stream import in_thread, message

POLL_SECONDS = 0.04
ENDED_EVERY = 6  # polls without news between two questions whether the job has ended
CHUNK = 128 << 10
LONGEST_LINE = 16 << 20


async def follow_events(
    path: Path, offset: int, has_ended: Callable[[], bool], closing: Callable[[], bool]
) -> AsyncIterator[bytes]:
    """Messages for every complete line from ``offset`` on; ``event: end`` once the job ended and all was sent."""
    idle = 0
    ended = False
    while not closing():
        if _size(path) > offset:
            lines, offset = await in_thread(read_lines, path, offset)
            if lines:
                idle = 0
                yield b"".join(message(line, cursor) for cursor, line in lines)
                continue
        if ended:  # said so before this last look at the file: nothing more will come
            yield message("{}", offset, event="end")
            return
        idle += 1
        if idle % ENDED_EVERY == 1:
            ended = await in_thread(has_ended)
        if not ended:
            yield b""
            await asyncio.sleep(POLL_SECONDS)


def read_lines(path: Path, offset: int) -> tuple[list[tuple[int, str]], int]:
    """Complete lines from a byte offset on, each with the offset after it, and where to read next."""
    block = _block(path, offset)
    lines, cursor = [], offset
    for line in block.split(b"\n")[:-1]:
        cursor += len(line) + 1
        lines.append((cursor, line.replace(b"\r", b"").decode(errors="replace")))
    return lines, cursor


def _block(path: Path, offset: int) -> bytes:
    """About CHUNK bytes up to the end of a line; more only when one line is longer than that."""
    wanted = CHUNK
    with path.open("rb") as file:
        while True:
            file.seek(offset)
            block = file.read(wanted)
            end = block.rfind(b"\n") + 1
            if end or len(block) < wanted or wanted >= LONGEST_LINE:
                return block[:end]
            wanted *= 4


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
