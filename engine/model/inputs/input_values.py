"""Whether a value of a request is one that a feature can be read from."""

import math
from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

from engine.data.table import days_of
from engine.schema.card import ColumnKind
from engine.schema.findings import as_written
from engine.schema.problem import Problem

_NOT_OF_KIND = {"number": "not_number", "boolean": "not_switch", "category": "not_text", "date": "not_date"}


class Known(Protocol):
    """What is known of an input: a feature, or a column that steps make features of."""

    @property
    def kind(self) -> ColumnKind: ...

    @property
    def indicator(self) -> bool:
        """Whether it may be missing."""


class Asked(NamedTuple):
    """A column that a record may hold."""

    name: str
    kind: ColumnKind
    indicator: bool  # whether it may be missing


def check_value(field: str, feature: Known, value: Any) -> Problem | None:
    """A value may be missing where training rows had missing ones too: there the model learnt what that means."""
    if value is None:
        return None if feature.indicator else Problem(code="input_missing", field=field)
    return None if _fits(feature.kind, value) else wrong_kind(field, _NOT_OF_KIND[feature.kind], value)


def wrong_kind(field: str, code: str, value: Any) -> Problem:
    """The problem of a value that is not of its kind; ``code`` says of which."""
    return Problem(code=code, field=field, params={"value": as_written(value)})


def unknown_inputs(place: str, record: dict[str, Any], known: tuple[str, ...]) -> list[Problem]:
    """A problem for each key of a record that is none of these."""
    return [
        Problem(code="input_unknown", field=f"{place}.{name[:80]}", params={"known": ", ".join(known)})
        for name in record
        if name not in known
    ]


def _fits(kind: str, value: Any) -> bool:
    match kind:
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool) and _is_finite(value)
        case "boolean":
            return isinstance(value, bool)
        case "date":
            return isinstance(value, str) and _is_date(value)
        case _:
            return isinstance(value, str)


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # an integer beyond any float
        return False


def _is_date(value: str) -> bool:
    try:
        days_of(value)
    except (ValueError, OverflowError):
        return False
    return True


def check_text(index: int, text: Any) -> list[Problem]:
    """Where input number ``index`` is a text by itself."""
    return [] if isinstance(text, str) else [wrong_kind(f"inputs.{index}", "not_text", text)]


def are_texts(values: Sequence[Any]) -> bool:
    """Whether ``check_text`` finds nothing wrong with any of them."""
    return all(isinstance(value, str) for value in values)
