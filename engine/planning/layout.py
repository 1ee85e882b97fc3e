"""Which rank does what under each strategy: who takes rows, who shares a matrix, who holds which stage."""

from dataclasses import dataclass

from engine.schema.strategy_spec import (
    FsdpSpec,
    MeshSpec,
    ParameterServerSpec,
    PipelineSpec,
    StrategySpec,
    TensorParallelSpec,
)
from engine.schema.training_spec import TrainingSpec


@dataclass(frozen=True)
class Layout:
    """The ranks of a run along their axes."""

    world: int
    data: int  # ranks, or groups of ranks, that take different rows
    tensor: int = 1  # ranks that share each matrix
    pipeline: int = 1  # ranks that pass rows on to each other
    stages: int = 1  # over all ranks
    schedule: str | None = None
    micro_batches: int = 1
    shards: int = 1  # ranks over which weights, gradients and optimizer state are split
    servers: int = 0
    speaker: int = 0
    expendable: tuple[int, ...] = ()

    def rows_per_rank(self, batch: int) -> int:
        """Rows of a global batch on the rank that has most."""
        return -(-batch // self.data)

    def passes(self, training: TrainingSpec) -> int:
        """Forward passes of a rank in one step."""
        return self.micro_batches if self.pipeline > 1 else training.accumulation

    def micro_batch(self, training: TrainingSpec) -> int:
        """Rows of one forward pass."""
        return max(-(-self.rows_per_rank(training.batch_size) // self.passes(training)), 1)


def layout_of(strategy: StrategySpec) -> Layout:
    """The layout of a strategy with its options."""
    world = len(strategy.devices)
    match strategy:
        case TensorParallelSpec(degree=degree):
            tensor = degree or world
            return Layout(world, data=world // tensor, tensor=tensor)
        case PipelineSpec():
            return Layout(
                world,
                data=1,
                pipeline=world,
                stages=_stages(strategy, world),
                schedule=strategy.schedule,
                micro_batches=strategy.micro_batches,
            )
        case MeshSpec(mesh=mesh):
            return Layout(
                world,
                data=mesh.data,
                tensor=mesh.tensor,
                pipeline=mesh.pipeline,
                stages=mesh.pipeline,
                schedule=strategy.schedule,
                micro_batches=strategy.micro_batches,
                shards=mesh.data if strategy.data == "shard" else 1,
            )
        case FsdpSpec(replicas=replicas):
            return Layout(world, data=world, shards=world // replicas)
        case ParameterServerSpec():
            return _with_servers(strategy, world)
        case _:
            return Layout(world, data=world)


def _stages(strategy: PipelineSpec, world: int) -> int:
    """One a rank; interleaved at least two, or there is nothing to interleave."""
    stages = strategy.stages or world
    return 2 * world if strategy.schedule == "interleaved_1f1b" and stages == world else stages


def _with_servers(strategy: ParameterServerSpec, world: int) -> Layout:
    """In step the first worker speaks; free-running any worker may be lost, so the first server does."""
    workers = world - strategy.servers
    if strategy.mode == "sync":
        return Layout(world, data=workers, servers=strategy.servers)
    return Layout(
        world, data=workers, servers=strategy.servers, speaker=workers, expendable=tuple(range(workers))
    )
