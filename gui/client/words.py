"""Problems and check items in the window's language: the schema's templates, translated, then filled."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

if TYPE_CHECKING:
    from engine.schema.plan import CheckItem
    from engine.schema.problem import Problem
    from engine.schema.wording import Wording


def say_problem(problem: "Problem") -> "Wording":
    """What, why and what to do."""
    from engine.schema.problem import say

    return say(_with_phase_in_words(problem), _translated)


def say_item(item: "CheckItem") -> str:
    """One line of what the check before a launch has looked at."""
    from engine.schema.problem import say_item as say

    return say(item.code, item.params, _translated)


def say_reason(code: str, params: "dict[str, Any]") -> str:
    """Why a column is taken for what it is, in a sentence."""
    from engine.schema.problem import say_reason as say

    return say(code, params, _translated)


def problem_line(problem: "Problem") -> str:
    """All of a problem in one line, for a toast."""
    return " ".join(part for part in say_problem(problem) if part)


_PHASES = {
    "load": QT_TRANSLATE_NOOP("Problem", "while loading"),
    "model": QT_TRANSLATE_NOOP("Problem", "while the model was built"),
    "data": QT_TRANSLATE_NOOP("Problem", "while the data was prepared"),
    "train": QT_TRANSLATE_NOOP("Problem", "in a training step"),
    "forward": QT_TRANSLATE_NOOP("Problem", "in the forward pass"),
    "backward": QT_TRANSLATE_NOOP("Problem", "in the backward pass"),
    "optimizer": QT_TRANSLATE_NOOP("Problem", "in the optimizer step"),
    "evaluate": QT_TRANSLATE_NOOP("Problem", "while measuring"),
    "save": QT_TRANSLATE_NOOP("Problem", "while saving"),
}


def _with_phase_in_words(problem: "Problem") -> "Problem":
    """Where a run was; a phase without words is said by its name."""
    words = _PHASES.get(str(problem.params.get("phase")))
    if words is None:
        return problem
    return problem.model_copy(update={"params": {**problem.params, "phase": _translated(words)}})


def _translated(template: str) -> str:
    return QCoreApplication.translate("Problem", template) if template else ""
