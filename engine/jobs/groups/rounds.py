"""Auto over models: all candidates for a short time, the better ones for longer, the best to its end. Decides only.

Successive halving (Jamieson and Talwalkar, 2016), by thirds, its rounds measured in seconds. Judged on the validation
rows alone: the test rows are looked at for the winner.
"""

import math
from collections.abc import Sequence
from typing import Any

from engine.jobs.groups.decision import Ask, Close, Cut, Decision, best_of, losers, nothing_finished
from engine.jobs.groups.part import Seen
from engine.planning.candidates import short_epochs, shortened
from engine.schema.job import State
from engine.schema.metrics import HIGHER_IS_BETTER
from engine.schema.search_spec import SearchSpec
from engine.schema.train import TrainSpec

KEPT = 3  # one of so many goes on to the next round
FIRST_SHARE = 0.5  # of the time, after which the first round waits for nobody
CAREFUL = 0.9  # of the time that is left is given away


class Rounds:
    """The rounds of a search. Part number: round times candidates, plus the candidate."""

    def __init__(self, spec: SearchSpec, candidates: Sequence[TrainSpec]) -> None:
        self._spec = spec
        self._candidates = tuple(candidates)
        self.metric: str = spec.judged_by
        self.takes_best = True

    @property
    def count(self) -> int:
        count, field = 0, len(self._candidates)
        for _ in range(self._rounds()):
            count += field
            field = _kept(field)
        return count

    def decide(self, parts: Sequence[Seen], room: int, elapsed: float) -> Decision:
        drops = losers(self.metric, parts)
        live = [part for part in parts if part.is_live]
        late = self._is_late(parts, elapsed)
        if late:
            over = best_of(self.metric, parts) is not None
            cuts = tuple(Cut(part.job, "budget") for part in live if over and part.cut is None)
            if live or elapsed >= self._spec.seconds:
                return Decision(cuts=cuts, drops=drops, close=None if live else self._close(parts))
        asks = self._asks(parts, elapsed, late)
        if asks or live:
            return Decision(asks=asks[:room], drops=drops)
        return Decision(close=self._close(parts), drops=drops)

    def best(self, parts: Sequence[Seen]) -> Seen | None:
        return best_of(self.metric, parts)

    def metrics(self, parts: Sequence[Seen]) -> dict[str, dict[str, Any]]:
        best = self.best(parts)
        return dict(best.metrics) if best else {}

    def _close(self, parts: Sequence[Seen]) -> Close:
        return Close(State.FINISHED) if self.best(parts) else nothing_finished(parts)

    def _is_late(self, parts: Sequence[Seen], elapsed: float) -> bool:
        is_first = all(part.round == 0 for part in parts)
        return elapsed >= self._spec.seconds * (FIRST_SHARE if is_first else 1.0)

    def _rounds(self) -> int:
        """Until one is left, which has a round of its own."""
        field, rounds = len(self._candidates), 1
        while field > 1:
            field, rounds = _kept(field), rounds + 1
        return max(rounds, 2)

    def _asks(self, parts: Sequence[Seen], elapsed: float, late: bool) -> tuple[Ask, ...]:
        """What the present round still lacks; of the next one, once nothing of this one is open."""
        present = max((part.round for part in parts), default=0)
        missing = () if late else self._missing(parts, present, elapsed)
        if missing or any(part.is_live for part in parts) or present + 1 >= self._rounds():
            return missing
        return self._missing(parts, present + 1, elapsed)

    def _missing(self, parts: Sequence[Seen], round: int, elapsed: float) -> tuple[Ask, ...]:
        known = {part.number for part in parts}
        asks = []
        for candidate in self._field(parts, round):
            number = round * len(self._candidates) + candidate
            if number not in known and (epochs := self._epochs(parts, candidate, round, elapsed)):
                spec = shortened(self._candidates[candidate], epochs)
                values = {"model": spec.model.model_dump(mode="json"), "training.epochs": epochs}
                asks.append(Ask(number, spec, values, round))
        return tuple(asks)

    def _field(self, parts: Sequence[Seen], round: int) -> list[int]:
        """The candidates of a round: the best of the round before, best first."""
        if round == 0:
            return list(range(len(self._candidates)))
        before = [part for part in parts if part.round == round - 1 and part.score is not None]
        sign = -1 if self.metric in HIGHER_IS_BETTER else 1
        ranked = sorted(before, key=lambda part: (sign * (part.score or 0.0), part.number))
        size = len(self._candidates)
        for _ in range(round):
            size = _kept(size)
        return [part.number % len(self._candidates) for part in ranked[:size]]

    def _epochs(self, parts: Sequence[Seen], candidate: int, round: int, elapsed: float) -> int | None:
        """As many as the time allows; None when that is no more than it had."""
        full = self._candidates[candidate].training.epochs or 1
        if round == 0:
            return short_epochs(self._candidates[candidate])
        [before] = [
            part
            for part in parts
            if part.round == round - 1 and part.number % len(self._candidates) == candidate
        ]
        asked = before.values.get("training.epochs", full)
        if not before.seconds or not before.epochs or (before.is_finished and before.epochs < asked):
            return None  # it stopped early: more epochs would have changed nothing
        field, rounds = len(self._field(parts, round)), self._rounds() - round
        share = (self._spec.seconds - elapsed) * CAREFUL / (rounds * field)
        start = max((before.wall or 0.0) - before.seconds, 0.0)
        epochs = min(int((share - start) * before.epochs / before.seconds), full)
        return epochs if epochs > math.ceil(before.epochs) else None


def _kept(field: int) -> int:
    return max(1, -(-field // KEPT))
