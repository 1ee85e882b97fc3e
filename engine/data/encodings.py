"""Which encoding bytes have that are not UTF-8, by how their high bytes lie. Knows no file."""

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
