"""Small matrices beside the large ones (LoRA; Hu et al., 2022): put in, merged, and kept in PEFT's own layout."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from safetensors.torch import save_file
from torch import Tensor, nn

from engine.model.model_files import ModelFiles
from engine.model.pretrained.nf4 import Nf4Linear
from engine.model.pretrained.opening import Head
from engine.schema.model_spec import PretrainedSpec

FOLDER, CONFIG, WEIGHTS = "adapter", "adapter_config.json", "adapter_model.safetensors"
_NAME = "default"  # of the only adapter, in PEFT's names of parameters
_TASKS = {"words": "CAUSAL_LM", "classes": "SEQ_CLS", "images": None}


def adapt(network: nn.Module, spec: PretrainedSpec, head: Head, heads: Sequence[str]) -> None:
    """Put an adapter beside every linear layer, in place. It alone is trained, with the parts that were drawn anew; at
    first it adds nothing."""
    from peft import inject_adapter_in_model

    network.requires_grad_(False)
    targets = tuple(_linear_layers(network, head, heads))
    inject_adapter_in_model(_config(network, spec, head, targets), network)
    for name in heads:
        network.get_submodule(name).requires_grad_(True)
    if spec.tuning == "qlora":
        for layer in adapted_layers(network).values():
            layer.base_layer = Nf4Linear(layer.base_layer)


def heads_of(network: nn.Module, head: Head, drawn: Sequence[str]) -> tuple[str, ...]:
    """The parts that tell classes: those beside the base, and what of it was ``drawn`` anew."""
    if head == "words":
        return ()
    base = network.base_model_prefix
    parts = ((name, part) for name, part in network.named_children() if name != base)
    return (*drawn, *(name for name, part in parts if any(True for _ in part.parameters())))


def adapted_layers(network: nn.Module) -> dict[str, Any]:
    """PEFT's layers by name."""
    from peft.tuners.lora import LoraLayer

    return {name: part for name, part in network.named_modules() if isinstance(part, LoraLayer)}


def merge(network: nn.Module) -> None:
    """Add what the adapters say to the weights beside them and take them out: transformers' own network again.

    Weights in four bits become the numbers they stand for, with which the adapter was trained and measured.
    """
    for name, layer in adapted_layers(network).items():
        added = layer.get_delta_weight(_NAME).detach()
        plain = layer.base_layer.plain() if isinstance(layer.base_layer, Nf4Linear) else layer.base_layer
        plain.weight.data += added
        parent, _, key = name.rpartition(".")
        setattr(network.get_submodule(parent), key, plain)


def write_adapter(
    folder: Path,
    network: nn.Module,
    spec: PretrainedSpec,
    head: Head,
    heads: Sequence[str],
    state: Mapping[str, Tensor],
) -> tuple[str, ...]:
    """The adapter as ``PeftModel.from_pretrained`` reads it; gives the names of the files. ``state`` is what was
    trained, under transformers' names."""
    place = folder / FOLDER
    place.mkdir()
    config = _config(network, spec, head, tuple(adapted_layers(network))).to_dict()
    config |= {
        "base_model_name_or_path": spec.path,
        "modules_to_save": list(heads) or None,
        "inference_mode": True,
    }
    (place / CONFIG).write_text(json.dumps(config, indent=2, default=_plain), encoding="utf-8")
    tensors = {f"base_model.model.{_as_peft(name)}": tensor.contiguous() for name, tensor in state.items()}
    save_file(tensors, place / WEIGHTS, metadata={"format": "pt"})
    return f"{FOLDER}/{CONFIG}", f"{FOLDER}/{WEIGHTS}"


def read_adapter(files: ModelFiles) -> dict[str, Tensor]:
    """What was trained, under the names of the network with its adapters in."""
    tensors = files.tensors(f"{FOLDER}/{WEIGHTS}")
    return {_as_ours(name.removeprefix("base_model.model.")): tensor for name, tensor in tensors.items()}


def _config(network: nn.Module, spec: PretrainedSpec, head: Head, targets: Sequence[str]) -> Any:
    from peft import LoraConfig

    return LoraConfig(
        r=spec.lora_rank,
        lora_alpha=spec.lora_alpha,
        lora_dropout=spec.lora_dropout,
        target_modules=sorted(targets),
        task_type=_TASKS[head],
        fan_in_fan_out=any(_lies_across(part) for part in network.modules()),
        bias="none",
    )


def _linear_layers(network: nn.Module, head: Head, heads: Sequence[str]) -> Iterator[str]:
    """Every linear layer but the last one, which has the words or the classes."""
    last = {id(network.get_output_embeddings())} if head == "words" else set()
    for name in heads:
        last |= {id(part) for part in network.get_submodule(name).modules()}
    for name, part in network.named_modules():
        if (isinstance(part, nn.Linear) or type(part).__name__ == "Conv1D") and id(part) not in last:
            yield name


def _lies_across(layer: nn.Module) -> bool:
    """Whether its weights are inputs × outputs."""
    return type(layer).__name__ == "Conv1D" or (isinstance(layer, Nf4Linear) and layer.lies_across)


def _as_peft(name: str) -> str:
    return name.replace(f".{_NAME}.", ".")


def _as_ours(name: str) -> str:
    for part in (".lora_A.", ".lora_B."):
        name = name.replace(part, f"{part}{_NAME}.")
    return name


def _plain(value: Any) -> Any:
    """PEFT keeps sets and enumerations in its configuration."""
    return sorted(value) if isinstance(value, set) else getattr(value, "value", str(value))
