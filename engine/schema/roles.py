"""Which columns each task reads, and in which role: fields of ``data`` beside ``source``."""

from typing import Literal

Need = Literal["required", "optional"]

ROLES_OF_TASK: dict[str, dict[str, Need]] = {
    "tabular_regression": {"target": "required", "features": "optional"},
    "tabular_classification": {"target": "required", "features": "optional"},
    "text_classification": {"target": "required", "text": "required", "separator": "optional"},
    "language_model": {
        "text": "optional",
        "prompt": "optional",
        "response": "optional",
        "messages": "optional",
        "chosen": "optional",
        "rejected": "optional",
    },
    "image_classification": {"target": "required", "image": "optional"},
    "recommendation": {
        "user": "required",
        "item": "required",
        "target": "optional",
        "time": "optional",
        "features": "optional",
    },
}
ROLES = tuple(dict.fromkeys(role for roles in ROLES_OF_TASK.values() for role in roles))
TEXT_TASKS = ("text_classification", "language_model")  # what is read is text
TABLE_TASKS = ("tabular_regression", "tabular_classification")  # what is read is the other columns
CLASS_TASKS = (
    "tabular_classification",
    "text_classification",
    "image_classification",
)  # what is said is a class
TARGET_TASKS = tuple(task for task, roles in ROLES_OF_TASK.items() if "target" in roles)

# What a language model may learn from: the first of these whose columns are all given, else a plain text.
LANGUAGE_FORMS: dict[str, tuple[str, ...]] = {
    "preference": ("prompt", "chosen", "rejected"),
    "instruction": ("prompt", "response"),
    "chat": ("messages",),
    "text": ("text",),
}

# The kinds of columns that can play each role; a target is a class or a number, as the task has it.
FEATURE_KINDS = frozenset({"number", "category", "date", "boolean"})
CLASS_KINDS = frozenset({"category", "boolean", "number", "text"})
_WORDS = frozenset({"text", "category"})
_IDS = frozenset({"number", "category", "text", "boolean"})
GROUP_KINDS = _IDS | {"date"}  # of the column that keeps rows together in a split
KINDS_OF_ROLE: dict[str, frozenset[str]] = {
    "text": _WORDS,
    "image": frozenset({"image"}),
    "user": _IDS,
    "item": _IDS,
    "time": frozenset({"number", "date"}),
    "prompt": _WORDS,
    "response": _WORDS,
    "messages": frozenset({"messages", "text"}),
    "chosen": _WORDS,
    "rejected": _WORDS,
}

_OWN_CODES = {  # of roles that had words of their own before there was a table
    ("target", "missing"): "target_missing",
    ("target", "unused"): "target_unused",
    ("text", "missing"): "text_column_missing",
    ("text", "unused"): "text_column_unused",
}


def role_fault(task: str, given: dict[str, object]) -> str | None:
    """The first role that is missing or that the task does not have, as ``code@field``; None when all is well."""
    needs = ROLES_OF_TASK[task]
    for role in ROLES:
        is_given = given.get(role) is not None
        if is_given and role not in needs:
            return _fault(role, "unused")
        if not is_given and needs.get(role) == "required":
            return _fault(role, "missing")
    return _language_fault(given) if task == "language_model" else None


def kinds_of_role(task: str, role: str) -> frozenset[str]:
    """The kinds of columns that can play a role in a task."""
    if role == "target":
        return CLASS_KINDS if task in CLASS_TASKS else frozenset({"number"})
    return FEATURE_KINDS if role == "features" else KINDS_OF_ROLE.get(role, frozenset())


def language_form(given: dict[str, object]) -> str:
    """Which of ``LANGUAGE_FORMS`` the columns make."""
    for form, roles in LANGUAGE_FORMS.items():
        if all(given.get(role) is not None for role in roles):
            return form
    return "text"


def _language_fault(given: dict[str, object]) -> str | None:
    """Every role that is given must belong to the form they make together."""
    form = language_form(given)
    stray = [role for role in ROLES if given.get(role) is not None and role not in LANGUAGE_FORMS[form]]
    return f"role_without_partner@data.{stray[0]}" if stray else None


def _fault(role: str, fault: str) -> str:
    return f"{_OWN_CODES.get((role, fault), f'role_{fault}')}@data.{role}"
