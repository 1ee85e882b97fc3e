"""Answer: conversations of which only the assistant's words count, several to a row where the network allows it."""

import itertools

import numpy as np
import torch
from torch import Tensor

from engine.data.rows.split import Split
from engine.data.text.answers import UNCOUNTED, AnswerRows, rows_of
from engine.model.inputs.token_preprocessing import TokenPreprocessing
from engine.train.task.base import SPLITS, Batch, Source
from engine.train.task.language.dialogues import Dialogues, read_dialogues, without
from engine.train.task.language.examples import Examples
from engine.train.task.language.words import Words, words_of
from engine.train.task.language_model import LanguageModel
from engine.train.task.transfer import moved


class Answers(LanguageModel):
    """Rows of examples; the mean loss is taken of the tokens that count in a global batch, whoever reads them."""

    units_vary = True

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        dialogues, context = read_dialogues(source), source.spec.model.context
        words = words_of(source.spec.model, dialogues.texts)
        self._rows = self._read(dialogues, words, context)
        self._counts = {part: rows.counts for part, rows in self._rows.items()}
        self.split, self.notes = _numbered(self._rows), dialogues.prepared.notes
        said = self._rows["train"].targets
        counts = np.bincount(said[said != UNCOUNTED], minlength=words.count)
        self.learn_tokens(words.tokenizer, context, words.count, counts)
        self.preprocessing = TokenPreprocessing(
            dialogues.column,
            words.tokenizer,
            context,
            dialogues.example,
            dialogues.prepared.steps,
            chats=True,
        )

    def rows(self, split: str) -> int:
        return len(self._rows[split])

    def units_of(self, split: str, rows: np.ndarray) -> int:
        return int(self._counts[split][rows].sum())

    def lengths(self, split: str) -> np.ndarray | None:
        """Rows that are shared are full."""
        rows = self._rows[split]
        return None if rows.documents is not None else rows.lengths

    def batch(self, split: str, rows: Tensor) -> Batch:
        """Cut to the longest example of the batch where rows are not shared."""
        lengths = self.lengths(split)
        longest = None if lengths is None else int(lengths[rows.cpu().numpy()].max(initial=1))
        return self._of(split, rows, longest)

    def whole_batch(self, split: str, rows: Tensor) -> Batch:
        return self._of(split, rows, None)

    def _of(self, split: str, rows: Tensor, longest: int | None) -> Batch:
        places, part = rows.cpu().numpy(), self._rows[split]
        inputs = part.tokens[places, :longest]
        if part.documents is not None:
            inputs = np.stack([inputs, part.documents[places]], axis=1)
        pair = (
            torch.from_numpy(numbers.astype(np.int64)) for numbers in (inputs, part.targets[places, :longest])
        )
        return Batch(*(moved(tensor, self._device) for tensor in pair))

    def _read(self, dialogues: Dialogues, words: Words, context: int) -> dict[str, AnswerRows]:
        examples = Examples(words.tokenizer, context)
        [side] = dialogues.sides
        parts = {}
        for part in SPLITS:
            found = [example for example in map(examples.of, side[part]) if example is not None]
            if part == "train" and not found:
                examples.refuse_none(len(side[part]))
            parts[part] = rows_of(found, context, words.tokenizer.padding, shares=words.share_rows)
        self.cleaned = without(dialogues, dict(examples.counts))
        return parts


def _numbered(parts: dict[str, AnswerRows]) -> Split:
    """Rows numbered through: training, then validation, then test."""
    edges = np.cumsum([0, *(len(parts[part]) for part in SPLITS)])
    return Split(*(np.arange(first, last) for first, last in itertools.pairwise(edges)))
