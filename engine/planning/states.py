"""Numbers that each optimizer keeps beside the weights."""

from collections.abc import Sequence

from engine.planning.anatomy import Matrix, Part
from engine.schema.training_spec import OptimizerSpec

PER_WEIGHT = {"sgd": 0, "momentum": 1, "nesterov": 1, "lion": 1, "adam": 2, "adamw": 2}


def state_numbers(optimizer: OptimizerSpec, parts: Sequence[Part], tensor: int = 1) -> int:
    """Numbers of optimizer state for these parts on one of ``tensor`` tensor-parallel ranks."""
    match optimizer.name:
        case "adafactor":
            return sum(_row_and_column(matrix, tensor) for part in parts for matrix in part.matrices) + sum(
                part.vectors for part in parts
            )
        case "muon":
            return sum(_momentum(part, tensor) for part in parts)
        case name:
            return PER_WEIGHT[name] * sum(part.numbers(tensor) for part in parts)


def _row_and_column(matrix: Matrix, tensor: int) -> int:
    biases = matrix.outputs if matrix.bias else 0
    return (matrix.inputs + matrix.outputs + biases) // (tensor if matrix.cut else 1)


def _momentum(part: Part, tensor: int) -> int:
    """One for matrices between hidden states; AdamW's two for tables, outputs, biases and norms."""
    numbers = 2 * part.numbers(tensor)
    if not part.block:
        return numbers
    matrices = [m for m in part.matrices if not m.table]
    return numbers - sum(m.inputs * m.outputs // (tensor if m.cut else 1) for m in matrices)
