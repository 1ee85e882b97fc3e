"""Parameters of each model and bytes of each rank, by formula: nothing is allocated to find out."""

import itertools
from collections.abc import Sequence

from engine.planning.columns import CLASS_KINDS
from engine.schema.card import Column, DatasetCard
from engine.schema.model_spec import (
    TEXT_TASKS,
    LinearSpec,
    MeanEmbeddingSpec,
    MlpSpec,
    TransformerEncoderSpec,
)
from engine.schema.plan import MemoryPlan
from engine.schema.train import TrainSpec

FLOAT = 4  # bytes of an fp32 number; bf16 keeps fp32 weights
MOST_CATEGORIES = 256  # categories of a column that get an input of their own
OVERHEAD_CPU = 300 << 20  # interpreter, torch and gloo of one rank, resident, measured
OVERHEAD_CUDA = 500 << 20  # context and libraries on the device
STATES_OF_OPTIMIZER = {"sgd": 0, "momentum": 1, "adam": 2, "adamw": 2}
FEED_FORWARD = 4  # width of a transformer's inner layer over its own


def input_width(features: Sequence[Column]) -> int:
    """Numbers a network reads of one row: one each, a one-hot for categories, one more where values are missing."""
    return sum(_width(column) + bool(column.missing) for column in features)


def class_count(spec: TrainSpec, card: DatasetCard) -> int:
    """Outputs of the model: the classes, or one number."""
    if spec.task not in TEXT_TASKS:
        return 1
    target = next((column for column in card.columns if column.name == spec.data.target), None)
    usable = target is not None and target.kind in CLASS_KINDS
    return max(2, (target.distinct or 2) if usable and target else 2)


def count_parameters(spec: TrainSpec, inputs: int, outputs: int) -> int:
    """Numbers the optimizer moves."""
    match spec.model:
        case LinearSpec():
            return _dense(inputs, outputs)
        case MlpSpec(hidden=hidden):
            widths = [inputs, *hidden, outputs]
            return sum(_dense(a, b) for a, b in itertools.pairwise(widths))
        case MeanEmbeddingSpec(vocabulary=words, width=width):
            return words * width + _dense(width, outputs)
        case TransformerEncoderSpec() as model:
            width, inner = model.width, FEED_FORWARD * model.width
            attention = 4 * _dense(width, width)
            layer = attention + _dense(width, inner) + _dense(inner, width) + 2 * 2 * width
            embedding = (model.vocabulary + model.max_tokens) * width
            return embedding + model.layers * layer + 2 * width + _dense(width, outputs)


def plan_memory(
    spec: TrainSpec, *, parameters: int, inputs: int, outputs: int, rows: int, batch_per_rank: int, cuda: bool
) -> MemoryPlan:
    """Bytes of one rank at its peak."""
    weights = parameters * FLOAT
    return MemoryPlan(
        weights=weights,
        gradients=weights,
        optimizer=weights * STATES_OF_OPTIMIZER[spec.training.optimizer.name],
        activations=batch_per_rank * _activations(spec, inputs, outputs) * FLOAT,
        data=0 if cuda else rows * _row_bytes(spec, inputs),
        overhead=OVERHEAD_CUDA if cuda else OVERHEAD_CPU,
    )


def _width(column: Column) -> int:
    if column.kind == "category":
        return min(column.distinct or 1, MOST_CATEGORIES) + 1
    return 5 if column.kind == "date" else 1


def _dense(inputs: int, outputs: int) -> int:
    return inputs * outputs + outputs


def _activations(spec: TrainSpec, inputs: int, outputs: int) -> int:
    """Numbers kept for the backward pass, a row."""
    match spec.model:
        case LinearSpec():
            return inputs + outputs
        case MlpSpec(hidden=hidden):
            return inputs + 3 * sum(hidden) + outputs  # before ReLU, after it, after dropout
        case MeanEmbeddingSpec(width=width, max_tokens=tokens):
            return tokens * width * 2 + width + outputs
        case TransformerEncoderSpec() as model:
            tokens, width = model.max_tokens, model.width
            layer = tokens * width * (10 + 2 * FEED_FORWARD) + model.heads * tokens * tokens * 2
            return model.layers * layer + 2 * tokens * width + outputs


def _row_bytes(spec: TrainSpec, inputs: int) -> int:
    match spec.model:
        case MeanEmbeddingSpec(max_tokens=tokens) | TransformerEncoderSpec(max_tokens=tokens):
            return tokens * 8
        case _:
            return inputs * FLOAT + 8
