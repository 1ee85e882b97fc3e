"""Lines to records: where each record starts, and which cannot be read at all.

The fast parser reads a clean file by itself; this slow, exact reading is for files with NULs, wrong bytes, endless
lines or quotes that never close, and for finding the line number of a refused row.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from engine.data.intake.refusals import SHOWN
from engine.data.intake.sources import MAX_LINE

MAX_OPEN_LINES = 10_000  # a quoted value over more lines than this is a quote someone forgot to close

Refuse = Callable[[int, str, str], None]  # line, reason, the beginning of its text


@dataclass(frozen=True)
class Record:
    """One record as UTF-8 bytes with its line end, and the line it starts on (the first line is 1)."""

    line: int
    text: bytes


class QuoteState:
    """Whether a line ends inside a quoted value, by the rules the fast parser follows."""

    def __init__(self, delimiter: str, quote: str) -> None:
        self._mark = quote.encode()
        sign, mark = re.escape(delimiter.encode()), re.escape(self._mark or b"\0")
        inside = rb"(?:[^%s]|%s%s)*+" % (mark, mark, mark)
        self._whole = re.compile(rb"(^|%s)%s%s%s" % (sign, mark, inside, mark))
        self._opening = re.compile(rb"(?:^|%s)%s" % (sign, mark))
        self._closing = re.compile(rb"%s%s(?!%s)" % (inside, mark, mark))

    def stays_open(self, line: bytes, is_open: bool) -> bool:
        if not self._mark or self._mark not in line:
            return is_open
        if is_open:
            closed = self._closing.match(line)
            if closed is None:
                return True
            line = b"x" + line[closed.end() :]
        return bool(self._opening.search(self._whole.sub(rb"\1x", line)))


def records(blocks: Iterable[bytes], delimiter: str, refuse: Refuse, quote: str = '"') -> Iterator[Record]:
    """Every record that can be read; the others go to ``refuse``. Blank lines between records are no records.

    Without a ``quote`` (an empty one) each line is a record.
    """
    state = QuoteState(delimiter, quote)
    lines = Lines(blocks)
    for number, line in lines:
        if len(line) > MAX_LINE:
            refuse(number, "too_long", shown(line))
            continue
        if not line.strip(b"\r\n"):
            continue
        text = _whole_record(number, line, lines, state)
        if text is None:
            refuse(number, "quote", shown(line))
        elif reason := fault_of(text):
            refuse(number, reason, shown(text))
        else:
            yield Record(number, text)


def shown(text: bytes) -> str:
    """The beginning of a row, as a list can show it."""
    start = text[: 4 * SHOWN].decode(errors="replace").replace("\0", "\ufffd")
    return start.rstrip("\r\n")[:SHOWN]


def _whole_record(number: int, line: bytes, lines: "Lines", state: QuoteState) -> bytes | None:
    """The record that starts with this line; None when its quote never closes: then only this line is lost."""
    if not state.stays_open(line, False):
        return line
    taken, size = [(number, line)], len(line)
    for follower in lines:
        taken.append(follower)
        size += len(follower[1])
        if not state.stays_open(follower[1], True):
            return b"".join(part for _, part in taken)
        if len(taken) > MAX_OPEN_LINES or size > MAX_LINE:
            break
    lines.give_back(taken[1:])
    return None


def fault_of(text: bytes) -> str | None:
    """Why these bytes can be no text; None when they can."""
    if b"\0" in text:
        return "nul"
    try:
        text.decode()
    except UnicodeDecodeError:
        return "encoding"
    return None


class Lines:
    """Numbered lines of a byte stream. Of a line past the cap only the beginning is kept."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        self._numbered = enumerate(_split(blocks), start=1)
        self._returned: list[tuple[int, bytes]] = []

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> tuple[int, bytes]:
        return self._returned.pop() if self._returned else next(self._numbered)

    def give_back(self, lines: list[tuple[int, bytes]]) -> None:
        self._returned.extend(reversed(lines))


def _split(blocks: Iterable[bytes]) -> Iterator[bytes]:
    rest: list[bytes] = []
    kept = 0
    for block in blocks:
        lines = block.splitlines(keepends=True) if b"\r" not in block else _split_newlines(block)
        for line in lines:
            if kept <= MAX_LINE:
                rest.append(line)
                kept += len(line)
            if line.endswith(b"\n"):
                yield rest[0] if len(rest) == 1 else b"".join(rest)
                rest, kept = [], 0
    if rest:
        yield b"".join(rest)


def _split_newlines(block: bytes) -> list[bytes]:
    parts = block.split(b"\n")
    return [part + b"\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])
