"""Operations by which a few letters become many, each counted before it is done. Knows no jinja."""

import re
from string import Formatter
from typing import Any

from engine.data.text.allowance import TooMuchError, allowance

MOST_BITS = 4096  # of a whole number
MOST_NUMBER = 100_000  # that a filter or method takes; as much as jinja's sandbox lets a range have
_WIDE = re.compile(r"\d{4}|\*")  # a field of a thousand letters or more, or of as many as an argument says
_FIELDS = re.compile(r"%[^%a-zA-Z]*")

_OF_TEXTS = (
    "capitalize casefold center count endswith find format index isalnum isalpha isascii isdecimal isdigit isidentifier "
    "islower isnumeric isprintable isspace istitle isupper join ljust lower lstrip partition removeprefix removesuffix "
    "replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title upper zfill"
)
# What templates may call of Python's own values; nothing else of them can be called.
_METHODS: dict[type, frozenset[str]] = {
    str: frozenset(_OF_TEXTS.split()),
    dict: frozenset(("get", "items", "keys", "values", "copy")),
    list: frozenset(("index", "count", "copy")),
    tuple: frozenset(("index", "count")),
}


def check_operation(operator: str, left: Any, right: Any) -> None:
    """Raises TooMuchError when this would make too much."""
    match operator, left, right:
        case "%", str(), _:
            check_pattern(left, right)
        case "+", str() | list() | tuple(), str() | list() | tuple():
            allowance().spend(len(left) + len(right))
        case "*", str() | list() | tuple(), int():
            allowance().spend(len(left) * max(right, 0))
        case "*", int(), str() | list() | tuple():
            allowance().spend(len(right) * max(left, 0))
        case "*", int(), int():
            _check_bits(left.bit_length() + right.bit_length())
        case "**", int(), int():
            _check_bits(left.bit_length() * abs(right))


def check_pattern(pattern: str, values: Any) -> None:
    """``pattern % values``"""
    fields = _FIELDS.findall(pattern)
    if any(_WIDE.search(field) for field in fields):
        raise TooMuchError("It asks for very wide fields.")
    allowance().spend(len(pattern) + len(fields) * allowance().weigh(values))


def check_join(separator: str, values: list[Any]) -> None:
    allowance().spend(allowance().weigh(values) + len(separator) * len(values))


def check_replace(text: str, old: str, new: str) -> None:
    allowance().spend(len(text) + text.count(old) * len(new))


def check_number(number: Any) -> None:
    """Of letters, of entries, of digits: as a filter or a method takes it."""
    if isinstance(number, int) and abs(number) > MOST_NUMBER:
        raise TooMuchError(f"It uses a number above {MOST_NUMBER:,}.")


def check_method(method: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """A call of a method of Python's own values. Raises TooMuchError, also when templates may not call it."""
    owner = method.__self__
    kind = next((kind for kind in _METHODS if isinstance(owner, kind)), None)
    if kind is None or method.__name__ not in _METHODS[kind]:
        raise TooMuchError(f"It calls “{method.__name__}”, which templates may not.")
    if kind is not str:
        return
    for number in args:
        check_number(number)
    match method.__name__, args:
        case "join", [list() | tuple() as values]:
            check_join(owner, list(values))
        case "join", _:
            raise TooMuchError("It joins what is no list.")
        case "replace", [str() as old, str() as new, *_]:
            check_replace(owner, old, new)
        case "format", _:
            _check_format(owner, [*args, *kwargs.values()])


def _check_format(pattern: str, values: list[Any]) -> None:
    fields = [spec for _, field, spec, _ in Formatter().parse(pattern) if field is not None]
    if any("{" in (spec or "") or _WIDE.search(spec or "") for spec in fields):
        raise TooMuchError("It asks for very wide fields.")
    allowance().spend(len(pattern) + len(fields) * allowance().weigh(values))


def _check_bits(bits: int) -> None:
    if bits > MOST_BITS:
        raise TooMuchError("It computes with numbers that are too long.")
