"""Which running trials are given up, from their scores at the same evaluation. Pure.

Written here and not taken from optuna: its pruners keep their rungs in a live study, and ours is made anew from the
trials' directories whenever it is asked.
"""

import math
import statistics
from collections.abc import Sequence

from engine.jobs.groups.part import Seen, better_of
from engine.schema.metrics import HIGHER_IS_BETTER

ETA = 3  # of those that reach a rung, the best third goes on
ENOUGH = 3  # finished trials before a median means something


def behind_the_median(metric: str, parts: Sequence[Seen], warmup: int) -> list[str]:
    """Trials whose best score so far is worse than the median of the finished ones after as many evaluations.

    The median stopping rule (Golovin et al., 2017).
    """
    finished = [part for part in parts if part.is_finished]
    return [
        part.job
        for part in _running(parts)
        if len(part.curve) >= warmup and _is_behind(metric, part, finished)
    ]


def outside_the_best_third(metric: str, parts: Sequence[Seen], warmup: int) -> list[str]:
    """Trials that are not among the best third of those that reached a rung of their bracket.

    Hyperband (Li et al., 2018), its brackets halved asynchronously (Li et al., 2020): rungs lie at
    ``warmup · 3^k`` evaluations, and a trial is held against those that reach its last rung after it, too.
    """
    most = max((len(part.curve) for part in parts if part.is_finished), default=0)
    if most < warmup:
        return []  # how long a full trial is, the first one shows
    brackets = int(math.log(most / warmup, ETA)) + 1
    return [part.job for part in _running(parts) if _has_lost(metric, part, parts, warmup, brackets, most)]


def bracket_of(number: int, brackets: int) -> int:
    """The bracket of a trial: shares as in Hyperband, dealt out in turn. Bracket b skips its first b rungs."""
    shares = [
        math.ceil(brackets * ETA ** (brackets - 1 - bracket) / (brackets - bracket))
        for bracket in range(brackets)
    ]
    place = number % sum(shares)
    for bracket, share in enumerate(shares):
        if place < share:
            return bracket
        place -= share
    raise AssertionError("a place is within the shares")


def _running(parts: Sequence[Seen]) -> list[Seen]:
    return [part for part in parts if part.is_live and part.cut is None and part.curve]


def _is_behind(metric: str, part: Seen, finished: list[Seen]) -> bool:
    place = len(part.curve)
    others = [
        value for other in finished if len(other.curve) >= place if (value := _at(other, place)) is not None
    ]
    if len(others) < ENOUGH:
        return False
    own = _best_until(metric, part, place)
    return own is None or _is_worse(metric, own, statistics.median(others))


def _has_lost(metric: str, part: Seen, parts: Sequence[Seen], warmup: int, brackets: int, most: int) -> bool:
    bracket = bracket_of(part.number, brackets)
    rungs = [warmup * ETA**rung for rung in range(bracket, brackets)]
    reached = [rung for rung in rungs if rung <= len(part.curve) and rung < most]
    if not reached:
        return False
    rung = reached[-1]
    own = _best_until(metric, part, rung)
    rivals = [
        value
        for other in parts
        if len(other.curve) >= rung and bracket_of(other.number, brackets) == bracket
        if (value := _best_until(metric, other, rung)) is not None
    ]
    better = sum(own is None or _is_worse(metric, own, value) for value in rivals)
    return better >= max(len(rivals) // ETA, 1)


def _at(part: Seen, place: int) -> float | None:
    return part.curve[place - 1][1]


def _best_until(metric: str, part: Seen, place: int) -> float | None:
    scores = [value for _, value in part.curve[:place] if value is not None]
    return better_of(metric, scores) if scores else None


def _is_worse(metric: str, value: float, other: float) -> bool:
    return value < other if metric in HIGHER_IS_BETTER else value > other
