"""A language model's folder as a stepper: Llama's layout straight from its tensors, everything else by transformers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from safetensors import SafetensorError
from torch import Tensor

from engine.model.folder import PREPROCESSING, WEIGHTS, saved_in
from engine.model.inputs.preprocessing import preprocessing_from_json
from engine.model.inputs.token_preprocessing import TokenPreprocessing
from engine.model.model_files import ModelFiles, json_of
from engine.runner.generation.compiled import has_kernels
from engine.runner.generation.llama_shape import LlamaShape, llama_shape
from engine.runner.generation.llama_step import LlamaStep
from engine.runner.generation.precision import fastest
from engine.runner.generation.stepper import Stepper
from engine.runner.native.compiler import find_compiler
from engine.schema.card import CARD, ModelCard
from engine.schema.model_spec import PretrainedSpec
from engine.schema.problem import UserError
from engine.schema.train import TrainSpec

CONFIG = "config.json"


@dataclass(frozen=True)
class Asked:
    """Where and how a network shall compute."""

    device: torch.device
    dtype: torch.dtype | None  # None: in which it is fastest
    context: int | None = None  # tokens; None: as many as the model has learnt


@dataclass(frozen=True)
class Opened:
    """A language model that can take steps."""

    card: ModelCard
    preprocessing: TokenPreprocessing
    stepper: Stepper


def open_model(files: ModelFiles, asked: Asked) -> Opened:
    """Raises UserError when the files are damaged, or their base has changed."""
    files.verify()
    folder = files.folder
    card = ModelCard.model_validate(json_of(files, CARD))
    preprocessing = preprocessing_from_json(json_of(files, PREPROCESSING), files)
    if not isinstance(preprocessing, TokenPreprocessing):
        raise UserError("model_damaged", path=str(folder), file=PREPROCESSING)
    try:
        stepper = _from_tensors(files, preprocessing, asked) or _from_network(files, card, asked)
    except (SafetensorError, KeyError, RuntimeError) as error:
        if isinstance(error, torch.OutOfMemoryError) or "allocate memory" in str(error):
            raise
        raise UserError("model_damaged", path=str(folder), file=WEIGHTS) from error
    return Opened(card, preprocessing, stepper)


def _from_tensors(files: ModelFiles, preprocessing: TokenPreprocessing, asked: Asked) -> Stepper | None:
    """None where the weights are not whole among these files, or of another layout."""
    if not (files.has(CONFIG) and files.has(WEIGHTS)):
        return None
    tensors = files.tensors(WEIGHTS)
    shape = llama_shape(json_of(files, CONFIG), tensors)
    if shape is None:
        return None
    return stepper_of(shape, tensors, preprocessing.context, asked)


def stepper_of(shape: LlamaShape, tensors: Mapping[str, Tensor], learnt: int, asked: Asked) -> Stepper:
    """``learnt`` is the context that the model was trained with here; it can be made longer up to the shape's."""
    context = min(asked.context or learnt, max(shape.context, learnt))
    dtype = asked.dtype or fastest(
        asked.device, has_kernels=has_kernels(shape) and find_compiler() is not None
    )
    return LlamaStep(shape, tensors, context, asked.device, dtype)


def _from_network(files: ModelFiles, card: ModelCard, asked: Asked) -> Stepper:
    """What only transformers can open: other layouts, and adapters that lie beside their base."""
    saved = saved_in(files)
    spec = TrainSpec.model_validate(card.spec).model
    if not isinstance(spec, PretrainedSpec):
        raise UserError("model_damaged", path=str(files.folder), file=CONFIG)
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
    dtype = asked.dtype or fastest(asked.device, has_kernels=False)
    return step_of_network(plain, learnt, asked.context, asked.device, dtype)
