"""What would happen if a spec were launched: ranks, rows, steps, memory, time, disk."""

from dataclasses import dataclass

from engine.planning.columns import features_of
from engine.planning.devices import threads_per_rank
from engine.planning.facts import Facts
from engine.planning.history import Likeness, disk_speed, memory_ratio, speed_ratio, watts_of
from engine.planning.layout import Layout, layout_of
from engine.planning.memory import checkpoint_bytes, largest, rank_memories, scaled
from engine.planning.rows import Steps, expected_rows, expected_steps
from engine.planning.size import Size, size_of
from engine.planning.speed import kind_of, units_per_row, units_per_second
from engine.schema.card import DatasetCard
from engine.schema.plan import MemoryPlan, Plan
from engine.schema.train import TrainSpec

DISK_SPEED = 200e6  # bytes per second to a disk that was not measured yet


@dataclass(frozen=True)
class Outlook:
    """The numbers behind a plan, before they are told."""

    spec: TrainSpec
    facts: Facts
    size: Size
    layout: Layout
    rows: dict[str, int]
    steps: Steps

    @property
    def likeness(self) -> Likeness:
        """What to look for among earlier runs."""
        return likeness_of(self.spec, self.size.anatomy.parameters, self.facts)

    @property
    def units_per_row(self) -> int:
        return units_per_row(self.size.anatomy)

    def memories(self) -> tuple[MemoryPlan, ...]:
        """Expected peak of each rank, corrected by what earlier runs took."""
        ratio = memory_ratio(self.facts.history, self.likeness)
        computed = rank_memories(self.spec, self.size, self.layout)
        return computed if ratio == 1.0 else tuple(scaled(memory, ratio) for memory in computed)

    def needed(self) -> int:
        """Bytes of the device that needs most: the ranks of a CPU share its memory."""
        totals = [memory.total for memory in self.memories()]
        return sum(totals) if self.spec.strategy.devices[0] == "cpu" else max(totals)

    def units_per_second(self) -> float:
        """Expected speed, corrected by what earlier runs reached."""
        computed = units_per_second(self.spec, self.size.anatomy, self.layout, self.facts)
        return computed * speed_ratio(self.facts.history, self.likeness)

    def seconds(self, speed: float) -> float:
        """For all steps, at that many units a second; the last batch of an epoch may be smaller."""
        full = self.steps.per_epoch * self.spec.training.batch_size
        share = self.rows["train"] / full if full else 1.0
        rows = self.steps.total * self.spec.training.batch_size * share
        return rows * self.units_per_row / speed

    def checkpoint_seconds(self) -> float:
        return self.checkpoint_bytes() / (disk_speed(self.facts.history) or DISK_SPEED)

    def checkpoint_bytes(self) -> int:
        return checkpoint_bytes(self.spec, self.size.anatomy, self.layout.world)

    def disk(self) -> int:
        """The checkpoints that are kept and the newest while it is written, the best where it stays, and the model."""
        weights = 4 * self.size.anatomy.parameters
        best = self.spec.training.weights == "best"
        return self.checkpoint_bytes() * (self.spec.checkpoint.keep + 1 + best) + weights

    def energy(self, seconds: float) -> float | None:
        """J for all steps; None where no run has measured the devices' power."""
        watts = watts_of(self.facts.history, self.likeness)
        return watts * seconds if watts else None


def outlook_of(spec: TrainSpec, card: DatasetCard, facts: Facts, most_steps: int | None = None) -> Outlook:
    """The numbers of a spec whose columns are there and whose strategy is not auto."""
    rows = expected_rows(spec, card)
    return Outlook(
        spec=spec,
        facts=facts,
        size=size_of(spec, card, rows),
        layout=layout_of(spec.strategy),
        rows=rows,
        steps=expected_steps(spec, rows["train"], most_steps),
    )


def plan_train(spec: TrainSpec, card: DatasetCard, facts: Facts, most_steps: int | None = None) -> Plan:
    """The plan of a spec whose strategy is not auto. ``most_steps`` limits a trial."""
    return plan_of(outlook_of(spec, card, facts, most_steps), card)


def plan_of(outlook: Outlook, card: DatasetCard) -> Plan:
    """An outlook as the plan that is kept and shown."""
    spec, layout, facts = outlook.spec, outlook.layout, outlook.facts
    speed = outlook.units_per_second()
    seconds = outlook.seconds(speed)
    anatomy = outlook.size.anatomy
    return Plan(
        devices=spec.strategy.devices,
        world_size=layout.world,
        threads_per_rank=threads_per_rank(spec.strategy.devices, facts),
        speaker=layout.speaker,
        expendable=layout.expendable,
        elastic=getattr(spec.strategy, "elastic", False),
        rows=outlook.rows,
        batch_per_rank=layout.rows_per_rank(spec.training.batch_size),
        micro_batch=layout.micro_batch(spec.training),
        units="tokens" if anatomy.vocabulary else "rows",
        units_per_row=outlook.units_per_row,
        steps_per_epoch=outlook.steps.per_epoch,
        total_steps=outlook.steps.total,
        parameters=anatomy.parameters,
        features=tuple(column.name for column in features_of(spec, card)),
        memory=largest(outlook.memories()),
        memory_available=facts.memory_free.get(spec.strategy.devices[0]),
        disk=outlook.disk(),
        disk_free=facts.disk_free,
        units_per_second=speed,
        seconds=seconds,
        checkpoint_seconds=outlook.checkpoint_seconds(),
        energy=outlook.energy(seconds),
    )


def likeness_of(spec: TrainSpec, parameters: int, facts: Facts) -> Likeness:
    """What a run has in common with others: the device's kind, the network, the strategy, the precision."""
    devices = spec.strategy.devices
    known = facts.device(devices[0])
    kind = "cpu" if kind_of(devices[0]) == "cpu" or known is None else known.name
    size = getattr(spec.model, "size", "")
    return Likeness(
        kind=kind,
        threads=threads_per_rank(devices, facts),
        world=len(devices),
        model=f"{spec.model.name} {size}".strip(),
        strategy=spec.strategy.name,
        precision=spec.training.precision,
        parameters=parameters,
    )
