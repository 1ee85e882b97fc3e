"""Which settings cannot go with which strategy, as one table, and why: codes whose words stand in ``wording``.

To allow a combination, take its line out; to refuse one, add it.
"""

from collections.abc import Callable, Mapping

from engine.planning.pretrained_folder import is_hub_name, read_folder
from engine.schema.model_spec import ModelSpec, PretrainedSpec, ResnetSpec
from engine.schema.problem import Problem, UserError
from engine.schema.roles import language_form
from engine.schema.strategy_spec import DdpSpec, FsdpSpec, MeshSpec, ParameterServerSpec, StrategySpec
from engine.schema.train import TrainSpec

# Muon and Adafactor gather each matrix for their step (engine.train), so every optimizer goes with every split.
# (strategy as ``variant_of`` names it, feature) -> reason
REFUSED: Mapping[tuple[str, str], str] = {
    ("pipeline", "accumulation"): "accumulation_in_pipeline",
    ("mesh_pipeline", "accumulation"): "accumulation_in_pipeline",
    ("pipeline", "compile"): "compile_in_pipeline",
    ("mesh_pipeline", "compile"): "compile_in_pipeline",
    ("parameter_server_free", "ema"): "ema_free_running",
    ("tensor_parallel", "elastic"): "elastic_not_here",
    ("pipeline", "elastic"): "elastic_not_here",
    ("fsdp_hybrid", "elastic"): "elastic_not_here",  # the ranks that are left make no whole replicas
    ("mesh", "elastic"): "elastic_not_here",
    ("mesh_split", "elastic"): "elastic_not_here",
    ("mesh_pipeline", "elastic"): "elastic_not_here",
    ("mesh_pipeline_split", "accumulation"): "accumulation_in_pipeline",
    ("mesh_pipeline_split", "compile"): "compile_in_pipeline",
    ("mesh_pipeline_split", "elastic"): "elastic_not_here",
    ("fsdp", "qlora"): "qlora_not_sharded",
    ("fsdp_hybrid", "qlora"): "qlora_not_sharded",
    ("mesh_split", "qlora"): "qlora_not_sharded",
    ("parameter_server_free", "answers"): "answers_free_running",
    ("tensor_parallel", "preference"): "preference_not_split",
    ("pipeline", "preference"): "preference_not_split",
    ("mesh_split", "preference"): "preference_not_split",
    ("mesh_pipeline", "preference"): "preference_not_split",
    ("mesh_pipeline_split", "preference"): "preference_not_split",
    ("pipeline", "samples"): "samples_in_pipeline",
    ("mesh_pipeline", "samples"): "samples_in_pipeline",
    ("mesh_pipeline_split", "samples"): "samples_in_pipeline",
    ("pipeline", "batch_norm"): "batch_norm_in_pipeline",
    ("mesh_pipeline", "batch_norm"): "batch_norm_in_pipeline",
    ("mesh_pipeline_split", "batch_norm"): "batch_norm_in_pipeline",
    ("parameter_server_free", "batch_norm"): "batch_norm_free_running",
    ("ddp_powersgd", "bf16"): "powersgd_needs_fp32",
    ("ddp_powersgd", "fp16"): "powersgd_needs_fp32",
}

FIELDS: Mapping[str, str] = {
    "accumulation": "training.accumulation",
    "compile": "training.compile",
    "ema": "training.ema",
    "elastic": "strategy.elastic",
    "qlora": "model.tuning",
    "answers": "strategy.mode",
    "preference": "strategy.name",
    "samples": "training.samples",
    "batch_norm": "strategy.name",
    "bf16": "strategy.compression",
    "fp16": "strategy.compression",
}

_FEATURES: Mapping[str, Callable[[TrainSpec], bool]] = {
    "accumulation": lambda spec: spec.training.accumulation > 1,
    "compile": lambda spec: spec.training.compile,
    "ema": lambda spec: spec.training.ema is not None,
    "elastic": lambda spec: getattr(spec.strategy, "elastic", False),
    "qlora": lambda spec: getattr(spec.model, "tuning", "") == "qlora",
    "answers": lambda spec: spec.task == "language_model" and _form(spec) != "text",
    "preference": lambda spec: spec.task == "language_model" and _form(spec) == "preference",
    "samples": lambda spec: bool(spec.training.samples),
    "batch_norm": lambda spec: _normalises_batches(spec.model),
    "bf16": lambda spec: spec.training.precision == "bf16",
    "fp16": lambda spec: spec.training.precision == "fp16",
}


def _form(spec: TrainSpec) -> str:
    return language_form(spec.data.model_dump())


def variant_of(strategy: StrategySpec) -> str:
    """The strategy's name in the table: told apart where its options decide what goes with it."""
    match strategy:
        case ParameterServerSpec(mode="async" | "bounded"):
            return "parameter_server_free"
        case DdpSpec(compression="powersgd"):
            return "ddp_powersgd"
        case FsdpSpec(replicas=replicas) if replicas > 1:
            return "fsdp_hybrid"
        case MeshSpec(mesh=mesh):
            split = mesh.tensor > 1 or (strategy.data == "shard" and mesh.data > 1)
            return "mesh" + ("_pipeline" if mesh.pipeline > 1 else "") + ("_split" if split else "")
        case _:
            return strategy.name


def check_combinations(spec: TrainSpec) -> list[Problem]:
    """Settings that the chosen strategy refuses."""
    variant = variant_of(spec.strategy)
    problems = []
    for feature, is_used in _FEATURES.items():
        code = REFUSED.get((variant, feature))
        if code and is_used(spec):
            params = {"strategy": spec.strategy.name, "feature": feature}
            problems.append(Problem(code=code, field=FIELDS[feature], params=params))
    return problems


def _normalises_batches(model: ModelSpec) -> bool:
    """Whether a network remembers the means of its batches; what is wrong with a folder is said elsewhere."""
    if not isinstance(model, PretrainedSpec):
        return isinstance(model, ResnetSpec)
    if is_hub_name(model.path):
        return False
    try:
        names = read_folder(model.path).tensors
    except UserError:
        return False
    return any(name.endswith("running_mean") for name in names)


def check_precision(spec: TrainSpec) -> list[Problem]:
    """Precisions that work on a CPU and gain nothing there."""
    codes = {"tf32": "tf32_idle_on_cpu", "fp16": "fp16_slow_on_cpu"}
    if spec.strategy.devices[0] != "cpu" or spec.training.precision not in codes:
        return []
    return [Problem(code=codes[spec.training.precision], field="training.precision", severity="warning")]
