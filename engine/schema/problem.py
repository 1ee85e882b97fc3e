"""What can be wrong, as a code with parameters; how it is said stands in ``wording``.

The engine sends codes; the command line says them with ``sentence``; the window translates the
same templates.
"""

from collections.abc import Callable
from typing import Any, Literal

from pydantic import Field

from engine.schema.base import Record
from engine.schema.wording import CHECK_ITEMS, COLUMN_REASONS, WORDING, Wording


class Problem(Record):
    """One thing a person must know, attached to a field of the spec where there is one."""

    code: str
    field: str | None = None
    params: dict[str, Any] = Field(default_factory=dict)
    severity: Literal["error", "warning"] = "error"


class UserError(Exception):
    """A failure that is the person's to mend; everything else is ours and becomes one calm sentence."""

    def __init__(self, code: str, field: str | None = None, **params: Any) -> None:
        self.problems: tuple[Problem, ...] = (Problem(code=code, field=field, params=params),)
        super().__init__(code)

    @classmethod
    def of(cls, problems: "list[Problem] | tuple[Problem, ...]") -> "UserError":
        """Carry several problems at once; the first names the error."""
        error = cls(problems[0].code)
        error.problems = tuple(problems)
        return error

    def __str__(self) -> str:
        return "\n".join(sentence(problem) for problem in self.problems)


def say(problem: Problem, translate: Callable[[str], str] = str) -> Wording:
    """The words of a problem, its templates translated. An unknown code, from a newer engine, is said by its name."""
    template = WORDING.get(problem.code, WORDING["unexpected"])
    params = {"field": problem.field or "", "code": problem.code, **problem.params}
    return Wording(*(_fill(translate(text), params) for text in template))


def say_item(code: str, params: dict[str, Any], translate: Callable[[str], str] = str) -> str:
    """The sentence of a check item; an unknown code, from a newer engine, is its own name."""
    return _fill(translate(CHECK_ITEMS.get(code, code)), params)


def say_reason(code: str, params: dict[str, Any], translate: Callable[[str], str] = str) -> str:
    """The sentence of why a column is what it is; an unknown code, from a newer engine, is its own name."""
    return _fill(translate(COLUMN_REASONS.get(code, code)), params)


def sentence(problem: Problem) -> str:
    """One line for a terminal: ``field: what why what_to_do``."""
    words = " ".join(part for part in say(problem) if part)
    return f"{problem.field}: {words}" if problem.field else words


class _Blank(dict):
    def __missing__(self, key: str) -> str:
        return "?"


def _fill(template: str, params: dict[str, Any]) -> str:
    return template.format_map(_Blank({name: _shown(name, value) for name, value in params.items()}))


def _shown(name: str, value: Any) -> Any:
    """A parameter called ``…_bytes`` is said with its unit, the same that the window uses."""
    if not name.endswith("_bytes") or not isinstance(value, int | float):
        return value
    for limit, unit in ((1 << 40, "TiB"), (1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")):
        if value >= limit:
            return f"{value / limit:.1f} {unit}"
    return f"{value:.0f} B"
