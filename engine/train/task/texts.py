"""What tasks that read whole texts have in common: texts become word numbers, cut to what a batch needs."""

from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor

from engine.data.rows.prepare import prepare
from engine.data.text.vocabulary import Vocabulary
from engine.model.inputs.encoder_preprocessing import EncoderPreprocessing
from engine.model.inputs.preprocessing import Preprocessing
from engine.model.inputs.text_preprocessing import TextPreprocessing
from engine.planning.pretrained_folder import read_folder
from engine.schema.model_spec import PretrainedSpec
from engine.train.task.base import SPLITS, Batch, Source, Task
from engine.train.task.transfer import taken

_TOKENS_AT_ONCE = 1 << 14  # of one pass of an evaluation: more would be its memory's peak, and no faster
_EXAMPLE_LENGTH = 200  # characters of a training text shown in the model's form


class TextTask(Task):
    """Word numbers, and what is said of each text; the texts of a split lie beside one another in memory."""

    def read(self, source: Source) -> np.ndarray:
        """Read and clean the texts; gives the cells of the target, one a row of ``self.split``'s numbers."""
        spec, network = source.spec.data, source.spec.model
        kinds = {column.name: column.kind for column in source.card.columns}
        # Whatever kind the import saw, here a class is a name and a text is a text.
        kinds |= {spec.text: "text", spec.target: "category"}
        prepared = prepare(source.data, kinds, spec, (spec.text,), spec.target, needed=(spec.text,))
        self.take_up(prepared)
        self._steps = prepared.steps
        self._texts, cells = (prepared.table.columns[name] for name in (spec.text, spec.target))
        # Varied in the machine's memory, whose processor is free where a GPU computes.
        self.loads_in_threads = spec.augmentation is not None and source.device.type == "cuda"
        self.best_batch = max(1, min(self.best_batch, _TOKENS_AT_ONCE // network.max_tokens))
        return cells

    def encode(self, source: Source, targets: np.ndarray) -> None:
        """Learn the words from the training texts alone, and keep all texts as their numbers beside their targets."""
        self.preprocessing, encode_all = self._reader(source)
        padding = self.preprocessing.padding
        self._lengths = {}
        for name in SPLITS:
            rows = getattr(self.split, name)
            tokens = encode_all(self._texts[rows])  # which the steps have passed through already
            self._lengths[name] = (tokens != padding).sum(axis=1)
            self._parts[name] = Batch(
                torch.from_numpy(tokens).to(source.device), torch.from_numpy(targets[rows]).to(source.device)
            )
        del self._texts

    def _reader(self, source: Source) -> tuple[Preprocessing, Callable[[Sequence[str]], np.ndarray]]:
        """What reads the texts, and how it turns many into numbers at once: a pretrained model brings its tokenizer."""
        column, network = source.spec.data.text, source.spec.model
        training = self._texts[self.split.train]
        example = training[0][:_EXAMPLE_LENGTH]
        if isinstance(network, PretrainedSpec):
            from engine.model.pretrained.tokenizer import open_tokenizer

            tokenizer = open_tokenizer(read_folder(network.path))
            encoder = EncoderPreprocessing(column, tokenizer, network.max_tokens, example, self._steps)
            return encoder, encoder.rows
        vocabulary = Vocabulary.fit(training, network.vocabulary, network.max_tokens)
        return TextPreprocessing(column, vocabulary, example, self._steps), vocabulary.encode_all

    def lengths(self, split: str) -> np.ndarray:
        return self._lengths[split]

    def batch(self, split: str, rows: Tensor) -> Batch:
        """Cut to the longest text of the batch: the rest would be padding."""
        longest = int(self._lengths[split][rows.cpu().numpy()].max(initial=1))
        return self._of(split, rows, longest)

    def whole_batch(self, split: str, rows: Tensor) -> Batch:
        return self._of(split, rows, self._parts[split].inputs.shape[1])

    def _of(self, split: str, rows: Tensor, words: int) -> Batch:
        inputs, targets, _ = self._parts[split]
        return Batch(taken(inputs[:, :words], rows), taken(targets, rows))
