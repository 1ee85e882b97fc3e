"""Problems and check items in the window's language: the schema's templates, translated, then filled."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from engine.schema.plan import CheckItem
    from engine.schema.problem import Problem
    from engine.schema.wording import Wording


def say_problem(problem: "Problem") -> "Wording":
    """What, why and what to do."""
    from engine.schema.problem import say

    return say(problem, _translated)


def say_item(item: "CheckItem") -> str:
    """One line of what the check before a launch has looked at."""
    from engine.schema.problem import say_item as say

    return say(item.code, item.params, _translated)


def problem_line(problem: "Problem") -> str:
    """All of a problem in one line, for a toast."""
    return " ".join(part for part in say_problem(problem) if part)


def _translated(template: str) -> str:
    return QCoreApplication.translate("Problem", template) if template else ""
