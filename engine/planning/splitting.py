"""Can the batch and the network be split as asked? Each problem with its field and the nearest that works."""

from engine.planning.anatomy import Anatomy
from engine.planning.layout import Layout
from engine.planning.stages import links_of
from engine.schema.model_spec import ModelSpec
from engine.schema.problem import Problem
from engine.schema.strategy_spec import MeshSpec, TensorParallelSpec
from engine.schema.train import TrainSpec

UNCUT = (
    "linear",
    "mean_embedding",
    "pretrained",
    "matrix_factorization",
    "neural_cf",
    "two_tower",
    "sasrec",
)  # a stage each would leave the others nothing to do


def check_splitting(spec: TrainSpec, anatomy: Anatomy, layout: Layout) -> list[Problem]:
    """Problems with micro-batches, stages and tensor-parallel degree."""
    problems = _check_passes(spec, layout)
    if layout.pipeline > 1 or layout.stages > 1:
        problems += _check_stages(spec, anatomy, layout) + _check_micro_batches(spec, layout)
    if layout.tensor > 1:
        problems += _check_degree(spec, anatomy, layout)
    return problems


def degree_divides(anatomy: Anatomy, degree: int) -> bool:
    """Whether each of that many ranks gets an equal part of every matrix that is split."""
    return all(width % degree == 0 for width in anatomy.limits.values())


def can_be_cut(model: ModelSpec) -> bool:
    return model.name not in UNCUT


def nearest_batch(batch: int, factor: int) -> int:
    """The multiple of ``factor`` nearest to the batch, not zero."""
    return max(round(batch / factor), 1) * factor


def _check_passes(spec: TrainSpec, layout: Layout) -> list[Problem]:
    accumulation, rows = spec.training.accumulation, layout.rows_per_rank(spec.training.batch_size)
    if layout.pipeline > 1 or accumulation <= rows:
        return []
    params = {"accumulation": accumulation, "rows": rows, "suggestion": rows}
    return [Problem(code="accumulation_above_rows", field="training.accumulation", params=params)]


def _check_micro_batches(spec: TrainSpec, layout: Layout) -> list[Problem]:
    batch, factor = spec.training.batch_size, layout.data * layout.micro_batches
    if batch % factor == 0:
        return []
    params = {
        "batch": batch,
        "micro_batches": layout.micro_batches,
        "ranks": layout.data,
        "suggestion": nearest_batch(batch, factor),
    }
    return [Problem(code="batch_not_divisible", field="training.batch_size", params=params)]


def _check_stages(spec: TrainSpec, anatomy: Anatomy, layout: Layout) -> list[Problem]:
    is_mesh = isinstance(spec.strategy, MeshSpec)
    if not can_be_cut(spec.model):
        field = "strategy.mesh.pipeline" if is_mesh else "strategy.name"
        return [Problem(code="model_cannot_be_cut", field=field, params={"model": spec.model.name})]
    parts = len(links_of(anatomy.parts))
    if layout.stages <= parts:
        return []
    nearest = parts // layout.pipeline * layout.pipeline  # as many on each device
    field = "strategy.mesh.pipeline" if is_mesh else "strategy.stages" if nearest else "strategy.devices"
    params = {"stages": layout.stages, "parts": parts, "suggestion": nearest or parts}
    return [Problem(code="stages_above_parts", field=field, params=params)]


def _check_degree(spec: TrainSpec, anatomy: Anatomy, layout: Layout) -> list[Problem]:
    strategy, degree = spec.strategy, layout.tensor
    is_mesh = isinstance(strategy, MeshSpec)
    field = "strategy.mesh.tensor" if is_mesh else "strategy.degree"
    if not anatomy.limits:
        named = {"model": spec.model.name}
        return [Problem(code="model_has_no_split", field="strategy.name", params=named)]
    problems = []
    for name, width in anatomy.limits.items():
        if width % degree:
            params: dict[str, object] = {
                "degree": degree,
                "what": name,
                "width": width,
                "suggestion": _nearest_degree(anatomy, layout),
            }
            problems.append(Problem(code="degree_does_not_divide_model", field=field, params=params))
            break
    if isinstance(strategy, TensorParallelSpec) and strategy.sequence_parallel:
        problems += _check_sequence(spec, anatomy, layout)
    return problems


def _check_sequence(spec: TrainSpec, anatomy: Anatomy, layout: Layout) -> list[Problem]:
    field = "strategy.sequence_parallel"
    if not anatomy.vocabulary:  # other networks read rows of any length
        return [Problem(code="sequence_cannot_be_split", field=field, params={"model": spec.model.name})]
    if anatomy.positions % layout.tensor:
        params = {
            "degree": layout.tensor,
            "context": anatomy.positions,
            "suggestion": nearest_batch(anatomy.positions, layout.tensor),
        }
        return [Problem(code="context_not_divisible", field="model.context", params=params)]
    return []


def _nearest_degree(anatomy: Anatomy, layout: Layout) -> int:
    """The divisor of the group that every split width allows, nearest to the degree asked for."""
    group = layout.tensor * layout.data
    allowed = [d for d in range(1, group + 1) if group % d == 0 and degree_divides(anatomy, d)]
    return min(allowed, key=lambda degree: (abs(degree - layout.tensor), degree))
