"""Which columns come to a step, and which of them it can work on. No widgets."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError

from engine.schema.card import Column
from engine.schema.step_columns import KINDS_OF_STEP, columns_after
from engine.schema.step_spec import StepSpec

_STEP: TypeAdapter[StepSpec] = TypeAdapter(StepSpec)


def columns_behind(steps: Sequence[Mapping[str, Any]], columns: Sequence[Column]) -> list[Column]:
    """The columns as these steps leave them; a step that is half filled in leaves them as they are."""
    after = columns_after(_whole(steps), {column.name: column.kind for column in columns})
    known = {column.name: column for column in columns}
    left = [
        known[name].model_copy(update={"kind": kind}) if name in known else Column(name=name, kind=kind)
        for name, kind in after.kinds.items()
    ]
    return [column for column in left if column.kind != "empty"]


def fitting_columns(kind: str, columns: Sequence[Column]) -> list[Column]:
    """Those a step of this kind can work on."""
    kinds = KINDS_OF_STEP.get(kind)
    return [column for column in columns if kinds is None or column.kind in kinds]


def _whole(steps: Sequence[Mapping[str, Any]]) -> list[StepSpec]:
    whole = []
    for step in steps:
        try:
            whole.append(_STEP.validate_python(step))
        except ValidationError:
            continue
    return whole
