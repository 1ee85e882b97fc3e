"""Would a job made of runs work, how many runs is it, and how many go side by side? Counts on the check of one run.

Its devices: a strategy of a person's choice is that of every run. With ``auto`` and several devices each run has one of
them to itself, unless it only fits on all of them together.
"""

from collections import Counter
from collections.abc import Callable

from engine.planning.candidates import candidates
from engine.planning.changes import changed
from engine.planning.facts import Facts
from engine.planning.fold_runs import check_folds, count_folds, of_fold
from engine.planning.ranges import check_ranges, grid_size
from engine.schema.card import DatasetCard
from engine.schema.plan import Check, CheckItem, Plan
from engine.schema.problem import Problem
from engine.schema.search_spec import SearchSpec
from engine.schema.source import data_of
from engine.schema.strategy_spec import AutoSpec
from engine.schema.sweep_spec import SweepSpec
from engine.schema.train import TrainSpec

GroupSpec = TrainSpec | SweepSpec | SearchSpec
CheckRun = Callable[[TrainSpec], Check]  # what is thought of one run

MOST_ON_CPU = 8  # runs at once: each is a process of some 300 MB, and small ones gain little from more
MEMORY_SHARE = 0.8  # of a machine's memory, for all runs on its CPU together


def check_group(spec: GroupSpec, card: DatasetCard, facts: Facts, check_run: CheckRun) -> Check:
    """The plan of the first run, with the time of all of them; or what stands against it."""
    problems = _own_problems(spec, card)
    first = first_run(spec, card)
    _, check = placed(first, pool_of(first)[0], check_run)
    problems += [_moved(problem, spec) for problem in check.problems]
    if any(problem.severity == "error" for problem in problems) or check.plan is None:
        return check.model_copy(update={"plan": None, "problems": tuple(problems)})
    if not isinstance(spec, TrainSpec) and not check.plan.rows["validation"]:
        field = "base.data.split.validation" if isinstance(spec, SweepSpec) else "data.split.validation"
        problems.append(Problem(code="judged_without_validation", field=field))
        return check.model_copy(update={"plan": None, "problems": tuple(problems)})
    plan = _for_all(spec, card, check.plan, facts)
    item = CheckItem(
        code="parts", params={"count": plan.parts, "parallel": side_by_side(spec, card, facts, check.plan)}
    )
    return check.model_copy(update={"plan": plan, "problems": tuple(problems), "items": (*check.items, item)})


def first_run(spec: GroupSpec, card: DatasetCard) -> TrainSpec:
    """A run that stands for all of them; of a search the heaviest."""
    if isinstance(spec, SweepSpec):
        return spec.base
    return candidates(spec, card)[-1] if isinstance(spec, SearchSpec) else of_fold(spec, 0)


def count_runs(spec: GroupSpec, card: DatasetCard) -> int:
    """Runs in all; of a search those that are tried at first."""
    if isinstance(spec, SweepSpec):
        return grid_size(spec) if spec.method == "grid" else spec.trials
    return len(candidates(spec, card)) if isinstance(spec, SearchSpec) else count_folds(spec, card)


def side_by_side(spec: GroupSpec, card: DatasetCard, facts: Facts, plan: Plan) -> int:
    """How many runs go at once, by the devices' slots and the machine's memory."""
    run = first_run(spec, card)
    if is_pool(run):
        at_once = sum(_runs_on(device, 1, facts, plan) for device in pool_of(run))
        at_once = 1 if plan.world_size > 1 else at_once  # it fits on none of them alone
    else:
        at_once = min(
            _runs_on(device, ranks, facts, plan) for device, ranks in Counter(run.strategy.devices).items()
        )
    most = spec.parallel if isinstance(spec, SweepSpec) else None
    return max(1, min(at_once, most or at_once, count_runs(spec, card)))


def is_pool(run: TrainSpec) -> bool:
    """Whether its devices are to be shared out, one to each run."""
    return run.strategy.name == "auto" and len(set(run.strategy.devices)) > 1


def choose_device(run: TrainSpec, taken: Counter[str]) -> str:
    """The device of a pool with the fewest runs on it, of equals the first named."""
    return min(pool_of(run), key=lambda device: taken[device])


def placed(run: TrainSpec, device: str, check_run: CheckRun) -> tuple[TrainSpec, Check]:
    """The run on this device of its pool, or on all of it where it fits on none alone; and what is thought of it."""
    if is_pool(run):
        alone = run.model_copy(update={"strategy": AutoSpec(devices=(device,))})
        check = check_run(alone)
        if not any(problem.code == "memory_too_small" for problem in check.problems):
            return _decided(alone, check), check
    check = check_run(run)
    return _decided(run, check), check


def pool_of(run: TrainSpec) -> list[str]:
    """The devices that runs are shared out to."""
    return list(dict.fromkeys(run.strategy.devices))


def _decided(run: TrainSpec, check: Check) -> TrainSpec:
    return changed(run, check.proposal.changes) if check.proposal else run


def _runs_on(device: str, ranks: int, facts: Facts, plan: Plan) -> int:
    known = facts.device(device)
    if device != "cpu" or known is None:
        return 1
    runs = min(known.slots, MOST_ON_CPU) // ranks
    needed = plan.memory.total * ranks
    if known.memory and needed:
        runs = min(runs, int(known.memory * MEMORY_SHARE / needed))
    return max(runs, 1)


def _own_problems(spec: GroupSpec, card: DatasetCard) -> list[Problem]:
    if isinstance(spec, TrainSpec):
        return check_folds(spec, card)
    data = data_of(spec)
    field = "base.data.split.method" if isinstance(spec, SweepSpec) else "data.split.method"
    problems = [Problem(code="folds_within_group", field=field)] if data.split.has_folds else []
    return problems + (check_ranges(spec) if isinstance(spec, SweepSpec) else [])


def _moved(problem: Problem, spec: GroupSpec) -> Problem:
    """At the field of the whole: what a sweep calls ``base`` and a search leaves to the program."""
    if problem.field is None or isinstance(spec, TrainSpec):
        return problem
    if isinstance(spec, SweepSpec):
        return problem.model_copy(update={"field": f"base.{problem.field}"})
    field = problem.field if problem.field.startswith("data.") else "devices"
    return problem.model_copy(update={"field": field})


def _for_all(spec: GroupSpec, card: DatasetCard, plan: Plan, facts: Facts) -> Plan:
    count, at_once = count_runs(spec, card), side_by_side(spec, card, facts, plan)
    seconds = plan.seconds * -(-count // at_once) if plan.seconds is not None else None
    limit = None if isinstance(spec, TrainSpec) else spec.seconds
    if limit is not None:
        seconds = limit if isinstance(spec, SearchSpec) or seconds is None else min(seconds, limit)
    energy = plan.energy * count if plan.energy is not None else None
    return plan.model_copy(update={"parts": count, "seconds": seconds, "energy": energy})
