"""What a request may say beside for whom to recommend: a list in place of a user, how many items, and which not."""

from collections.abc import Collection, Mapping
from typing import Any

from engine.model.inputs.input_values import wrong_kind
from engine.schema.findings import as_written
from engine.schema.prediction import HISTORY, MOST_ITEMS, TOP, WITHOUT
from engine.schema.problem import Problem


def check_wishes(place: str, record: Mapping[str, Any], taken: Collection[str]) -> list[Problem]:
    """Names that are ``taken`` by columns are columns."""
    problems = _check_ids(f"{place}.{HISTORY}", record.get(HISTORY))
    if WITHOUT not in taken:
        problems += _check_ids(f"{place}.{WITHOUT}", record.get(WITHOUT))
    if TOP not in taken:
        problems += _check_top(f"{place}.{TOP}", record.get(TOP))
    return problems


def is_id(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, int | float) and not isinstance(value, bool))


def _check_ids(field: str, ids: Any) -> list[Problem]:
    if ids is None:
        return []
    if not isinstance(ids, list):
        return [wrong_kind(field, "not_list", ids)]
    return [wrong_kind(f"{field}.{n}", "not_text", value) for n, value in enumerate(ids) if not is_id(value)]


def _check_top(field: str, top: Any) -> list[Problem]:
    if top is None:
        return []
    if not isinstance(top, int) or isinstance(top, bool):
        return [wrong_kind(field, "not_whole_number", top)]
    code, bound = ("below_minimum", 1) if top < 1 else ("above_maximum", MOST_ITEMS)
    if 1 <= top <= MOST_ITEMS:
        return []
    return [Problem(code=code, field=field, params={"value": as_written(top), "bound": bound})]
