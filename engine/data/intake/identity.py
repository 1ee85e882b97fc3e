"""Which columns only name their row, so that a model could learn nothing general from them. By name and counts."""

import re

from engine.schema.card import ColumnKind, Reason

MANY = 20  # rows from which values that are all different are no accident
_NAMES = re.compile(
    r"(?:^|[_\s.\-])(?:id|uuid|guid|index|row ?(?:id|nr|no|number))$|^unnamed: ?\d+$", re.IGNORECASE
)
_CAMEL = re.compile(r"[a-z]I[dD]$")


def is_id_name(name: str) -> bool:
    """``id``, ``user_id``, ``userId``, ``index``; not ``paid``."""
    return bool(_NAMES.search(name) or _CAMEL.search(name))


def id_reason(
    name: str, kind: ColumnKind, present: int, all_different: bool, is_counting: bool, distinct: int | None
) -> Reason | None:
    """Why a column of whole numbers or words is like an id; None when it is not.

    Whole numbers that are all different may well be measurements, so they must count on without a gap.
    """
    if is_id_name(name):
        return Reason(code="mark_id_named")
    if present < MANY:
        return None
    if is_counting:
        return Reason(code="mark_id_counting")
    if kind == "category" and all_different:
        return Reason(code="mark_id_different", params={"distinct": distinct or present})
    return None
