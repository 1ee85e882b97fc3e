"""The filters and tests of chat templates: jinja's own, each counted, those that multiply counted before they do."""

import json
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from jinja2 import pass_eval_context
from jinja2.filters import FILTERS
from jinja2.tests import TESTS

from engine.data.text.allowance import TooMuchError, allowance
from engine.data.text.multiplying import check_join, check_number, check_pattern, check_replace

_DEEPEST_INDENT = 16
_MOST_DIGITS = 100
# Nobody's template needs these; each would need a bound of its own, and “random” another answer each time.
_REMOVED = frozenset(("center", "filesizeformat", "pprint", "random", "urlize", "wordwrap", "xmlattr"))


def made(value: Any) -> Any:
    """The value, counted; this is also where time is looked at between two turns of a loop."""
    allowed = allowance()
    allowed.tick()
    if isinstance(value, str):
        allowed.spend(len(value))
    elif isinstance(value, list | tuple | dict):
        allowed.weigh(value)
        allowed.spend(len(value))
    return value


def written(value: Any) -> Any:
    """What an expression writes; values that are no texts are made one here."""
    return value if isinstance(value, str) else made(str(value))


def joined(values: list[Any]) -> str:
    """``a ~ b``"""
    check_join("", values)
    return "".join(map(str, values))


class Turns:
    """What a loop goes through, looking at the time in each turn."""

    def __init__(self, values: Any) -> None:
        self._values = values

    def __iter__(self) -> Iterator[Any]:
        tick = allowance().tick
        for value in self._values:
            tick()
            yield value


class CountableTurns(Turns):
    """The same, where a template may ask how many there are."""

    def __len__(self) -> int:
        return len(self._values)


def turns(values: Any) -> Turns:
    return CountableTurns(values) if hasattr(values, "__len__") else Turns(values)


def counted(function: Callable[..., Any]) -> Callable[..., Any]:
    """A filter whose numbers are bounded and whose results are counted; jinja's marks stay on it."""

    @wraps(function)
    def filtered(*args: Any, **kwargs: Any) -> Any:
        for number in (*args[1:], *kwargs.values()):
            check_number(number)
        return made(function(*args, **kwargs))

    return filtered


def ticking(function: Callable[..., Any]) -> Callable[..., Any]:
    """A test that looks at the time."""

    @wraps(function)
    def tested(*args: Any, **kwargs: Any) -> Any:
        allowance().tick()
        return function(*args, **kwargs)

    return tested


@pass_eval_context
def _join(context: Any, value: Any, d: str = "", attribute: Any = None) -> Any:
    known = list(value)
    check_join(str(d), known)
    return FILTERS["join"](context, known, d, attribute)


@pass_eval_context
def _replace(context: Any, s: Any, old: str, new: str, count: int | None = None) -> Any:
    check_replace(str(s), str(old), str(new))
    return FILTERS["replace"](context, s, old, new, count)


def _indent(s: Any, width: int | str = 4, first: bool = False, blank: bool = False) -> Any:
    wide = len(width) if isinstance(width, str) else max(width, 0)
    allowance().spend(len(s) + (str(s).count("\n") + 1) * wide)
    return FILTERS["indent"](s, width, first, blank)


def _format(value: Any, *args: Any, **kwargs: Any) -> Any:
    check_pattern(str(value), [*args, *kwargs.values()])
    return FILTERS["format"](value, *args, **kwargs)


def _round(value: Any, precision: int = 0, method: Any = "common") -> Any:
    if not -_MOST_DIGITS <= precision <= _MOST_DIGITS:
        raise TooMuchError("It rounds to too many digits.")
    return FILTERS["round"](value, precision, method)


def _as_json(value: Any, ensure_ascii: bool = False, indent: int | None = None, **_: Any) -> str:
    """As transformers has it: what templates were written for."""
    if indent is not None and not (isinstance(indent, int) and indent <= _DEEPEST_INDENT):
        raise TooMuchError(f"It indents by more than {_DEEPEST_INDENT}.")
    return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent)


_MULTIPLYING: dict[str, Any] = {
    "join": _join,
    "replace": _replace,
    "indent": _indent,
    "format": _format,
    "round": _round,
    "tojson": _as_json,
}
COUNTED_FILTERS = {
    name: counted(found) for name, found in {**FILTERS, **_MULTIPLYING}.items() if name not in _REMOVED
}
TICKING_TESTS = {name: ticking(found) for name, found in TESTS.items()}
