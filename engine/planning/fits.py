"""What each strategy would cost on the chosen devices with the spec's other settings, or why it cannot work there."""

from collections.abc import Callable, Mapping

from engine.planning.anatomy import Anatomy
from engine.planning.combinations import check_combinations
from engine.planning.facts import Facts
from engine.planning.memory import largest
from engine.planning.plan import Outlook, outlook_of
from engine.planning.splitting import check_splitting, degree_divides
from engine.schema.card import DatasetCard
from engine.schema.plan import Fit
from engine.schema.problem import Problem
from engine.schema.strategy_spec import (
    DdpSpec,
    DilocoSpec,
    FsdpSpec,
    LocalSgdSpec,
    MeshShape,
    MeshSpec,
    ParameterServerSpec,
    PipelineSpec,
    SingleSpec,
    StrategySpec,
    TensorParallelSpec,
    Zero1Spec,
)
from engine.schema.train import TrainSpec

LEAST_FOR_MESH = 4  # devices: fewer leave one axis, which has a strategy of its own
MICRO_BATCHES = (4, 8, 2, 16, 3, 6, 5, 1)  # tried in this order
RESERVE = 0.1  # of the memory, for what is not foreseen, where Modelyard chooses

Devices = tuple[str, ...]


def fits_of(
    spec: TrainSpec, devices: Devices, card: DatasetCard, facts: Facts, most_steps: int | None = None
) -> tuple[Fit, ...]:
    """One answer for each strategy that a person can choose on these devices; the spec's own with its own options."""
    size = outlook_of(spec, card, facts, most_steps).size
    fits = []
    for name in CHOICES:
        candidate = strategy_for(name, spec, devices, size.anatomy)
        if isinstance(candidate, Problem):
            fits.append(Fit(strategy=name, problem=candidate))
            continue
        attempt = spec.model_copy(update={"strategy": candidate})
        fits.append(fit_of(outlook_of(attempt, card, facts, most_steps)))
    return tuple(fits)


def strategy_for(name: str, spec: TrainSpec, devices: Devices, anatomy: Anatomy) -> StrategySpec | Problem:
    """The strategy on these devices, its options such that it works where it can; the spec's own as it is."""
    if spec.strategy.name == name:
        return spec.strategy
    if name != "single" and len(devices) < 2:
        return Problem(code="needs_more_devices", field="strategy.devices", params={"devices": 2})
    return CHOICES[name](devices, spec, anatomy)


def fit_of(outlook: Outlook) -> Fit:
    """Memory, speed and time of one strategy; its first problem where it cannot work."""
    spec = outlook.spec
    settings = spec.strategy.model_dump(mode="json")
    problems = [*check_combinations(spec), *check_splitting(spec, outlook.size.anatomy, outlook.layout)]
    if problems:
        return Fit(strategy=spec.strategy.name, settings=settings, problem=problems[0])
    speed = outlook.units_per_second()
    return Fit(
        strategy=spec.strategy.name,
        settings=settings,
        memory=largest(outlook.memories()),
        fits=does_fit(outlook),
        units_per_second=speed,
        seconds=outlook.seconds(speed),
        checkpoint_seconds=outlook.checkpoint_seconds(),
    )


def does_fit(outlook: Outlook, reserve: float = 0.0) -> bool | None:
    """Whether what is needed is less than what is free, or there at all; None where neither is known."""
    id = outlook.spec.strategy.devices[0]
    device = outlook.facts.device(id)
    room = outlook.facts.memory_free.get(id) or (device.memory if device else None)
    return None if room is None else outlook.needed() <= room * (1 - reserve)


def _single(devices: Devices, spec: TrainSpec, anatomy: Anatomy) -> StrategySpec:
    return SingleSpec(devices=devices[:1])


def _tensor_parallel(devices: Devices, spec: TrainSpec, anatomy: Anatomy) -> StrategySpec:
    degree = _degree(len(devices), anatomy)
    return TensorParallelSpec(devices=devices, degree=None if degree == len(devices) else degree)


def _pipeline(devices: Devices, spec: TrainSpec, anatomy: Anatomy) -> StrategySpec:
    return PipelineSpec(devices=devices, micro_batches=_micro_batches(spec.training.batch_size))


def _parameter_server(devices: Devices, spec: TrainSpec, anatomy: Anatomy) -> StrategySpec:
    return ParameterServerSpec(devices=devices, servers=1)


def _mesh(devices: Devices, spec: TrainSpec, anatomy: Anatomy) -> StrategySpec | Problem:
    """Pairs of devices that share matrices, where the network allows it, else pairs of stages."""
    count = len(devices)
    if count < LEAST_FOR_MESH or count % 2:
        params = {"devices": LEAST_FOR_MESH}
        return Problem(code="mesh_needs_more_devices", field="strategy.devices", params=params)
    if anatomy.limits and degree_divides(anatomy, 2):
        return MeshSpec(devices=devices, mesh=MeshShape(data=count // 2, tensor=2))
    rows = spec.training.batch_size // (count // 2)
    return MeshSpec(
        devices=devices,
        mesh=MeshShape(data=count // 2, pipeline=2),
        micro_batches=_micro_batches(rows),
    )


def _degree(count: int, anatomy: Anatomy) -> int:
    """The largest group that the network can be split over; all devices where none works, for its problem says why."""
    possible = [d for d in range(2, count + 1) if count % d == 0 and degree_divides(anatomy, d)]
    return max(possible, default=count)


def _micro_batches(rows: int) -> int:
    return next(number for number in MICRO_BATCHES if rows % number == 0)


CHOICES: Mapping[str, Callable[[Devices, TrainSpec, Anatomy], StrategySpec | Problem]] = {
    "single": _single,
    "ddp": lambda devices, spec, anatomy: DdpSpec(devices=devices),
    "zero1": lambda devices, spec, anatomy: Zero1Spec(devices=devices),
    "fsdp": lambda devices, spec, anatomy: FsdpSpec(devices=devices),
    "tensor_parallel": _tensor_parallel,
    "pipeline": _pipeline,
    "parameter_server": _parameter_server,
    "local_sgd": lambda devices, spec, anatomy: LocalSgdSpec(devices=devices),
    "diloco": lambda devices, spec, anatomy: DilocoSpec(devices=devices),
    "mesh": _mesh,
}
