"""Bytes that lie between forward and backward, for one pass of some rows through some parts."""

from collections.abc import Sequence

from engine.planning.anatomy import Anatomy, Part
from engine.schema.training_spec import TrainingSpec

FULL, HALF = 4, 2  # bytes of a number
COPIES_RANKED = 6  # of the scores of every item, while they are ranked


def is_half(precision: str) -> bool:
    """Whether matrix products take and give two-byte numbers."""
    return precision in ("bf16", "fp16")


def kept_of_pass(
    anatomy: Anatomy, rows: int, training: TrainingSpec, *, tensor: int = 1, sequence: bool = False
) -> int:
    """Bytes that one forward pass leaves for its backward pass, without the scores and their loss."""
    return sum(
        _kept(part, rows, training, tensor, sequence, recomputes=_recomputes(part, training))
        for part in anatomy.parts
    )


def passing_of_pass(
    anatomy: Anatomy,
    rows: int,
    training: TrainingSpec,
    *,
    cuda: bool,
    tensor: int = 1,
    sequence: bool = False,
) -> int:
    """Bytes that come and go within a pass: the widest part's results with their gradients, or a block recomputed."""
    widest = max((part.leaves * part.positions for part in anatomy.parts), default=0)
    inner = max((_widest(part, tensor) for part in anatomy.parts), default=0)
    moving = (2 * widest + 2 * inner) * rows * moving_number(training.precision, cuda)
    again = max(
        (
            _kept(part, rows, training, tensor, sequence, recomputes="none")
            for part in anatomy.parts
            if _recomputes(part, training) != "none"
        ),
        default=0,
    )
    return moving + again


def scores_of_pass(
    anatomy: Anatomy, rows: int, training: TrainingSpec, *, tensor: int = 1, split_loss: bool = True
) -> int:
    """Bytes of a language model's scores: as they leave the network, their logarithms in fp32, and two gradients."""
    numbers = anatomy.vocabulary * anatomy.positions * rows // (tensor if split_loss else 1)
    half = numbers * HALF if is_half(training.precision) else 0
    return numbers * FULL * 3 + half


def evaluation_of_pass(
    anatomy: Anatomy, rows: int, training: TrainingSpec, *, cuda: bool, tensor: int = 1
) -> int:
    """Bytes that a forward pass without gradients holds at once, the scores and their logarithms among them."""
    widest = max(
        ((2 * part.leaves * part.positions + 2 * _widest(part, tensor)) for part in anatomy.parts), default=0
    )
    scores = (3 * anatomy.vocabulary * anatomy.positions + COPIES_RANKED * anatomy.scored) * FULL
    return rows * max(widest * moving_number(training.precision, cuda), scores)


def moving_number(precision: str, cuda: bool) -> int:
    """Bytes of a number on its way through a kernel: a CPU widens two-byte numbers to compute with them."""
    return HALF if cuda and is_half(precision) else FULL


def casts_of_weights(parts: Sequence[Part], precision: str, tensor: int = 1) -> int:
    """Bytes of the two-byte copies of weights that autocast keeps from forward to backward."""
    if not is_half(precision):
        return 0
    matrices = [matrix for part in parts for matrix in part.matrices if not matrix.table]
    return HALF * sum(matrix.numbers(tensor) for matrix in matrices)


def _recomputes(part: Part, training: TrainingSpec) -> str:
    """A block of one bare layer keeps nothing but what enters it, and is left alone."""
    return training.activation_checkpointing if part.block and len(part.matrices) > 1 else "none"


def _kept(part: Part, rows: int, training: TrainingSpec, tensor: int, sequence: bool, recomputes: str) -> int:
    half, kept = is_half(training.precision), part.kept
    small = HALF if half else FULL
    if recomputes == "full":
        number = kept.entry * FULL // (tensor if sequence else 1)
    elif recomputes == "selective":
        number = kept.entry * FULL + kept.products * small // tensor
    else:
        split = kept.split * small // tensor
        whole = kept.plain * FULL + (kept.halved - kept.split) * small + (kept.casts * HALF if half else 0)
        number = split + whole // (tensor if sequence else 1)
    return number * part.positions * rows


def _widest(part: Part, tensor: int) -> int:
    """Numbers of the widest result inside a part."""
    widths = [m.outputs // (tensor if m.cut == "columns" else 1) for m in part.matrices if not m.table]
    return max(widths, default=0) * part.positions if part.block else 0
