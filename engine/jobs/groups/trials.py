"""A sweep: which settings are tried next, which trials are given up, which one is best. Decides; starts nothing."""

from collections.abc import Iterator, Sequence
from typing import Any

from engine.jobs.groups.decision import (
    Ask,
    Close,
    Cut,
    Decision,
    best_of,
    hopeless,
    losers,
    nothing_finished,
)
from engine.jobs.groups.part import Seen
from engine.jobs.groups.pruning import behind_the_median, outside_the_best_third
from engine.jobs.groups.study import propose
from engine.planning.ranges import combination, filled, grid_size
from engine.schema.job import State
from engine.schema.problem import Problem
from engine.schema.sweep_spec import SweepSpec

TRIES = 100  # draws of one trial until its settings go together


class Trials:
    """A sweep's trials. Remembers only which combinations of its grid do not go together."""

    def __init__(self, spec: SweepSpec) -> None:
        self._spec = spec
        self._impossible: set[int] = set()
        self._size = grid_size(spec) if spec.method == "grid" else spec.trials
        self.metric: str = spec.judged_by
        self.takes_best = spec.base.training.weights == "best"

    @property
    def count(self) -> int:
        return self._size - len(self._impossible)

    def decide(self, parts: Sequence[Seen], room: int, elapsed: float) -> Decision:
        drops = losers(self.metric, parts) if self._spec.keep == "best" else ()
        if close := hopeless(parts):
            return Decision(close=close, drops=drops)
        live = [part for part in parts if part.is_live]
        if self._spec.seconds is not None and elapsed >= self._spec.seconds:
            over = best_of(self.metric, parts) is not None
            cuts = tuple(Cut(part.job, "budget") for part in live if over and part.cut is None)
            return Decision(cuts=cuts, drops=drops, close=None if live else self._close(parts))
        cuts = tuple(Cut(job, "pruned") for job in self._behind(parts))
        asks = tuple(self._asks(parts, room))
        is_over = not live and not asks
        return Decision(asks=asks, cuts=cuts, drops=drops, close=self._close(parts) if is_over else None)

    def best(self, parts: Sequence[Seen]) -> Seen | None:
        return best_of(self.metric, parts)

    def metrics(self, parts: Sequence[Seen]) -> dict[str, dict[str, Any]]:
        best = self.best(parts)
        return dict(best.metrics) if best else {}

    def _close(self, parts: Sequence[Seen]) -> Close:
        if not parts:
            return Close(State.FAILED, Problem(code="sweep_without_trial", field="ranges"))
        return Close(State.FINISHED) if self.best(parts) else nothing_finished(parts)

    def _behind(self, parts: Sequence[Seen]) -> list[str]:
        match self._spec.pruning:
            case "median":
                return behind_the_median(self.metric, parts, self._spec.warmup)
            case "hyperband":
                return outside_the_best_third(self.metric, parts, self._spec.warmup)
        return []

    def _asks(self, parts: Sequence[Seen], room: int) -> Iterator[Ask]:
        """New trials, each of which knows of those before it."""
        known = {part.number for part in parts}
        parts = list(parts)
        for number in range(self._size):
            if room <= 0:
                return
            if number in known or number in self._impossible:
                continue
            ask = self._ask(parts, number)
            if ask is None:
                self._impossible.add(number)
                continue
            yield ask
            room -= 1
            parts.append(Seen(number=number, job="", state=State.WAITING, values=ask.values))

    def _ask(self, parts: Sequence[Seen], number: int) -> Ask | None:
        for again in range(1 if self._spec.method == "grid" else TRIES):
            values = self._settings(parts, number, again)
            if (spec := filled(self._spec, values)) is not None:
                return Ask(number, spec, values)
        return None

    def _settings(self, parts: Sequence[Seen], number: int, again: int) -> dict[str, Any]:
        if self._spec.method == "grid":
            return combination(self._spec, number)
        return propose(self._spec, parts, number, again)
