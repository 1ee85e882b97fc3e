"""What the scheduler has chosen, as the tensors that a stepper reads."""

from collections.abc import Collection, Sequence
from itertools import accumulate, pairwise

import numpy as np
import torch
from torch import Tensor

from engine.runner.generation.blocks import BLOCK, SCRATCH
from engine.runner.generation.scheduler import Slice
from engine.runner.generation.sequence import Sequence as Text
from engine.runner.generation.stepper import Batch


def batch_of(
    slices: Sequence[Slice], device: torch.device, every: Collection[Text] = (), *, keeps_hidden: bool = False
) -> Batch:
    """``slices`` are not empty, those of a single token first. Scores are wanted after the last token of each sequence,
    and after all of those in ``every``."""
    counts = [piece.tokens for piece in slices]
    starts = [0, *accumulate(counts)]
    known = [piece.sequence.computed + piece.tokens for piece in slices]
    tables = _tables(slices, known)
    tokens = [token for text, count in slices for token in text.tokens[text.computed : text.computed + count]]
    positions = np.concatenate(
        [np.arange(end - count, end) for end, count in zip(known, counts, strict=True)]
    )
    rows = np.repeat(np.arange(len(slices)), counts)
    slots = tables[rows, positions // BLOCK] * BLOCK + positions % BLOCK
    wanted = _wanted(slices, starts, every)
    return Batch(
        tokens=_tensor(tokens, device),
        positions=_tensor(positions, device),
        slots=_tensor(slots, device),
        starts=_tensor(starts, device),
        block_tables=_tensor(tables, device),
        lengths=_tensor(known, device),
        wanted=_tensor(wanted, device),
        decodes=sum(count == 1 for count in counts),
        spans=tuple(pairwise(starts)),
        known=tuple(known),
        wants_last=not every,
        keeps_hidden=keeps_hidden,
    )


def _tables(slices: Sequence[Slice], known: Sequence[int]) -> np.ndarray:
    """Only blocks that hold something by the end of the step: those to come would be read for nothing."""
    used = [-(-length // BLOCK) for length in known]
    tables = np.full((len(slices), max(used)), SCRATCH, dtype=np.int64)
    for row, (piece, count) in enumerate(zip(slices, used, strict=True)):
        tables[row, :count] = piece.sequence.blocks[:count]
    return tables


def _wanted(slices: Sequence[Slice], starts: Sequence[int], every: Collection[Text]) -> list[int]:
    wanted: list[int] = []
    for piece, start, end in zip(slices, starts, starts[1:], strict=False):
        wanted += range(start if piece.sequence in every else end - 1, end)
    return wanted


def _tensor(values: Sequence[int] | np.ndarray, device: torch.device) -> Tensor:
    found = torch.from_numpy(np.asarray(values, dtype=np.int64))
    return found if device.type == "cpu" else found.pin_memory().to(device, non_blocking=True)
