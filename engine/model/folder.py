"""A finished model as a folder: weights, card, preprocessing, and a manifest that tells damage from truth.

Safetensors and JSON only: nothing in a model's folder can run code when it is opened. The folder of a language model,
and of every image network that transformers knows too, is also one of transformers' own.
"""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from safetensors import SafetensorError
from safetensors.torch import save_file
from torch import Tensor, nn

from engine.model.image_files import image_files
from engine.model.inputs.encoder_preprocessing import EncoderPreprocessing
from engine.model.inputs.image_preprocessing import ImagePreprocessing
from engine.model.inputs.interaction_preprocessing import HISTORIES, InteractionPreprocessing
from engine.model.inputs.preprocessing import Preprocessing, preprocessing_from_json
from engine.model.inputs.token_preprocessing import TokenPreprocessing
from engine.model.llama_files import llama_files
from engine.model.model_files import ModelFiles, json_of, open_files
from engine.model.networks.build import build_model
from engine.model.tokenizer_files import write_tokenizer
from engine.schema.card import CARD, ModelCard
from engine.schema.model_spec import PretrainedSpec
from engine.schema.problem import UserError
from engine.schema.train import TrainSpec
from engine.system.files import read_json, sync_file, write_durably, write_json
from engine.system.folders import made_whole, sweep_asides
from engine.system.manifest import MANIFEST, manifest_of

WEIGHTS, PREPROCESSING = "model.safetensors", "preprocessing.json"


@dataclass(frozen=True)
class TargetScale:
    """A regression learns (target − mean) / scale; this is the way back."""

    mean: float = 0.0
    scale: float = 1.0


@dataclass(frozen=True)
class SavedModel:
    """What a model's folder holds."""

    card: ModelCard
    module: nn.Module
    preprocessing: Preprocessing
    target: TargetScale


def save_model(
    folder: Path,
    tensors: Mapping[str, Tensor],
    card: ModelCard,
    preprocessing: Preprocessing,
    target: TargetScale,
) -> ModelCard:
    """Write aside, sync, and put in place of whatever an earlier attempt left; returns the card as written.

    ``tensors`` is the network's whole state, under the names of ``state_dict``.
    """
    sweep_asides(folder.parent)
    with made_whole(folder) as aside:
        card = _write_files(aside, tensors, card, preprocessing, target)
        shutil.rmtree(folder, ignore_errors=True)
    return card


def _write_files(
    aside: Path,
    tensors: Mapping[str, Tensor],
    card: ModelCard,
    preprocessing: Preprocessing,
    target: TargetScale,
) -> ModelCard:
    plain = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
    spec = TrainSpec.model_validate(card.spec).model
    if isinstance(spec, PretrainedSpec):
        card, more = _write_tuned(aside, plain, spec, card, preprocessing)
    else:
        save_file(
            plain, aside / WEIGHTS, metadata={"format": "pt"}
        )  # transformers opens no file that does not say so
        sync_file(aside / WEIGHTS)
        more = (WEIGHTS, *_write_companions(aside, card, preprocessing))
    weights = (aside / name for name in more if name.endswith(".safetensors"))
    told = {"bytes": sum(path.stat().st_size for path in weights), "architecture": _architecture_of(aside)}
    card = card.model_copy(update=told)
    write_json(aside / CARD, json.loads(card.model_dump_json()))
    scale = {"mean": target.mean, "scale": target.scale}
    write_json(aside / PREPROCESSING, {**preprocessing.as_json(), "target": scale})
    write_json(aside / MANIFEST, manifest_of(aside, (CARD, PREPROCESSING, *more)))
    return card


def _architecture_of(folder: Path) -> str | None:
    """The class of transformers that opens the folder as it is."""
    config = read_json(folder / "config.json")
    architectures = config.get("architectures") if isinstance(config, dict) else None
    return architectures[0] if architectures else None


def _write_tuned(
    aside: Path,
    tensors: Mapping[str, Tensor],
    spec: PretrainedSpec,
    card: ModelCard,
    preprocessing: Preprocessing,
) -> tuple[ModelCard, tuple[str, ...]]:
    """The files of a network that somebody else had trained; the card says from which it was tuned."""
    from engine.model.pretrained.saving import base_of, write_tuned

    shape = preprocessing.shape(max(len(card.labels), 1))
    files = write_tuned(aside, spec, shape, tensors, card.labels, multi_label=card.multi_label)
    if isinstance(preprocessing, TokenPreprocessing | EncoderPreprocessing):
        chats = isinstance(preprocessing, TokenPreprocessing) and preprocessing.chats
        files += write_tokenizer(aside, preprocessing.tokenizer, chats=chats)
    return card.model_copy(update={"base": base_of(spec)}), files


def _write_companions(aside: Path, card: ModelCard, preprocessing: Preprocessing) -> tuple[str, ...]:
    """The files by which other programs know a network; gives their names."""
    if isinstance(preprocessing, ImagePreprocessing):
        files = image_files(TrainSpec.model_validate(card.spec).model, preprocessing, card.labels)
        for name, value in files.items():
            write_json(aside / name, value)
        return tuple(files)
    if isinstance(preprocessing, InteractionPreprocessing):
        write_durably(aside / HISTORIES, preprocessing.histories_file())
        return (HISTORIES,)
    if not isinstance(preprocessing, TokenPreprocessing):
        return ()
    files = llama_files(TrainSpec.model_validate(card.spec).model, preprocessing)
    for name, value in files.items():
        write_json(aside / name, value)
    return (*files, *write_tokenizer(aside, preprocessing.tokenizer, chats=preprocessing.chats))


def load_model(folder: Path, passphrase: str | None = None) -> SavedModel:
    """Raises UserError when the folder is damaged, and as ``open_files`` does when it is encrypted."""
    return saved_in(open_files(folder, passphrase))


def saved_in(files: ModelFiles) -> SavedModel:
    """Check every file against the manifest, then build the network; raises UserError when one is damaged."""
    files.verify()
    card = ModelCard.model_validate(json_of(files, CARD))
    stored = json_of(files, PREPROCESSING)
    preprocessing = preprocessing_from_json(stored, files)
    spec = TrainSpec.model_validate(card.spec)
    shape = preprocessing.shape(max(len(card.labels), 1))
    if isinstance(spec.model, PretrainedSpec):
        from engine.model.pretrained.saving import open_tuned

        tuned = open_tuned(files, card, spec.model, shape)
        return SavedModel(card, tuned.eval(), preprocessing, TargetScale(**stored["target"]))
    module = build_model(spec.model, shape)
    try:
        module.load_state_dict(files.tensors(WEIGHTS))
    except (SafetensorError, RuntimeError) as error:
        raise UserError("model_damaged", path=str(files.folder), file=WEIGHTS) from error
    return SavedModel(card, module.eval(), preprocessing, TargetScale(**stored["target"]))
