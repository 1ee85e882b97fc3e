"""A language model's folder as a stepper: Llama's layout straight from its tensors, everything else by transformers."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from engine.model.folder import CARD, PREPROCESSING, WEIGHTS, load_model
from engine.model.inputs.preprocessing import preprocessing_from_json
from engine.model.inputs.token_preprocessing import TokenPreprocessing
from engine.runner.generation.llama_shape import LlamaShape, llama_shape
from engine.runner.generation.llama_step import LlamaStep
from engine.runner.generation.stepper import Stepper
from engine.schema.card import ModelCard
from engine.schema.model_spec import PretrainedSpec
from engine.schema.problem import UserError
from engine.schema.train import TrainSpec
from engine.system.files import read_json
from engine.system.manifest import MANIFEST, damaged_file

CONFIG = "config.json"


@dataclass(frozen=True)
class Asked:
    """Where and how a network shall compute."""

    device: torch.device
    dtype: torch.dtype
    context: int | None = None  # tokens; None: as many as the model has learnt


@dataclass(frozen=True)
class Opened:
    """A language model that can take steps."""

    card: ModelCard
    preprocessing: TokenPreprocessing
    stepper: Stepper


def open_folder(folder: Path, asked: Asked) -> Opened:
    """Raises UserError when the folder is damaged, or its base has changed."""
    manifest = _read(folder, MANIFEST)
    if damaged := damaged_file(folder, manifest):
        raise UserError("model_damaged", path=str(folder), file=damaged)
    card = ModelCard.model_validate(_read(folder, CARD))
    preprocessing = preprocessing_from_json(_read(folder, PREPROCESSING), folder)
    if not isinstance(preprocessing, TokenPreprocessing):
        raise UserError("model_damaged", path=str(folder), file=PREPROCESSING)
    try:
        stepper = _from_tensors(folder, preprocessing, asked) or _from_network(folder, card, asked)
    except (SafetensorError, KeyError, RuntimeError) as error:
        if isinstance(error, torch.OutOfMemoryError) or "allocate memory" in str(error):
            raise
        raise UserError("model_damaged", path=str(folder), file=WEIGHTS) from error
    return Opened(card, preprocessing, stepper)


def _from_tensors(folder: Path, preprocessing: TokenPreprocessing, asked: Asked) -> Stepper | None:
    """None where the weights are not whole in this folder, or of another layout."""
    config = read_json(folder / CONFIG)
    if not isinstance(config, dict) or not (folder / WEIGHTS).is_file():
        return None
    with safe_open(folder / WEIGHTS, framework="pt") as file:
        shape = llama_shape(config, file.keys())
        if shape is None:
            return None
        tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - it is no mapping
    return stepper_of(shape, tensors, preprocessing.context, asked)


def stepper_of(shape: LlamaShape, tensors: Mapping[str, Tensor], learnt: int, asked: Asked) -> Stepper:
    """``learnt`` is the context that the model was trained with here; it can be made longer up to the shape's."""
    context = min(asked.context or learnt, max(shape.context, learnt))
    return LlamaStep(shape, tensors, context, asked.device, asked.dtype)


def _from_network(folder: Path, card: ModelCard, asked: Asked) -> Stepper:
    """What only transformers can open: other layouts, and adapters that lie beside their base."""
    saved = load_model(folder)
    spec = TrainSpec.model_validate(card.spec).model
    if not isinstance(spec, PretrainedSpec):
        raise UserError("model_damaged", path=str(folder), file=CONFIG)
    from engine.model.pretrained.adapter import merge
    from engine.runner.generation.transformers_step import step_of_network

    network: Any = saved.module
    plain = network.plain()
    if spec.tuning != "full" and not spec.merge:
        merge(plain)
    learnt = saved.preprocessing.context
    tensors = plain.state_dict()
    if shape := llama_shape(plain.config.to_dict(), tensors):
        return stepper_of(shape, tensors, learnt, asked)
    return step_of_network(plain, learnt, asked.context, asked.device, asked.dtype)


def _read(folder: Path, name: str) -> dict[str, Any]:
    value = read_json(folder / name)
    if not isinstance(value, dict):
        raise UserError("model_damaged", path=str(folder), file=name)
    return value
