"""Bytes of each rank at its peak, by formula: nothing is allocated to find out.

The figures of a CPU rank were fitted to measured peaks of resident memory (tests/bench/bench_fit.py prints the table).
"""

from collections.abc import Sequence

from engine.planning.activations import (
    FULL,
    casts_of_weights,
    evaluation_of_pass,
    is_half,
    kept_of_pass,
    passing_of_pass,
    scores_of_pass,
)
from engine.planning.anatomy import Anatomy, Part, moving
from engine.planning.anatomy.recommenders import rows_at_once
from engine.planning.heap import LARGE_BLOCK, LEAST, on_heap
from engine.planning.holdings import is_local, optimizer_bytes, snapshot_bytes, tensors_of
from engine.planning.layout import Layout
from engine.planning.size import Size
from engine.planning.stages import cut_into_stages
from engine.planning.states import state_numbers
from engine.schema.plan import MemoryPlan
from engine.schema.strategy_spec import (
    DdpSpec,
    DilocoSpec,
    FsdpSpec,
    LocalSgdSpec,
    MeshSpec,
    ParameterServerSpec,
    StrategySpec,
    TensorParallelSpec,
    Zero1Spec,
)
from engine.schema.train import TrainSpec
from engine.schema.training_spec import TrainingSpec

MIB = 1 << 20
OVERHEAD_CPU = 292 * MIB  # interpreter, torch and what the first step brings, resident
OVERHEAD_RANKS = 14 * MIB  # more where ranks talk to each other: gloo, its threads
OVERHEAD_SHARDED = 80 * MIB  # more where torch.distributed.tensor is imported
OVERHEAD_CUDA = 500 * MIB  # context and libraries on the device
CHECKED = 1.5  # times the largest tensor: what looking for broken numbers in it takes before a checkpoint
MOST_ROWS_MEASURED = 1024  # in one pass of an evaluation
TOKENS_MEASURED = 1 << 14
PIXELS_MEASURED = 1 << 18
SCORES_MEASURED = 1 << 26  # numbers that one such pass of a language model puts out
MOMENT_ON_HEAP = 9  # the same where each of them is copied, with what the heap wastes
MOMENT_OF_PASS = 3  # blocks that a sharded pass holds whole at once: this one, the next, and its gradient


def rank_memories(spec: TrainSpec, size: Size, layout: Layout) -> tuple[MemoryPlan, ...]:
    """Expected peak of each rank; ranks that are alike give equal plans."""
    stages = cut_into_stages(size.anatomy.parts, layout.stages)
    kinds = [_memory_of_stage(spec, size, layout, stages, rank) for rank in range(layout.pipeline)]
    workers = [kinds[rank % layout.pipeline] for rank in range(layout.world - layout.servers)]
    servers = [_memory_of_server(spec, size, layout)] * layout.servers
    return (*workers, *servers)


def checkpoint_bytes(spec: TrainSpec, anatomy: Anatomy, world: int = 1) -> int:
    """Bytes of weights, optimizer state and average, over all ranks together."""
    averages = anatomy.trained if spec.training.ema else 0
    states = state_numbers(spec.training.optimizer, moving(anatomy.parts))
    own = anatomy.trained + states if is_local(spec.strategy) else states
    return FULL * (anatomy.trained + averages + own * (world if is_local(spec.strategy) else 1))


