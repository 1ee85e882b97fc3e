"""Which columns of a dataset play which role of a task, as a start: what a person chose, what the import found, and what
is left by kind. Plain values, no Qt."""

from collections.abc import Mapping
from typing import Any

from engine.schema.card import Column, DatasetCard
from engine.schema.roles import (
    CLASS_TASKS,
    LANGUAGE_FORMS,
    ROLES,
    ROLES_OF_TASK,
    kinds_of_role,
    language_form,
)

Roles = dict[str, Any]
_CLASSES = 50  # different values that a class is taken for; the import's own suggestion uses the same


def roles_for(card: DatasetCard, task: str, given: Mapping[str, Any] | None = None) -> Roles:
    """Every role with its column, or None: those given that fit the task, else those the import found, else the first
    that could be; optional ones are not guessed."""
    found = _suggested(card, task)
    roles: Roles = dict.fromkeys(ROLES)
    for role, need in ROLES_OF_TASK[task].items():
        kept = (given or {}).get(role)
        roles[role] = kept if _fits(card, task, role, kept) else found.get(role)
        if roles[role] is None and need == "required":
            roles[role] = _guess(card, task, role, roles)
    return _of_one_form(card, roles) if task == "language_model" else _apart(roles)


def roles_of_form(card: DatasetCard, form: str, given: Mapping[str, Any]) -> Roles:
    """The same for a form of a language model that a person chose: its columns, and no others."""
    found, roles = _suggested(card, "language_model"), dict.fromkeys(ROLES)
    for role in LANGUAGE_FORMS[form]:
        known = [
            name for name in (given.get(role), found.get(role)) if _fits(card, "language_model", role, name)
        ]
        roles[role] = known[0] if known else _guess(card, "language_model", role, roles)
    return roles


def roles_shown(task: str, roles: Mapping[str, Any]) -> tuple[str, ...]:
    """The roles that mean something beside what is chosen: of a language model those of its form."""
    if task != "language_model":
        return tuple(ROLES_OF_TASK.get(task, ()))
    return LANGUAGE_FORMS[language_form(dict(roles))]


def fitting_columns(card: DatasetCard, task: str, role: str) -> list[Column]:
    """The columns that can play a role, in the dataset's order."""
    kinds = kinds_of_role(task, role)
    return [column for column in card.columns if column.kind in kinds]


def _suggested(card: DatasetCard, task: str) -> Mapping[str, Any]:
    suggestion = card.suggestion or {}
    return suggestion if suggestion.get("task") == task else {}


def _fits(card: DatasetCard, task: str, role: str, value: Any) -> bool:
    if not value:
        return False
    if role == "separator":
        return True
    names = {column.name for column in fitting_columns(card, task, role)}
    return set(value) <= names if isinstance(value, list | tuple) else value in names


def _guess(card: DatasetCard, task: str, role: str, roles: Roles) -> str | None:
    taken = {name for name in roles.values() if isinstance(name, str)}
    free = [column for column in fitting_columns(card, task, role) if column.name not in taken]
    if role == "target":
        return _last(_classes(free) if task in CLASS_TASKS else free)
    if role == "text":
        return max(free, key=lambda column: column.mean_length or 0).name if free else None
    return free[0].name if free else None


def _classes(columns: list[Column]) -> list[Column]:
    few = [column for column in columns if 2 <= (column.distinct or 0) <= _CLASSES]
    return few or [column for column in columns if column.kind != "text"]


def _last(columns: list[Column]) -> str | None:
    return columns[-1].name if columns else None


def _of_one_form(card: DatasetCard, roles: Roles) -> Roles:
    """Columns of a language model must make one form together; a plain text has its only column."""
    form = language_form(roles)
    kept = {role: roles[role] if role in LANGUAGE_FORMS[form] else None for role in roles}
    if form == "text" and not kept["text"]:
        kept["text"] = card.text_column(None) or _guess(card, "language_model", "text", kept)
    return kept


def _apart(roles: Roles) -> Roles:
    """What is predicted is not read."""
    features = roles.get("features")
    if features is not None and roles.get("target") in features:
        roles = {**roles, "features": [name for name in features if name != roles["target"]]}
    return roles
