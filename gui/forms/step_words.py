"""What the steps are called and how one of them is said in a line. All words come from the schema."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel
from PySide6.QtCore import QCoreApplication

from engine.schema.step_spec import StepSpec
from gui.forms.editors import schema_text, write_number
from gui.forms.fields import FieldView, fields_of

_NAMED_FIRST = ("column", "columns")  # what a step works on is said before how


@cache
def step_classes() -> dict[str, type[BaseModel]]:
    """The kinds of steps by name, in the schema's order."""
    members = get_args(get_args(StepSpec)[0])
    return {member.model_fields["step"].default: member for member in members}


def step_title(kind: str) -> str:
    """An unknown step is called by its name."""
    member = step_classes().get(kind)
    return schema_text(str(member.model_config.get("title"))) if member else kind


def step_help(kind: str) -> str:
    """What a step does, in one line."""
    member = step_classes().get(kind)
    return schema_text((member.__doc__ or "").strip().partition("\n")[0]) if member else ""


def new_step(kind: str, columns: Sequence[str]) -> dict[str, Any]:
    """A step as the schema begins it; where it must have a column, the first of these."""
    first = list(columns[:1])
    step: dict[str, Any] = {"step": kind}
    for view in fields_of(step_classes()[kind]):
        step[view.name] = view.default
        if view.name in _NAMED_FIRST and view.required:
            step[view.name] = first if view.kind == "texts" else (first or [""])[0]
    return step


def step_summary(step: Mapping[str, Any]) -> str:
    """“age, bmi · Median”: what the step works on, then how, as far as that matters."""
    member = step_classes().get(str(step.get("step")))
    if member is None:
        return ""
    views = sorted(fields_of(member), key=lambda view: view.name not in _NAMED_FIRST)
    unused = unused_fields(step)
    said = (_said(view, step.get(view.name, view.default)) for view in views if view.path not in unused)
    return (" " if step["step"] == "filter" else " · ").join(part for part in said if part)


def unused_fields(step: Mapping[str, Any]) -> frozenset[str]:
    """Fields that mean nothing beside what was chosen in the others."""
    match step:
        case {"step": "impute", "how": how} if how != "constant":
            return frozenset({"value"})
        case {"step": "filter", "keep": "present"}:
            return frozenset({"value"})
    return frozenset()


def _said(view: FieldView, value: Any) -> str:
    labels = {option.value: schema_text(option.label) for option in view.options}
    match view.kind:
        case "bool":
            return schema_text(view.title) if value else ""
        case "texts":
            names = ", ".join(str(name) for name in value or ())
            return names or QCoreApplication.translate("Steps", "all columns that fit")
        case "choices":
            return ", ".join(labels.get(name, str(name)) for name in value or ())
        case "int" | "float":
            return f"{schema_text(view.title)} {write_number(value)}"
        case _:
            return labels.get(value, str(value or ""))
