"""An order to the engine that may fail: its answer, or the problems it met. The boundary of every thread here."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from engine.schema.problem import Problem

T = TypeVar("T")
Problems = tuple["Problem", ...]

_log = logging.getLogger(__name__)


def attempt(order: Callable[[], T]) -> tuple[T | None, Problems]:
    """The order's answer, or the problems it met. The boundary of every thread here: nothing gets past it."""
    from engine.client.engine_client import EngineLost
    from engine.schema.problem import Problem, UserError

    try:
        return order(), ()
    except UserError as error:
        return None, error.problems
    except (EngineLost, OSError) as error:
        _log.warning("The engine does not answer: %s", error)
        return None, (Problem(code="engine_unreachable"),)
    except Exception as error:  # a bug of ours must reach the screen and the log, and not end the thread
        _log.exception("A call to the engine failed")
        return None, (Problem(code="unexpected", params={"code": type(error).__name__}),)


def is_loss(problems: Problems) -> bool:
    """Whether these problems mean that nobody answers."""
    return any(problem.code == "engine_unreachable" for problem in problems)
