"""K folds: one run for each fold, and their scores together. Decides; starts nothing."""

from collections.abc import Sequence
from typing import Any

from engine.jobs.groups.decision import Ask, Close, Decision, hopeless
from engine.jobs.groups.part import Seen
from engine.jobs.groups.result import over_folds
from engine.planning.fold_runs import of_fold
from engine.schema.job import State
from engine.schema.problem import Problem
from engine.schema.train import TrainSpec

NAMED = 10  # folds that failed, in a sentence
NO_FOLD = "split_fold_beyond_rows"  # cleaning left fewer rows than the card let expect, and so fewer folds of one row


class Folds:
    """Every fold is held out once, so every fold must finish."""

    def __init__(self, spec: TrainSpec, count: int) -> None:
        self._spec = spec
        self._count = count
        self.metric: str = spec.training.metric
        self.takes_best = spec.training.weights == "best"

    @property
    def count(self) -> int:
        return self._count

    def decide(self, parts: Sequence[Seen], room: int, elapsed: float) -> Decision:
        if close := hopeless(parts):
            return Decision(close=close)
        known = {part.number for part in parts}
        missing = [fold for fold in range(self._count) if fold not in known]
        if missing:
            return Decision(asks=tuple(Ask(fold, of_fold(self._spec, fold)) for fold in missing[:room]))
        if any(part.is_live for part in parts):
            return Decision()
        return Decision(close=self._close(parts))

    def best(self, parts: Sequence[Seen]) -> Seen | None:
        """No fold is better than another: they differ by their rows."""
        return None

    def metrics(self, parts: Sequence[Seen]) -> dict[str, dict[str, Any]]:
        return over_folds(parts)

    def _close(self, parts: Sequence[Seen]) -> Close:
        missing = sorted((part for part in parts if _is_missing(part)), key=lambda part: part.number)
        if not missing:
            return Close(State.FINISHED)
        names = ", ".join(str(part.number) for part in missing[:NAMED])
        reason = next((part.error.code for part in missing if part.error), "")
        params = {"folds": names, "missing": len(missing), "count": self._count, "reason": reason}
        return Close(State.FAILED, Problem(code="folds_missing", params=params))


def _is_missing(part: Seen) -> bool:
    return not part.is_finished and (part.error is None or part.error.code != NO_FOLD)
