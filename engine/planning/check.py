"""Would this run, and what would happen? A plan, or the problems that stand against it, each at its field."""

from engine.planning.columns import check_columns, features_of
from engine.planning.devices import check_devices, threads_per_rank
from engine.planning.facts import Facts
from engine.planning.memory import class_count, count_parameters, input_width, plan_memory
from engine.planning.rows import expected_rows, expected_steps
from engine.schema.card import DatasetCard
from engine.schema.plan import Check, CheckItem, Plan
from engine.schema.problem import Problem
from engine.schema.serve import ServeSpec
from engine.schema.train import TrainSpec

FEW_ROWS = 10
DISK_RESERVE = 64 << 20  # bytes left for the database, logs and events


def check_train(spec: TrainSpec, card: DatasetCard, facts: Facts, most_steps: int | None = None) -> Check:
    """Check a spec against its data and the machine. ``most_steps`` limits a trial."""
    problems = [*check_columns(spec, card), *check_devices(spec.strategy.devices, facts)]
    if any(problem.severity == "error" and problem.field != "strategy.devices" for problem in problems):
        return Check(problems=tuple(problems))
    plan = plan_train(spec, card, facts, most_steps)
    problems += [*_check_rows(spec, card, plan), *_check_memory(plan, facts), *_check_disk(plan)]
    failed = any(problem.severity == "error" for problem in problems)
    return Check(
        plan=None if failed else plan,
        problems=tuple(problems),
        items=_items(card, plan, facts, {problem.code for problem in problems}),
    )


def plan_train(spec: TrainSpec, card: DatasetCard, facts: Facts, most_steps: int | None = None) -> Plan:
    """What would happen: ranks, rows, steps, memory, disk."""
    devices = spec.strategy.devices
    features = features_of(spec, card)
    rows = expected_rows(spec, card)
    steps = expected_steps(spec, rows["train"], most_steps)
    inputs, outputs = input_width(features), class_count(spec, card)
    parameters = count_parameters(spec, inputs, outputs)
    per_rank = -(-spec.training.batch_size // len(devices))
    memory = plan_memory(
        spec,
        parameters=parameters,
        inputs=inputs,
        outputs=outputs,
        rows=sum(rows.values()),
        batch_per_rank=per_rank,
        cuda=devices[0] != "cpu",
    )
    checkpoint = memory.weights + memory.optimizer
    return Plan(
        devices=devices,
        world_size=len(devices),
        threads_per_rank=threads_per_rank(devices, facts),
        rows=rows,
        batch_per_rank=per_rank,
        steps_per_epoch=steps.per_epoch,
        total_steps=steps.total,
        parameters=parameters,
        features=tuple(column.name for column in features),
        memory=memory,
        memory_available=facts.memory_free.get(devices[0]),
        disk=checkpoint * (spec.checkpoint.keep + 1) + memory.weights,
        disk_free=facts.disk_free,
    )


def plan_serve(spec: ServeSpec, facts: Facts) -> Plan:
    """A served model shares its device; it takes half the cores, so that training beside it goes on."""
    cpu = facts.device("cpu")
    threads = max(1, (cpu.slots if cpu else 1) // 2)
    return Plan(devices=(spec.device,), world_size=1, threads_per_rank=threads)


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
    if spec.training.early_stopping is not None and not plan.rows["validation"]:
        problems.append(_problem("early_stopping_without_validation", "training.early_stopping"))
    batch = spec.training.batch_size
    if batch < plan.world_size:
        problems.append(
            _warning("batch_below_ranks", "training.batch_size", batch=batch, ranks=plan.world_size)
        )
    elif batch > rows >= FEW_ROWS:
        problems.append(_warning("batch_above_rows", "training.batch_size", batch=batch, rows=rows))
    return problems


def _check_memory(plan: Plan, facts: Facts) -> list[Problem]:
    """More than the device has is an error; more than is free now only a warning, for a run may wait."""
    device = plan.devices[0]
    known = facts.device(device)
    needed = plan.memory.total * (plan.world_size if device == "cpu" else 1)
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


def _items(card: DatasetCard, plan: Plan, facts: Facts, found: set[str]) -> tuple[CheckItem, ...]:
    """The lines of “Before you launch”."""
    needed = plan.memory.total * (plan.world_size if plan.devices[0] == "cpu" else 1)
    busy = sorted(set(plan.devices) & facts.busy)
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
