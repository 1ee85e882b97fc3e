"""What training asks of every task: rows as tensors, a loss, scores."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from engine.data.rows.prepare import Prepared
from engine.data.rows.split import Split
from engine.model.folder import TargetScale
from engine.model.inputs.preprocessing import Preprocessing
from engine.planning.shape import Shape
from engine.schema.card import DatasetCard
from engine.schema.problem import Problem
from engine.schema.train import TrainSpec
from engine.train.task.transfer import taken

if TYPE_CHECKING:
    from engine.train.strategy.base import Strategy
    from engine.worker.rank import Rank

SPLITS = ("train", "validation", "test")


@dataclass(frozen=True)
class Source:
    """Where a task finds its data."""

    spec: TrainSpec
    card: DatasetCard
    data: Path
    features: tuple[str, ...]  # as the plan decided; empty leaves it to the task
    device: torch.device


class Batch(NamedTuple):
    """Rows as the network reads them, and what it should have said."""

    inputs: Tensor
    targets: Tensor
    padded: bool = False  # whether there are rows among them that no loss counts


class Task(ABC):
    """One kind of learning, with its data prepared and in memory."""

    preprocessing: Preprocessing
    outputs: int
    split: Split
    cleaned: dict[str, int]
    notes: tuple[Problem, ...] = ()  # what a person should know of the data, as warnings
    row_numbers: np.ndarray | None = (
        None  # in the dataset, of what ``split`` numbers; None where a row is none of it
    )
    labels: tuple[str, ...] = ()
    multi_label = False  # whether a row may have several of them, or none
    target_scale: TargetScale = TargetScale()
    best_batch = 1024  # rows in one pass of an evaluation
    most_rows: int | None = None  # of such a pass, where a row is more to measure than to train on
    padding: float = -100  # a target that no loss counts; cross-entropy ignores it of itself
    loads_in_threads = False  # whether a batch costs enough to be made ahead, in threads
    units_per_row = 1  # losses of one row: its tokens, for a language model
    units_vary = False  # whether rows have fewer that count, and not the same number each

    def __init__(self) -> None:
        self._parts: dict[str, Batch] = {}

    def take_up(self, prepared: Prepared) -> None:
        """Know which rows of the dataset lie in which part, and what was done to them."""
        self.cleaned, self.split, self.notes = prepared.counts, prepared.split, prepared.notes
        self.row_numbers = prepared.rows

    @property
    def shape(self) -> Shape:
        """What the network reads and gives."""
        return self.preprocessing.shape(self.outputs)

    def rows(self, split: str) -> int:
        return len(self._parts[split].targets)

    def units_of(self, split: str, rows: np.ndarray) -> int:
        """Losses of these rows that count: what their sum is divided by."""
        return len(rows) * self.units_per_row

    def lengths(self, split: str) -> np.ndarray | None:
        """How long each row is, where rows of like length make a shorter batch; None where all are alike."""
        return None

    def batch(self, split: str, rows: Tensor) -> Batch:
        """These rows of a split, numbered from 0. Threads may ask for several at once; chance is not for here."""
        inputs, targets, _ = self._parts[split]
        return Batch(taken(inputs, rows), taken(targets, rows))

    def whole_batch(self, split: str, rows: Tensor) -> Batch:
        """These rows at full length: every batch of as many rows has the same shape."""
        return self.batch(split, rows)

    def training_batch(self, rows: Tensor, step: int) -> Batch:
        """These training rows, with what is drawn for them anew at each step."""
        return self.batch("train", rows)

    def look_back(self, strategy: "Strategy", rank: "Rank") -> None:  # noqa: B027 - most tasks have nothing to compare with
        """Take down what the untrained model says, before any step. A collective."""

    def furnish(self, network: nn.Module) -> None:  # noqa: B027 - most networks need no more than their weights
        """Give a fresh network what it knows of the data beside its weights: into its buffers, in place."""

    @abstractmethod
    def loss(self, output: Tensor, targets: Tensor) -> Tensor:
        """Sum of the losses of the rows: sums can be added over ranks, means of unequal parts cannot."""

    def padded_loss(self, output: Tensor, targets: Tensor) -> Tensor:
        """The same, of rows among which there may be padding."""
        return self.loss(output, targets)

    @abstractmethod
    def sums(self, output: Tensor, targets: Tensor) -> np.ndarray:
        """What the scores are made of, as numbers that add up over batches and ranks; the first is the loss."""

    @abstractmethod
    def scores(self, sums: np.ndarray, rows: int) -> dict[str, Any]:
        """Scores of a split from the summed numbers."""

    def curves(self, sums: np.ndarray, rows: int) -> dict[str, Any]:
        """What of the same numbers is worth its length once, at the end: points of curves, as plain JSON."""
        return {}

    def shown(self, output: Tensor, targets: Tensor) -> Tensor | None:
        """Of each row the numbers that a picture of single rows is made of, rows × numbers; None for no picture."""
        return None

    def picture(self, rows: np.ndarray) -> dict[str, Any]:
        """A picture of a few rows, as plain JSON, from what ``shown`` gave of them."""
        return {}

    def baseline(self, split: str) -> dict[str, Any]:
        """The task's scores on a split of an answer that needs no features, learnt from the training rows: its
        ``name``, its ``loss`` and the main scores. Empty where ``scores`` says it as ``baseline`` itself."""
        return {}


def forward(model: nn.Module, batch: Batch) -> Tensor:
    """The network's output, in fp32 whatever it computed in."""
    return model(batch.inputs).float()
