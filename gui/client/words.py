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

    return say(_with_names_in_words(problem), _translated)


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


_KINDS = {
    "number": QT_TRANSLATE_NOOP("Problem", "numbers"),
    "category": QT_TRANSLATE_NOOP("Problem", "categories"),
    "date": QT_TRANSLATE_NOOP("Problem", "dates"),
    "text": QT_TRANSLATE_NOOP("Problem", "texts"),
    "boolean": QT_TRANSLATE_NOOP("Problem", "yes or no"),
    "image": QT_TRANSLATE_NOOP("Problem", "images"),
    "messages": QT_TRANSLATE_NOOP("Problem", "conversations"),
    "empty": QT_TRANSLATE_NOOP("Problem", "nothing"),
}
_ROLES = {
    "target": QT_TRANSLATE_NOOP("Problem", "target"),
    "features": QT_TRANSLATE_NOOP("Problem", "feature"),
    "text": QT_TRANSLATE_NOOP("Problem", "text"),
    "image": QT_TRANSLATE_NOOP("Problem", "image"),
    "user": QT_TRANSLATE_NOOP("Problem", "user"),
    "item": QT_TRANSLATE_NOOP("Problem", "item"),
    "time": QT_TRANSLATE_NOOP("Problem", "time"),
    "prompt": QT_TRANSLATE_NOOP("Problem", "prompt"),
    "response": QT_TRANSLATE_NOOP("Problem", "response"),
    "messages": QT_TRANSLATE_NOOP("Problem", "messages"),
    "chosen": QT_TRANSLATE_NOOP("Problem", "preferred answer"),
    "rejected": QT_TRANSLATE_NOOP("Problem", "rejected answer"),
}
_NAMED = {"phase": _PHASES, "kind": _KINDS, "role": _ROLES}


def _with_names_in_words(problem: "Problem") -> "Problem":
    """What the engine names by a key: where a run was, what a column holds, which part it plays. A key without words
    is said as it is."""
    known = {
        name: _translated(words)
        for name, table in _NAMED.items()
        if (words := table.get(str(problem.params.get(name)))) is not None
    }
    return problem.model_copy(update={"params": {**problem.params, **known}}) if known else problem


def _translated(template: str) -> str:
    return QCoreApplication.translate("Problem", template) if template else ""
