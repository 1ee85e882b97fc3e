"""Whether bytes are a text, and in which encoding: by marks, zeros, and how their high bytes lie. Knows no file."""

import codecs
import re

_HIGH = re.compile(rb"[\x80-\xff]+")
_HAN = re.compile(
    rb"(?:[\xb0-\xf7][\xa1-\xfe]|[\xa1-\xa9][\xa1-\xfe])+"
)  # GB 2312, its signs and Chinese characters
_HAN_RUN = (
    3.5  # bytes that a run of Chinese has on average, at least; accented letters stand alone or in pairs
)
_CP1252_ONLY = re.compile(rb"[\x80-\x9f]")
_CP1252_HOLES = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")

_BINARY_STARTS = (b"PK\x03\x04", b"\x7fELF", b"%PDF", b"\x89PNG", b"\x1f\x8b", b"PAR1", b"\xff\xd8\xff", b"ARROW1", b"SQLite format 3", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"GIF8", b"\xd0\xcf\x11\xe0")  # fmt: skip
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TEXT_CONTROLS = frozenset(b"\t\n\r\f\x1a\x1b\x0b\0")


def encoding_of_foreign(lines: bytes) -> str:
    """Chinese (GB 18030), Windows' western letters, or else Latin-1, in which every byte is a letter."""
    runs = _HIGH.findall(lines)
    if runs and _is_chinese(runs):
        return "gb18030"
    if _CP1252_ONLY.search(lines) and not _CP1252_HOLES.search(lines):
        return "cp1252"
    return "latin-1"


def _is_chinese(runs: list[bytes]) -> bool:
    length = sum(map(len, runs))
    fitting = sum(len(run) for run in runs if _HAN.fullmatch(run))
    return fitting >= 0.95 * length and length >= _HAN_RUN * len(runs)


def is_binary(head: bytes) -> bool:
    """Known signatures, or more than one control character in a hundred."""
    if head.startswith(_BINARY_STARTS):
        return True
    controls = sum(byte < 32 and byte not in _TEXT_CONTROLS for byte in head)
    return controls > len(head) / 100 or head.count(0) > max(8, len(head) / 100)


def with_order(asked: str, head: bytes) -> str:
    """UTF-16 and UTF-32 need a mark that says the order of their bytes; without one the usual order is taken."""
    is_marked = any(head.startswith(mark) for mark, encoding in _BOMS if encoding == asked)
    return f"{asked}-le" if asked in ("utf-16", "utf-32") and not is_marked else asked


def encoding_of_head(head: bytes) -> str | None:
    """By byte order mark, or by the zeros UTF-16 puts beside every ASCII letter."""
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    pairs = len(head) // 2
    if pairs >= 2:
        low, high = head[0 : 2 * pairs : 2].count(0), head[1 : 2 * pairs : 2].count(0)
        if high > 0.8 * pairs and low < 0.1 * pairs:
            return "utf-16-le"
        if low > 0.8 * pairs and high < 0.1 * pairs:
            return "utf-16-be"
    return None
