"""Would this run, and what would happen? A plan, or the problems that stand against it, each at its field."""

from engine.planning.auto import propose
from engine.planning.changes import changed
from engine.planning.columns import check_columns
from engine.planning.combinations import check_combinations, check_precision
from engine.planning.devices import check_devices
from engine.planning.facts import Facts
from engine.planning.fits import fits_of
from engine.planning.layout import layout_of
from engine.planning.plan import Outlook, outlook_of, plan_of
from engine.planning.pretrained import check_pretrained
from engine.planning.recommending import check_recommendation, check_sparse
from engine.planning.scoring import check_scoring
from engine.planning.splitting import check_splitting
from engine.schema.card import DatasetCard
from engine.schema.plan import Check, CheckItem, Plan
from engine.schema.problem import Problem
from engine.schema.train import TrainSpec

FEW_ROWS = 10
DISK_RESERVE = 64 << 20  # bytes left for the database, logs and events


def check_train(spec: TrainSpec, card: DatasetCard, facts: Facts, most_steps: int | None = None) -> Check:
    """Check a spec against its data and the machine. ``most_steps`` limits a trial."""
    problems = [
        *check_columns(spec, card),
        *check_pretrained(spec),
        *check_recommendation(spec),
        *check_devices(spec.strategy.devices, facts),
    ]
    if any(problem.severity == "error" and problem.field != "strategy.devices" for problem in problems):
        return Check(problems=tuple(problems))
    devices = spec.strategy.devices
    proposal = propose(spec, card, facts) if spec.strategy.name == "auto" else None
    if proposal is not None:
        spec = changed(spec, proposal.changes)
    outlook = outlook_of(spec, card, facts, most_steps)
    problems += check_strategy(outlook)
    plan = plan_of(outlook, card)
    problems += [*_check_rows(spec, card, plan), *_check_memory(outlook, plan), *_check_disk(plan)]
    failed = any(problem.severity == "error" for problem in problems)
    return Check(
        plan=None if failed else plan,
        problems=tuple(problems),
        items=_items(card, plan, outlook, {problem.code for problem in problems}),
        fits=fits_of(spec, devices, card, facts, most_steps),
        proposal=proposal,
    )


def check_strategy(outlook: Outlook) -> list[Problem]:
    """What in a spec does not go together, whatever its data."""
    spec = outlook.spec
    return [
        *check_combinations(spec),
        *check_precision(spec),
        *check_sparse(spec),
        *check_splitting(spec, outlook.size.anatomy, outlook.layout),
    ]


def _check_rows(spec: TrainSpec, card: DatasetCard, plan: Plan) -> list[Problem]:
    problems = []
    rows = plan.rows["train"]
    split = spec.data.split
    empty = [part for part in ("validation", "test") if getattr(split, part) > 0 and not plan.rows[part]]
    if rows < 1:
        problems.append(_problem("too_few_rows", "data.source", rows=card.rows))
    elif empty:
        problems.append(
            _problem(
                "split_part_empty", f"data.split.{empty[0]}", part=empty[0], rows=sum(plan.rows.values())
            )
        )
    elif rows < FEW_ROWS:
        problems.append(_warning("few_rows", "data.source", rows=rows))
    problems += check_scoring(spec, card, plan.rows["validation"])
    batch = spec.training.batch_size
    ranks = layout_of(spec.strategy).data
    if batch < ranks:
        problems.append(_warning("batch_below_ranks", "training.batch_size", batch=batch, ranks=ranks))
    elif batch > rows >= FEW_ROWS:
        problems.append(_warning("batch_above_rows", "training.batch_size", batch=batch, rows=rows))
    return problems


def _check_memory(outlook: Outlook, plan: Plan) -> list[Problem]:
    """More than the device has is an error; more than is free now only a warning, for a run may wait."""
    device, needed = plan.devices[0], outlook.needed()
    known = outlook.facts.device(device)
    if known is not None and known.memory is not None and needed > known.memory:
        return [
            _problem(
                "memory_too_small",
                "strategy.devices",
                needed_bytes=needed,
                available_bytes=known.memory,
                device=device,
            )
        ]
    free = plan.memory_available
    if free is not None and needed > free:
        return [
            _warning(
                "memory_tight", "strategy.devices", needed_bytes=needed, available_bytes=free, device=device
            )
        ]
    return []


def _check_disk(plan: Plan) -> list[Problem]:
    if plan.disk_free is None or plan.disk + DISK_RESERVE <= plan.disk_free:
        return []
    needed = plan.disk + DISK_RESERVE
    return [_problem("disk_too_small", "checkpoint.keep", needed_bytes=needed, free_bytes=plan.disk_free)]


def _items(card: DatasetCard, plan: Plan, outlook: Outlook, found: set[str]) -> tuple[CheckItem, ...]:
    """The lines of “Before you launch”."""
    needed = outlook.needed()
    busy = sorted(set(plan.devices) & outlook.facts.busy)
    items = [
        CheckItem(
            code="data_ready", params={"name": card.name, "rows": card.rows, "columns": len(card.columns)}
        ),
        CheckItem(code="rows", ok="too_few_rows" not in found, params=dict(plan.rows)),
        CheckItem(code="steps", params={"total": plan.total_steps, "per_epoch": plan.steps_per_epoch}),
        CheckItem(code="parameters", params={"parameters": plan.parameters}),
    ]
    if busy:
        items.append(CheckItem(code="devices_busy", ok=False, params={"devices": ", ".join(busy)}))
    else:
        items.append(
            CheckItem(
                code="device_free" if plan.world_size == 1 else "devices_free",
                params={"devices": ", ".join(dict.fromkeys(plan.devices)), "ranks": plan.world_size},
            )
        )
    if plan.memory_available is not None:
        fits = not found & {"memory_tight", "memory_too_small"}
        items.append(
            CheckItem(
                code="memory_ok" if fits else "memory_short",
                ok=fits,
                params={"needed_bytes": needed, "available_bytes": plan.memory_available},
            )
        )
    if plan.disk_free is not None:
        fits = "disk_too_small" not in found
        items.append(
            CheckItem(
                code="disk_ok" if fits else "disk_short",
                ok=fits,
                params={"needed_bytes": plan.disk, "free_bytes": plan.disk_free},
            )
        )
    return tuple(items)


def _problem(code: str, field: str, **params: object) -> Problem:
    return Problem(code=code, field=field, params=params)


def _warning(code: str, field: str, **params: object) -> Problem:
    return Problem(code=code, field=field, params=params, severity="warning")
