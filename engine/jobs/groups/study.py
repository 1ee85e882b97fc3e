"""What a sweep tries next, asked of optuna. The study is made anew from the trials each time, so nothing is remembered.

Optuna is imported when it is first asked: 0.3 s that other engines need not spend.
"""

import hashlib
from collections.abc import Sequence
from typing import Any, Literal

from engine.jobs.groups.part import Seen
from engine.planning.ranges import is_whole
from engine.schema.metrics import HIGHER_IS_BETTER
from engine.schema.sweep_spec import Range, SweepSpec

FIRST_DRAWN = 10  # trials that TPE draws at random, as its authors do


def propose(spec: SweepSpec, parts: Sequence[Seen], number: int, again: int = 0) -> dict[str, Any]:
    """The settings of trial ``number``, by what earlier ones showed; ``again`` counts tries that did not go together."""
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    seed = _seed(spec.seed, number, again)
    samplers = optuna.samplers
    sampler = (
        samplers.TPESampler(seed=seed, n_startup_trials=FIRST_DRAWN, constant_liar=True)
        if spec.method == "tpe"
        else samplers.RandomSampler(seed=seed)
    )
    direction: Literal["maximize", "minimize"] = (
        "maximize" if spec.judged_by in HIGHER_IS_BETTER else "minimize"
    )
    study = optuna.create_study(sampler=sampler, direction=direction)
    distributions = {path: _distribution(spec, path, range) for path, range in spec.ranges.items()}
    if spec.method == "tpe":
        for part in sorted(parts, key=lambda part: part.number):
            study.add_trial(_trial(spec, part, distributions))
    asked = study.ask(fixed_distributions=distributions)
    return {path: _value(spec.ranges[path], asked.params[path]) for path in spec.ranges}


def _distribution(spec: SweepSpec, path: str, range_: Range) -> Any:
    from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution

    if range_.choices is not None:
        return CategoricalDistribution(
            list(range(len(range_.choices)))
        )  # lists and models stand by their place
    low, high = range_.low or 0.0, range_.high or 0.0  # both are there: it is no list
    if is_whole(spec.base, path):
        return IntDistribution(int(low), int(high), log=range_.log, step=int(range_.step or 1))
    return FloatDistribution(low, high, log=range_.log, step=range_.step)


def _trial(spec: SweepSpec, part: Seen, distributions: dict[str, Any]) -> Any:
    from optuna.trial import TrialState, create_trial

    state, value = (
        TrialState.RUNNING,
        None,
    )  # which the sampler takes for a bad one, not to try the same beside it
    if not part.is_live:
        is_told = part.score is not None and part.is_finished
        state = TrialState.COMPLETE if is_told else TrialState.PRUNED if part.cut else TrialState.FAIL
        value = part.score if is_told else None
    scores = {place: score for place, (_, score) in enumerate(part.curve) if score is not None}
    params = {path: _place(spec.ranges[path], part.values[path]) for path in spec.ranges}
    return create_trial(
        state=state, value=value, params=params, distributions=distributions, intermediate_values=scores
    )


def _value(range_: Range, drawn: Any) -> Any:
    return drawn if range_.choices is None else range_.choices[drawn]


def _place(range_: Range, value: Any) -> Any:
    return value if range_.choices is None else list(range_.choices).index(value)


def _seed(seed: int, number: int, again: int) -> int:
    """Far apart for neighbouring trials, and the same in every engine."""
    return int.from_bytes(hashlib.sha256(f"{seed} {number} {again}".encode()).digest()[:4], "little")
