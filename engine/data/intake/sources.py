"""What kind of file this is, found by reading it once: encoding, content hash, and what will need repair.

Knows bytes and lines; refuses to know columns.
"""

import codecs
import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from engine.data.intake.encodings import encoding_of_foreign, encoding_of_head, is_binary, with_order
from engine.data.intake.watch import Watch
from engine.schema.problem import UserError

BLOCK = 4 << 20
MAX_LINE = 16 << 20
_KEPT_FOREIGN = 1 << 16  # bytes of lines that are not UTF-8, by which their encoding is guessed
_ALWAYS_DECODABLE = ("utf-8", "utf-8-sig", "latin-1")


def _nul_for_wrong(error: UnicodeError) -> tuple[str, int]:
    """What cannot be decoded becomes NUL, and a row with NUL is refused."""
    return "\0", error.end  # type: ignore[attr-defined]


codecs.register_error("modelyard-nul", _nul_for_wrong)


@dataclass(frozen=True)
class Source:
    """A text file, surveyed. ``stamp`` tells whether it was changed since."""

    path: Path
    encoding: str
    sha256: str
    size: int  # in bytes
    stamp: tuple[int, int, int]
    needs_repair: bool  # it has NULs, undecodable bytes or over-long lines
    longest: int  # at least the length of the longest line, in bytes
    watch: Watch
    old_mac: bool = False  # lines end with a carriage return alone

    def is_unchanged(self) -> bool:
        return stamp_of(self.path.stat()) == self.stamp

    def blocks(self) -> Iterator[bytes]:
        """The text as UTF-8 with ``\\n``, in pieces; bytes that are not UTF-8 pass as they are."""
        plain = self.encoding in ("utf-8", "utf-8-sig")
        decoder = codecs.getincrementaldecoder(self.encoding)("modelyard-nul")
        for block in self._bytes():
            text = block if plain else decoder.decode(block).encode(errors="replace")
            yield text.replace(b"\r", b"\n") if self.old_mac else text
        if not plain:
            yield decoder.decode(b"", final=True).encode(errors="replace")  # a letter that the file cuts off

    def _bytes(self) -> Iterator[bytes]:
        with self.path.open("rb") as file:
            if not (self.encoding.startswith("utf-8") and file.read(3) == codecs.BOM_UTF8):
                file.seek(0)
            while block := file.read(BLOCK):
                self.watch.advance(len(block))
                yield block


@dataclass
class _Tally:
    """What one reading of the file counts."""

    nul: bool = False
    valid_lines: int = 0  # lines with letters outside ASCII that are UTF-8
    invalid_lines: int = 0
    open_line: int = 0
    longest: int = 0
    newlines: bool = False
    returns: bool = False
    foreign: bytes = b""  # the first lines that are not UTF-8

    def add(self, block: bytes) -> None:
        self.nul = self.nul or b"\0" in block
        self.newlines = self.newlines or b"\n" in block
        self.returns = self.returns or b"\r" in block
        end = b"\n" if self.newlines or not self.returns else b"\r"
        first = block.find(end)
        self.longest = max(self.longest, self.open_line + (first if first >= 0 else len(block)))
        self.open_line = len(block) - block.rfind(end) - 1 if first >= 0 else self.open_line + len(block)

    def add_lines(self, lines: bytes) -> None:
        """Whole lines: whether they are UTF-8. One look suffices unless something is wrong."""
        if lines.isascii() or _is_utf8(lines):
            self.valid_lines += not lines.isascii()
            return
        for line in lines.split(b"\n"):
            if not line.isascii():
                right = _is_utf8(line)
                self.valid_lines += right
                self.invalid_lines += not right
                if not right and len(self.foreign) < _KEPT_FOREIGN:
                    self.foreign += line[:_KEPT_FOREIGN] + b"\n"


def survey(path: Path, watch: Watch, encoding: str | None = None, most: int | None = None) -> Source:
    """Read the file once; raises UserError when it is no text file that can be read.

    With ``most`` only so many bytes are looked at, and the hash is not that of the file.
    """
    try:
        need_file(path)
        with path.open("rb") as file:
            return _survey(path, file, watch, encoding, most)
    except OSError as error:
        raise unreadable(path, error) from None


def need_file(path: Path) -> None:
    """Raises UserError unless it is a plain file that holds something."""
    try:
        status = path.stat()
    except OSError as error:
        raise unreadable(path, error) from None
    if stat.S_ISDIR(status.st_mode):
        raise UserError("dataset_is_folder", field="path", path=str(path))
    if not stat.S_ISREG(status.st_mode):
        raise UserError("dataset_not_a_file", field="path", path=str(path))
    if not status.st_size:  # also the kernel's own files, which may be read without ever coming to an end
        raise UserError("dataset_empty", field="path", path=str(path))


def unreadable(path: Path, error: OSError) -> UserError:
    """What the system says about a file, as ours."""
    if isinstance(error, FileNotFoundError):
        return UserError("file_missing", field="path", path=str(path))
    return UserError("file_unreadable", field="path", path=str(path), reason=error.strerror or str(error))


def _survey(path: Path, file: BinaryIO, watch: Watch, asked: str | None, most: int | None) -> Source:
    status = os.fstat(file.fileno())
    head = file.read(1 << 16)
    if not head.strip(b" \t\r\n\xef\xbb\xbf"):
        raise UserError("dataset_empty", field="path", path=str(path))
    encoding = with_order(asked, head) if asked else encoding_of_head(head)
    wide = encoding is not None and encoding.startswith(("utf-16", "utf-32"))
    if not wide and is_binary(head):
        raise UserError("dataset_binary", field="path", path=str(path))
    file.seek(0)
    watch.enter("survey", status.st_size)
    digest, tally = _tallied(file, watch, wide, most)
    chosen = encoding or _encoding_of_tally(tally)
    invalid = tally.invalid_lines > 0 and chosen.startswith("utf-8")
    return Source(
        path=path,
        encoding=chosen,
        sha256=digest,
        size=status.st_size,
        stamp=stamp_of(status),
        needs_repair=chosen not in _ALWAYS_DECODABLE or tally.nul or invalid or tally.longest > MAX_LINE,
        longest=tally.longest,
        watch=watch,
        old_mac=tally.returns and not tally.newlines,
    )


def _tallied(file: BinaryIO, watch: Watch, wide: bool, most: int | None) -> tuple[str, _Tally]:
    """The hash of the file, and what its blocks hold."""
    digest, tally, rest = hashlib.sha256(), _Tally(), b""
    while block := file.read(BLOCK):
        watch.advance(len(block))
        digest.update(block)
        tally.add(block)
        if not wide:
            whole, newline, tail = block.rpartition(b"\n")
            tally.add_lines(rest + whole if newline else b"")
            rest = tail if newline else (rest + tail)[-MAX_LINE:]
        if most is not None and file.tell() >= most:
            return digest.hexdigest(), tally
    tally.add_lines(rest)
    return digest.hexdigest(), tally


def _encoding_of_tally(tally: _Tally) -> str:
    """UTF-8 with some broken lines, or a file that never was UTF-8."""
    if tally.invalid_lines and tally.invalid_lines > tally.valid_lines / 4:
        return encoding_of_foreign(tally.foreign)
    return "utf-8"


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def stamp_of(status: os.stat_result) -> tuple[int, int, int]:
    """What changes when a file is written."""
    return (status.st_size, status.st_mtime_ns, status.st_ino)
