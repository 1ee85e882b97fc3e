"""Prefer: of two answers say the better one more readily than the untrained model did, the other less.

Direct preference optimisation (Rafailov et al., 2023): −log σ(β · ((log π(chosen) − log π₀(chosen)) − (log π(rejected)
− log π₀(rejected)))), where π₀ is the model as it was before the first step; its log-probabilities are computed once.
"""

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from engine.data.rows.split import Split
from engine.data.text.answers import UNCOUNTED, Example
from engine.model.inputs.token_preprocessing import TokenPreprocessing
from engine.train.task.base import SPLITS, Batch, Source, Task
from engine.train.task.language.dialogues import Dialogues, read_dialogues, without
from engine.train.task.language.examples import Examples
from engine.train.task.language.reference import log_probabilities, said_before
from engine.train.task.language.words import Words, words_of
from engine.train.task.transfer import moved

if TYPE_CHECKING:  # which themselves know tasks
    from engine.train.strategy.base import Strategy
    from engine.worker.rank import Rank

_ROWS_AT_ONCE = 8  # pairs in one pass of an evaluation


class Preferences(Task):
    """Pairs (rows, 2, 1, context), the better answer first. Targets hold each answer's tokens, and after them what the
    untrained model gave it: (rows, 2, context + 1), in fp64, which is exact for both."""

    padding = UNCOUNTED
    best_batch = _ROWS_AT_ONCE

    def __init__(self, source: Source) -> None:
        super().__init__()
        self._device, self._beta = source.device, source.spec.training.dpo_beta
        dialogues, context = read_dialogues(source), source.spec.model.context
        words = words_of(source.spec.model, dialogues.texts)
        self.outputs = words.count
        self._pairs = self._read(dialogues, words, context)
        self._before = {part: np.zeros((len(pairs), 2)) for part, pairs in self._pairs.items()}
        edges = np.cumsum([0, *(len(self._pairs[part]) for part in SPLITS)])
        self.split = Split(*(np.arange(first, last) for first, last in itertools.pairwise(edges)))
        self.notes, self._filling, self._context = dialogues.prepared.notes, words.tokenizer.padding, context
        self.preprocessing = TokenPreprocessing(
            dialogues.column,
            words.tokenizer,
            context,
            dialogues.example,
            dialogues.prepared.steps,
            chats=True,
        )

    def look_back(self, strategy: "Strategy", rank: "Rank") -> None:
        for part in SPLITS:
            self._before[part] = said_before(self, strategy, rank, part)

    def rows(self, split: str) -> int:
        return len(self._pairs[split])

    def lengths(self, split: str) -> np.ndarray:
        return np.array([max(map(len, pair)) for pair in self._pairs[split]], dtype=np.int64)

    def batch(self, split: str, rows: Tensor) -> Batch:
        """Cut to the longest answer of the batch."""
        places = rows.cpu().numpy()
        longest = max((len(side) for row in places for side in self._pairs[split][row]), default=1)
        return self._of(split, places, longest)

    def whole_batch(self, split: str, rows: Tensor) -> Batch:
        return self._of(split, rows.cpu().numpy(), self._context)

    def loss(self, output: Tensor, targets: Tensor) -> Tensor:
        return -functional.logsigmoid(self._beta * self._margins(output, targets)).sum()

    def padded_loss(self, output: Tensor, targets: Tensor) -> Tensor:
        there = (targets[..., :-1] != UNCOUNTED).flatten(1).any(dim=1)
        return self.loss(output[there], targets[there]) + 0 * output.sum()

    def sums(self, output: Tensor, targets: Tensor) -> np.ndarray:
        margins = self._margins(output, targets)
        loss = -functional.logsigmoid(self._beta * margins).sum()
        rewards = self._beta * margins.sum()
        return torch.stack([loss, (margins > 0).sum().double(), rewards]).double().cpu().numpy()

    def scores(self, sums: np.ndarray, rows: int) -> dict[str, Any]:
        """``accuracy`` is the share of pairs whose better answer gained more, ``margin`` by how much on average, in
        units of the reward β · log(π / π₀)."""
        loss, hits, rewards = sums.tolist()
        return {"loss": loss / rows, "accuracy": hits / rows, "margin": rewards / rows}

    def _margins(self, output: Tensor, targets: Tensor) -> Tensor:
        gained = log_probabilities(output, targets[..., :-1].long()) - targets[..., -1]
        return gained[:, 0] - gained[:, 1]

    def _of(self, split: str, places: np.ndarray, longest: int) -> Batch:
        inputs = np.full((len(places), 2, 1, longest), self._filling, dtype=np.int64)
        targets = np.full((len(places), 2, longest + 1), UNCOUNTED, dtype=np.float64)
        for row, place in enumerate(places):
            for side, example in enumerate(self._pairs[split][place]):
                inputs[row, side, 0, : len(example)] = example.tokens[:-1]
                targets[row, side, : len(example)] = example.targets
        targets[:, :, -1] = self._before[split][places]
        return Batch(*(moved(torch.from_numpy(part), self._device) for part in (inputs, targets)))

    def _read(
        self, dialogues: Dialogues, words: Words, context: int
    ) -> dict[str, list[tuple[Example, Example]]]:
        examples = Examples(words.tokenizer, context)
        pairs: dict[str, list[tuple[Example, Example]]] = {}
        for part in SPLITS:
            both = zip(*(map(examples.of, side[part]) for side in dialogues.sides), strict=True)
            pairs[part] = [
                (better, worse) for better, worse in both if better is not None and worse is not None
            ]
            if part == "train" and not pairs[part]:
                examples.refuse_none(len(dialogues.sides[0][part]))
        self.cleaned = without(dialogues, dict(examples.counts))
        return pairs
