"""A tuned network as a folder of the Hugging Face layout, its adapter beside it, and the way back.

What was trained is put into the base again, which comes from its own folder: a checkpoint holds no frozen weight.
"""

import hashlib
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor

from engine.model.model_files import ModelFiles, json_of
from engine.model.pretrained.adapter import merge, read_adapter, write_adapter
from engine.model.pretrained.network import Pretrained
from engine.model.pretrained.opening import Held
from engine.planning.pretrained_folder import (
    CONFIG,
    TOKENIZER_FILES,
    WEIGHTS,
    PretrainedFolder,
    read_folder,
)
from engine.planning.shape import Shape
from engine.schema.card import ModelCard
from engine.schema.model_spec import PretrainedSpec
from engine.schema.problem import UserError
from engine.system.files import sha256_of, sync_file

_WHOLE = "1000TB"  # one file, however large: what reads our folders asks for one
_COMPANIONS = (*TOKENIZER_FILES, "preprocessor_config.json", "LICENSE", "LICENSE.txt", "NOTICE")
_PREFIX = "network."  # before transformers' own names


def write_tuned(
    aside: Path,
    spec: PretrainedSpec,
    shape: Shape,
    tensors: Mapping[str, Tensor],
    labels: Sequence[str],
    *,
    multi_label: bool = False,
) -> tuple[str, ...]:
    """Write the weights and all that other programs want beside them; gives the names of the files.

    ``tensors`` is what a checkpoint keeps of the network. With ``merge`` the folder is a model of transformers' own;
    without, the adapter alone is here.
    """
    network = Pretrained(spec, shape)
    take_trained(network, tensors)
    files: tuple[str, ...] = ()
    if spec.tuning != "full":
        state = {name.removeprefix(_PREFIX): tensor for name, tensor in tensors.items()}
        files += write_adapter(aside, network.plain(), spec, network.head, network.heads, state)
    if spec.tuning == "full" or spec.merge:
        _name_classes(network, labels, multi_label)
        files += _write_whole(aside, network)
    for name in files:
        sync_file(aside / name)
    return files + _copy_companions(read_folder(spec.path), aside)


def base_of(spec: PretrainedSpec) -> dict[str, str]:
    """Which model it was tuned from: ``path`` and ``sha256`` of what lies there."""
    return {"path": spec.path, "sha256": fingerprint(read_folder(spec.path))}


def fingerprint(folder: PretrainedFolder) -> str:
    """sha256 over the names and contents of configuration and weights."""
    whole = hashlib.sha256()
    for path in sorted([folder.path / CONFIG, *folder.path.glob("*.safetensors")]):
        whole.update(f"{path.name} {sha256_of(path)}\n".encode())
    return whole.hexdigest()


def open_tuned(files: ModelFiles, card: ModelCard, spec: PretrainedSpec, shape: Shape) -> Pretrained:
    """A finished model: whole from its own files, else the base from where it lay, with the adapter put in.

    Raises UserError when the base is gone or has changed.
    """
    if spec.tuning == "full" or spec.merge:
        own = spec.model_copy(update={"path": str(files.folder), "tuning": "full"})
        return Pretrained(own, shape, _held(files) if files.sealed else None)
    base = read_folder(spec.path)
    if fingerprint(base) != card.base.get("sha256"):
        raise UserError("pretrained_changed", path=spec.path)
    network = Pretrained(spec, shape)
    take_trained(network, {f"{_PREFIX}{name}": tensor for name, tensor in read_adapter(files).items()})
    return network


def _held(files: ModelFiles) -> Held:
    return Held(files.folder, json_of(files, CONFIG), files.tensors(WEIGHTS))


@torch.no_grad()
def take_trained(network: Pretrained, tensors: Mapping[str, Tensor]) -> None:
    """Copy what was trained into its place; raises KeyError where names do not agree."""
    own = network.own_state()
    if own.keys() != tensors.keys():
        raise KeyError(sorted(own.keys() ^ tensors.keys())[:3])
    for name, tensor in tensors.items():
        own[name].copy_(tensor)


def _name_classes(network: Pretrained, labels: Sequence[str], multi_label: bool) -> None:
    """In transformers' configuration, which also says whether chances add up to one."""
    if not labels or network.head == "words":
        return
    config = network.plain().config
    config.id2label = dict(enumerate(labels))
    config.label2id = {label: number for number, label in enumerate(labels)}
    config.problem_type = f"{'multi' if multi_label else 'single'}_label_classification"


def _write_whole(aside: Path, network: Pretrained) -> tuple[str, ...]:
    plain = network.plain()
    merge(plain)
    plain.config.use_cache = network.head == "words"
    plain.save_pretrained(aside, max_shard_size=_WHOLE)
    present = (WEIGHTS, CONFIG, "generation_config.json")
    return tuple(name for name in present if (aside / name).exists())


def _copy_companions(base: PretrainedFolder, aside: Path) -> tuple[str, ...]:
    names = [name for name in _COMPANIONS if (base.path / name).is_file()]
    for name in names:
        shutil.copyfile(base.path / name, aside / name)
        sync_file(aside / name)
    return tuple(names)
