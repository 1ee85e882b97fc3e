"""How model, data and gradients lie over the ranks. A new strategy is a file and a line here."""

from importlib import import_module

from engine.train.strategy.base import Material, Strategy

# Named, not imported: what a strategy needs of torch can take a second, and a run uses one of them.
STRATEGIES = {
    "single": "single.Single",
    "ddp": "ddp.Ddp",
    "zero1": "zero1.Zero1",
    "fsdp": "fsdp.Fsdp",
    "tensor_parallel": "tensor_parallel.TensorParallel",
    "pipeline": "pipeline.Pipeline",
    "parameter_server": "parameter_server.in_step.ParameterServer",
    "local_sgd": "local_sgd.LocalSgd",
    "diloco": "local_sgd.Diloco",
    "mesh": "mesh.Mesh",
}


def build_strategy(material: Material) -> Strategy:
    """The strategy that the spec asks for, holding the model."""
    spec = material.spec.strategy
    place = STRATEGIES[spec.name]
    if spec.name == "mesh" and spec.mesh.pipeline > 1:  # type: ignore[union-attr]
        place = STRATEGIES["pipeline"]
    if spec.name == "parameter_server" and spec.mode != "sync":  # type: ignore[union-attr]
        place = "parameter_server.free_running.FreeParameterServer"
    module, _, name = place.rpartition(".")
    return getattr(import_module(f"{__name__}.{module}"), name)(material)
