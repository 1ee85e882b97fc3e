"""From an optimizer's spec to a library's own implementation, without what a step does not need.

``fused`` does the whole update in one pass (AdamW on a small network: 35 µs instead of 167 µs on CPU); where a kernel
is missing ``foreach`` does it in a few passes over all tensors together. The public ``step`` and ``add_param_group``
import torch._dynamo, one second at every start of every rank, only to tell a compiler that we do not use to leave
them alone; so their plain bodies are called.
"""

import inspect
from collections.abc import Callable, Collection, Mapping
from typing import Any

import torch
from lion_pytorch.foreach import Lion
from torch import Tensor
from torch.optim import SGD, Adam, AdamW, Optimizer

from engine.schema.training_spec import (
    AdafactorSpec,
    AdamSpec,
    AdamwSpec,
    LionSpec,
    MomentumSpec,
    MuonSpec,
    NesterovSpec,
    OptimizerSpec,
    SgdSpec,
)
from engine.train.adafactor import WholeAdafactor
from engine.train.muon import MuonWithAdamw, is_hidden_matrix
from engine.train.rows import RowAdam, RowsAndWeights, RowSgd
from engine.train.shards import home_of, is_split, placed_like, whole

Step = Callable[[float], None]


def build_optimizer(
    spec: OptimizerSpec, parameters: Mapping[str, Tensor], tables: Collection[str] = ()
) -> Optimizer:
    """The optimizer asked for, over these parameters by their full names; none at all is allowed.

    Parameters may be plain tensors and DTensors side by side. Muon and Adafactor gather split matrices, one after
    the other, in the same order on every rank. ``tables`` are those whose gradients are sparse.
    """
    _spare_the_compiler()
    if tables:
        others = {name: tensor for name, tensor in parameters.items() if name not in tables}
        rows = _of_rows(spec, [parameters[name] for name in parameters if name in tables])
        return RowsAndWeights(rows, build_optimizer(spec, others))
    common: dict[str, Any] = {"lr": spec.learning_rate, "weight_decay": spec.weight_decay}
    tensors = list(parameters.values())
    match spec:
        case AdamwSpec():
            return AdamW(_groups(tensors, fused=True), betas=(spec.beta1, spec.beta2), **common)
        case AdamSpec():
            return Adam(_groups(tensors, fused=True), betas=(spec.beta1, spec.beta2), **common)
        case NesterovSpec():
            # Without momentum there is nothing to look ahead to, and torch refuses the pair.
            nesterov = spec.momentum > 0
            return SGD(_sgd_groups(tensors), momentum=spec.momentum, nesterov=nesterov, **common)
        case MomentumSpec():
            return SGD(_sgd_groups(tensors), momentum=spec.momentum, **common)
        case SgdSpec():
            return SGD(_sgd_groups(tensors), **common)
        case AdafactorSpec():
            return WholeAdafactor(_groups(tensors), **common)
        case LionSpec():
            return Lion(_groups(tensors), betas=(spec.beta1, spec.beta2), **common)
        case MuonSpec():
            matrices = [tensor for name, tensor in parameters.items() if is_hidden_matrix(name, tensor)]
            others = [tensor for name, tensor in parameters.items() if not is_hidden_matrix(name, tensor)]
            return MuonWithAdamw(
                _groups(matrices), _groups(others, fused=True), momentum=spec.momentum, **common
            )


def _of_rows(spec: OptimizerSpec, tables: list[Any]) -> Optimizer:
    """What moves the touched rows of tables; plans allow these optimizers alone."""
    common: dict[str, Any] = {"lr": spec.learning_rate, "weight_decay": spec.weight_decay}
    if isinstance(spec, AdamSpec):
        decoupled = isinstance(spec, AdamwSpec)
        return RowAdam(tables, betas=(spec.beta1, spec.beta2), decoupled=decoupled, **common)
    return RowSgd(tables, **common)


def step_of(optimizer: Optimizer) -> Step:
    """``step(learning_rate)`` of an optimizer: the same rate for every group."""
    bodies = [
        (member, inspect.unwrap(type(member).step))
        for member in _members(optimizer)
        if any(group["params"] for group in member.param_groups)  # Lion does not take an empty list
    ]

    @torch.no_grad()
    def step(learning_rate: float) -> None:
        for group in optimizer.param_groups:
            group["lr"] = learning_rate
        for member, body in bodies:
            body(member)

    return step


def state_of(optimizer: Optimizer, parameters: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The optimizer's own tensors as ``parameter name/key``, not copied; empty before the first step.

    These optimizers keep nothing but tensors: step counters are 0-dim, moments of a DTensor are DTensors laid out
    alike. Adafactor's row and column means are plain and the same on every rank.
    """
    return {
        f"{name}/{key}": value
        for name, parameter in parameters.items()
        for key, value in optimizer.state.get(parameter, {}).items()
    }


def load_state(optimizer: Optimizer, parameters: Mapping[str, Tensor], tensors: Mapping[str, Tensor]) -> None:
    """Take over what ``state_of`` gave; whole tensors for DTensors are cut to this rank's part. Copies.

    What stands under a name that is not in ``parameters`` is left out: a rank may hold a part of the model only.
    A collective for Adafactor where its state comes split.
    """
    groups = {parameter: group for group in optimizer.param_groups for parameter in group["params"]}
    for path, tensor in tensors.items():
        name, _, key = path.rpartition("/")
        if (parameter := parameters.get(name)) is None:
            continue
        if key == "step":  # a kernel counts where it runs, everything else on the CPU
            device = parameter.device if groups[parameter].get("fused") else torch.device("cpu")
            value = tensor.to(device, torch.float32, copy=True)
        elif isinstance(optimizer, WholeAdafactor):
            value = whole(tensor).to(home_of(parameter), copy=True)
        else:
            value = placed_like(tensor, parameter)
        optimizer.state[parameter][key] = value


def _sgd_groups(tensors: list[Tensor]) -> list[dict[str, Any]]:
    """torch has no fused SGD for DTensors, as it has a fused Adam."""
    groups = _groups(tensors)
    for group in groups:
        split = any(is_split(tensor) for tensor in group["params"])
        group.update(fused=not split, foreach=split)
    return groups


def _groups(tensors: list[Tensor], **options: Any) -> list[dict[str, Any]]:
    """A group for each mesh of devices that tensors lie on, and one for plain ones: no kernel takes a mixed list."""
    kinds: dict[Any, list[Tensor]] = {}
    for tensor in tensors:
        kinds.setdefault(getattr(tensor, "device_mesh", None), []).append(tensor)
    return [{"params": kind, **options} for kind in kinds.values() or [[]]]


def _members(optimizer: Optimizer) -> tuple[Optimizer, ...]:
    return optimizer.members if isinstance(optimizer, MuonWithAdamw | RowsAndWeights) else (optimizer,)


def _spare_the_compiler() -> None:
    """Tell torch's lazy wrappers, in the attribute where they look for it, that the plain body will do."""
    for method in vars(Optimizer).values():
        if body := getattr(method, "__wrapped__", None):
            body.__dict__.setdefault("__dynamo_disable", body)