def _memory_of_stage(
    spec: TrainSpec, size: Size, layout: Layout, stages: Sequence[tuple[Part, ...]], rank: int
) -> MemoryPlan:
    """A rank that computes: the stages that pipeline rank ``rank`` holds, or the whole network."""
    parts = tuple(part for stage in stages[rank :: layout.pipeline] for part in stage)
    anatomy = size.anatomy.cut(parts)
    trained = moving(parts)
    whole = FULL * sum(part.numbers(layout.tensor) for part in trained)
    strategy, training = spec.strategy, spec.training
    offloaded = size.cuda and isinstance(strategy, FsdpSpec) and strategy.cpu_offload
    held = sum(part.bytes(layout.tensor, halved=_halves(spec, size)) for part in parts)
    weights = 0 if offloaded else held // layout.shards
    optimizer = 0 if offloaded else optimizer_bytes(spec, layout, trained)
    is_last = stages[-1][-1] in parts
    memory = MemoryPlan(
        weights=weights,
        gradients=_gradients(layout, training.accumulation, whole),
        optimizer=optimizer + (whole // layout.shards if training.ema and not offloaded else 0),
        activations=_activations(spec, size, layout, anatomy, rank, is_last),
        buffers=_buffers(spec, layout, anatomy, whole),
        data=0 if size.cuda else size.rows * size.row_bytes,
        overhead=_overhead(strategy, layout, size.cuda),
    )
    if size.cuda:
        return memory
    return _with_host(memory, spec, size, layout, trained)


def _with_host(
    memory: MemoryPlan, spec: TrainSpec, size: Size, layout: Layout, parts: Sequence[Part]
) -> MemoryPlan:
    """On a CPU checkpoints are copied within the same memory, and networks are built whole before they are split."""
    largest_tensor = max(tensors_of(parts, layout.tensor), default=0) // layout.shards
    if isinstance(spec.strategy, ParameterServerSpec):
        largest_tensor = 0  # servers check what they hold
    snapshot = snapshot_bytes(spec, layout, parts)
    memory = memory.model_copy(
        update={
            "buffers": memory.buffers + snapshot,
            "activations": max(memory.activations, int(CHECKED * largest_tensor)),
        }
    )
    missing = memory.overhead + memory.data + _building(spec, size, layout) - memory.total
    return memory.model_copy(update={"buffers": memory.buffers + max(missing, 0)})


def _building(spec: TrainSpec, size: Size, layout: Layout) -> int:
    """Bytes while the network is made: whole, and for a pipeline each part tried with its gradients."""
    whole = sum(max(part.bytes(), FULL * part.numbers()) for part in size.anatomy.parts)
    if layout.pipeline > 1:
        return whole * (1 + max(layout.stages // layout.pipeline, 1))
    return whole + whole // (layout.shards * layout.tensor)


def _memory_of_server(spec: TrainSpec, size: Size, layout: Layout) -> MemoryPlan:
    """A share of the weights with its optimizer state; what workers pushed; weights as each worker last saw them."""
    strategy, training = spec.strategy, spec.training
    servers = max(layout.servers, 1)
    share = FULL * size.anatomy.trained // servers
    states = FULL * state_numbers(training.optimizer, moving(size.anatomy.parts)) // servers
    delayed = isinstance(strategy, ParameterServerSpec) and strategy.delay_compensation > 0
    average = share if training.ema else 0
    snapshot = 0 if size.cuda else share + states + average
    checked = 0 if size.cuda else int(CHECKED * max(tensors_of(moving(size.anatomy.parts)), default=0))
    leads = layout.speaker > 0  # free-running, the first server also has the network, to measure it with
    return MemoryPlan(
        weights=share + (FULL * size.anatomy.parameters if leads else 0),
        gradients=share,
        optimizer=states + average,
        activations=max(checked, LEAST),
        buffers=snapshot + (share * layout.data if delayed else 0),
        data=0 if size.cuda else size.rows * size.row_bytes,
        overhead=_overhead(strategy, layout, size.cuda),
    )


def _gradients(layout: Layout, passes: int, whole: int) -> int:
    """Sharded gradients of several passes are added up whole, and leave with the last."""
    if layout.shards > 1 and passes > 1:
        return whole
    return whole // layout.shards


def _activations(
    spec: TrainSpec, size: Size, layout: Layout, anatomy: Anatomy, rank: int, is_last: bool
) -> int:
    training, strategy = spec.training, spec.strategy
    rows = layout.micro_batch(training)
    sequence = isinstance(strategy, TensorParallelSpec) and strategy.sequence_parallel
    split_loss = not isinstance(strategy, TensorParallelSpec) or strategy.loss_parallel
    kept = kept_of_pass(anatomy, rows, training, tensor=layout.tensor, sequence=sequence)
    passing = passing_of_pass(
        anatomy, rows, training, cuda=size.cuda, tensor=layout.tensor, sequence=sequence
    )
    scores = (
        scores_of_pass(anatomy, rows, training, tensor=layout.tensor, split_loss=split_loss) if is_last else 0
    )
    total = kept * _passes_in_flight(layout, rank) + _at_once(passing, scores, training)
    if layout.shards == 1:
        cast = [part for part in anatomy.parts if not (part.frozen and (part.packed or _halves(spec, size)))]
        total += casts_of_weights(cast, training.precision, layout.tensor)
    measured = evaluation_of_pass(
        anatomy, _evaluation_rows(spec, size, layout), training, cuda=size.cuda, tensor=layout.tensor
    )
    if size.cuda:
        return max(total, measured)
    return on_heap(total, measured, anatomy, rows, training)


def _halves(spec: TrainSpec, size: Size) -> bool:
    """Whether frozen weights lie on the device in the two bytes that they are multiplied in."""
    return size.cuda and spec.training.precision == "bf16"


def _passes_in_flight(layout: Layout, rank: int) -> int:
    """Micro-batches whose activations a pipeline rank holds at once (Narayanan et al., 2021)."""
    if layout.pipeline == 1:
        return 1
    if layout.schedule == "gpipe":
        return layout.micro_batches
    ahead = layout.pipeline - rank
    if layout.schedule == "interleaved_1f1b":  # each a part of the rank's stages only
        own = max(layout.stages // layout.pipeline, 1)
        ahead = -(-(2 * (layout.pipeline - rank - 1) + (own - 1) * layout.pipeline + 1) // own)
    return min(max(ahead, 1), layout.micro_batches)


def _at_once(passing: int, scores: int, training: TrainingSpec) -> int:
    """Scores are gone when the layers' backward pass begins, but the last block may be recomputed beside them."""
    return max(passing, scores) if training.activation_checkpointing == "none" else passing + scores


def _evaluation_rows(spec: TrainSpec, size: Size, layout: Layout) -> int:
    """Rows of one pass of an evaluation, as engine.train.evaluate takes them."""
    training = spec.training
    if layout.pipeline > 1:
        return layout.rows_per_rank(training.batch_size)
    rows = max(layout.micro_batch(training), _best_batch(size.anatomy))
    if size.anatomy.scored:
        rows = rows_at_once(size.anatomy)
    return min(rows, max(size.most_in_evaluation, 1))


def _best_batch(anatomy: Anatomy) -> int:
    """As the tasks have it: a text's passes are bounded by their tokens, a language model's by their scores."""
    if anatomy.pixels:
        return rows_of_images(anatomy.pixels)
    if anatomy.scored:
        return rows_at_once(anatomy)
    if not anatomy.vocabulary:
        return max(1, min(MOST_ROWS_MEASURED, TOKENS_MEASURED // max(anatomy.positions, 1)))
    return max(1, min(16, SCORES_MEASURED // (anatomy.positions * anatomy.vocabulary)))


def rows_of_images(pixels: int) -> int:
    """Images of so many pixels in one pass of an evaluation."""
    return max(1, min(MOST_ROWS_MEASURED, PIXELS_MEASURED // pixels))


def _buffers(spec: TrainSpec, layout: Layout, anatomy: Anatomy, whole: int) -> int:
    """What is gathered, sent and received through, beside gradients that lie in their buckets already."""
    strategy = spec.strategy
    match strategy:
        case DdpSpec(compression="fp16" | "bf16"):
            return whole // 2
        case DdpSpec(compression="powersgd"):
            return 2 * whole  # the error that was left out, and a copy to work on
        case Zero1Spec():
            return whole  # one flat tensor for each owner
        case LocalSgdSpec():
            return whole  # the mean; while it is measured a rank's own weights lie where activations were
        case DilocoSpec():
            return 3 * whole  # and the anchor and its momentum
        case ParameterServerSpec():
            return whole  # pushed and pulled in one flat tensor for each server
        case FsdpSpec() if layout.shards > 1:
            return _gathered(anatomy, spec, strategy.reshard_after_forward)
        case MeshSpec() if layout.shards > 1:
            return _gathered(anatomy, spec, True) // layout.tensor
        case _:
            return 0


def _gathered(anatomy: Anatomy, spec: TrainSpec, frees: bool) -> int:
    """Whole weights of the blocks at work, and of what belongs to no block, which stays gathered."""
    size = 2 if is_half(spec.training.precision) else FULL
    blocks = [part.numbers() for part in anatomy.blocks]
    largest, rest = max(blocks, default=0), anatomy.parameters - sum(blocks)
    if spec.strategy.devices[0] == "cpu" and FULL * largest < LARGE_BLOCK:
        # Gathered, copied out and reduced on the heap, between holes that the whole network left when it was split.
        return int(FULL * (MOMENT_ON_HEAP * largest + 2 * rest + anatomy.parameters / 2))
    at_once = min(MOMENT_OF_PASS * largest, sum(blocks)) if frees else sum(blocks)
    return size * (at_once + rest) + FULL * rest


def _overhead(strategy: StrategySpec, layout: Layout, cuda: bool) -> int:
    if cuda:
        return OVERHEAD_CUDA
    overhead = OVERHEAD_CPU + (OVERHEAD_RANKS if layout.world > 1 else 0)
    sharded = isinstance(strategy, FsdpSpec | TensorParallelSpec | MeshSpec)
    return overhead + (OVERHEAD_SHARDED if sharded or layout.pipeline > 1 else 0)


def largest(memories: Sequence[MemoryPlan]) -> MemoryPlan:
    """The plan of the rank that needs most."""
    return max(memories, key=lambda memory: memory.total)


def scaled(memory: MemoryPlan, ratio: float) -> MemoryPlan:
    """The plan brought to ``ratio`` times its total; weights, gradients and optimizer state are exact and stay."""
    moving = memory.activations + memory.buffers + memory.data + memory.overhead
    exact = memory.total - moving
    factor = max((memory.total * ratio - exact) / moving, 0.1) if moving else 1.0
    return replace_parts(memory, factor)


def replace_parts(memory: MemoryPlan, factor: float) -> MemoryPlan:
    changed = {
        name: int(getattr(memory, name) * factor) for name in ("activations", "buffers", "data", "overhead")
    }
    return memory.model_copy(update=changed)
