"""A finished model as a folder: weights, card, preprocessing, and a manifest that tells damage from truth.

Safetensors and JSON only: nothing in a model's folder can run code when it is opened.
"""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from engine.model.build import build_model
from engine.model.preprocessing import Preprocessing, preprocessing_from_json
from engine.schema.card import ModelCard
from engine.schema.problem import UserError
from engine.schema.train import TrainSpec
from engine.system.files import read_json, sync_file, write_json
from engine.system.folders import made_whole, sweep_asides
from engine.system.manifest import MANIFEST, damaged_file, manifest_of

WEIGHTS, CARD, PREPROCESSING = "model.safetensors", "card.json", "preprocessing.json"


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
    """Write aside, sync, and put in place of whatever an earlier attempt left; returns the card as written."""
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
    save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, aside / WEIGHTS)
    sync_file(aside / WEIGHTS)
    card = card.model_copy(update={"bytes": (aside / WEIGHTS).stat().st_size})
    write_json(aside / CARD, json.loads(card.model_dump_json()))
    scale = {"mean": target.mean, "scale": target.scale}
    write_json(aside / PREPROCESSING, {**preprocessing.as_json(), "target": scale})
    write_json(aside / MANIFEST, manifest_of(aside, (WEIGHTS, CARD, PREPROCESSING)))
    return card


def load_model(folder: Path) -> SavedModel:
    """Check every file against the manifest, then build the network; raises UserError when the folder is damaged."""
    manifest = _read(folder, MANIFEST)
    if damaged := damaged_file(folder, manifest):
        raise UserError("model_damaged", path=str(folder), file=damaged)
    card = ModelCard.model_validate(_read(folder, CARD))
    stored = _read(folder, PREPROCESSING)
    preprocessing = preprocessing_from_json(stored)
    spec = TrainSpec.model_validate(card.spec)
    module = build_model(spec.model, preprocessing.width, max(len(card.labels), 1))
    try:
        module.load_state_dict(load_file(folder / WEIGHTS))
    except (SafetensorError, RuntimeError) as error:
        raise UserError("model_damaged", path=str(folder), file=WEIGHTS) from error
    return SavedModel(card, module.eval(), preprocessing, TargetScale(**stored["target"]))


def _read(folder: Path, name: str) -> dict[str, Any]:
    value = read_json(folder / name)
    if not isinstance(value, dict):
        raise UserError("model_damaged", path=str(folder), file=name)
    return value
