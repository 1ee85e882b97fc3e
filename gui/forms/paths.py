"""Dotted paths into nested dicts, as problems and forms name a field."""

from collections.abc import Mapping
from typing import Any


def get_at(values: Mapping[str, Any], path: str, default: Any = None) -> Any:
    """The value at ``a.b.c``, or ``default`` where any part is absent."""
    found: Any = values
    for part in path.split("."):
        if not isinstance(found, Mapping) or part not in found:
            return default
        found = found[part]
    return found


def set_at(values: dict[str, Any], path: str, value: Any) -> None:
    """Put ``value`` at ``a.b.c``, making the groups on the way."""
    *groups, last = path.split(".")
    for group in groups:
        inner = values.get(group)
        if not isinstance(inner, dict):
            inner = values[group] = {}
        values = inner
    values[last] = value


def merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """``base`` with ``over`` laid on it, group by group; neither is changed."""
    result = dict(base)
    for name, value in over.items():
        old = result.get(name)
        both = isinstance(value, Mapping) and isinstance(old, Mapping)
        result[name] = merged(old, value) if both else value
    return result
