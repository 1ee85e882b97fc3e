"""How a run's state is dealt out over the ranks, tensor by tensor, as the strategies and the checkpoints deal it."""

from collections.abc import Sequence

from engine.planning.activations import FULL
from engine.planning.anatomy import Part
from engine.planning.layout import Layout
from engine.planning.states import state_numbers
from engine.schema.strategy_spec import DilocoSpec, LocalSgdSpec, ParameterServerSpec, StrategySpec, Zero1Spec
from engine.schema.train import TrainSpec


def tensors_of(parts: Sequence[Part], tensor: int = 1) -> list[int]:
    """Bytes of each parameter on one of ``tensor`` tensor-parallel ranks; the vectors of a part count as one."""
    sizes: list[int] = []
    for part in parts:
        for matrix in part.matrices:
            biases = matrix.outputs if matrix.bias else 0
            sizes.append(FULL * (matrix.numbers(tensor) - biases))
            sizes.append(FULL * biases)
        sizes.append(FULL * part.vectors)
    return [size for size in sizes if size]


def most_dealt(sizes: Sequence[int], ranks: int) -> int:
    """Bytes of the rank that gets most when the largest goes first to whoever has least."""
    loads = [0] * max(ranks, 1)
    for size in sorted(sizes, reverse=True):
        loads[loads.index(min(loads))] += size
    return max(loads)


def optimizer_bytes(spec: TrainSpec, layout: Layout, parts: Sequence[Part]) -> int:
    """Of the rank that holds most optimizer state; a worker of a parameter server holds none."""
    strategy, optimizer = spec.strategy, spec.training.optimizer
    if optimizer.name == "adafactor" and not isinstance(strategy, ParameterServerSpec | Zero1Spec):
        return FULL * state_numbers(optimizer, parts)  # as small as it is, whole on every rank
    states = FULL * state_numbers(optimizer, parts, layout.tensor)
    match strategy:
        case Zero1Spec():
            whole = sum(tensors := tensors_of(parts))
            return states * most_dealt(tensors, layout.world) // max(whole, 1)  # weights are dealt out whole
        case ParameterServerSpec():
            return 0
        case _:
            return states // layout.shards


def snapshot_bytes(spec: TrainSpec, layout: Layout, parts: Sequence[Part]) -> int:
    """A rank's part of a checkpoint, which it copies so that training goes on while it reaches the disk."""
    strategy, training = spec.strategy, spec.training
    weights = tensors_of(parts, layout.tensor)
    if training.ema:
        weights = weights * 2
    states = _state_tensors(spec, parts, layout)
    match strategy:
        case ParameterServerSpec():
            return 0
        case Zero1Spec():
            return most_dealt(weights, layout.world) + optimizer_bytes(spec, layout, parts)
        case (
            LocalSgdSpec() | DilocoSpec()
        ):  # every rank saves its own optimizer, and its weights between averages
            return most_dealt(weights, layout.world) + sum(states) + sum(weights)
        case _:
            copies = layout.data // layout.shards
            return most_dealt([*weights, *states], copies) // layout.shards


def _state_tensors(spec: TrainSpec, parts: Sequence[Part], layout: Layout) -> list[int]:
    weights = tensors_of(parts, layout.tensor)
    states = FULL * state_numbers(spec.training.optimizer, parts, layout.tensor)
    per_weight = round(states / max(sum(weights), 1))
    return weights * per_weight if per_weight else [states]


def is_local(strategy: StrategySpec) -> bool:
    """Whether every rank has weights and optimizer state of its own."""
    return isinstance(strategy, LocalSgdSpec | DilocoSpec)
