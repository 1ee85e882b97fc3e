"""A loaded model that answers inputs. Needs its folder and nothing else; knows nothing of requests or queues."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from engine.model.continuation import Continuation
from engine.model.dense_arrays import dense_arrays_of
from engine.model.dynamic_int8 import Rows
from engine.model.embedder import Embedder
from engine.model.folder import SavedModel, saved_in
from engine.model.inputs.interaction_preprocessing import InteractionPreprocessing
from engine.model.inputs.preprocessing import TokenPreprocessing
from engine.model.inputs.text_input import ToldText
from engine.model.inputs.token_lists import Passes
from engine.model.lighter import FASTER, WHOLE, agree, kinds, lightened, texts_to_try, tried
from engine.model.loaded import SMALL, Loaded
from engine.model.model_files import ModelFiles, open_files
from engine.model.recommender import Recommender

LIKELY = 0.5  # from which probability on one label of several is said
BATCH = 256  # inputs in one pass: enough to fill the arithmetic units, little enough to bound memory


class Predictor(Loaded):
    """Checks inputs, and turns them into values or labels."""

    def __init__(self, saved: SavedModel, device: str) -> None:
        super().__init__(saved, device)
        self._target = saved.target
        self._arrays = dense_arrays_of(saved.module) if device == "cpu" else None
        self.share_out(1)

    def share_out(self, threads: int) -> None:
        """Take texts through the network in so many threads."""
        if self._reads_texts:
            is_cpu = self._device == "cpu"
            padding = self._preprocessing.padding
            self._passes = Passes(padding, threads) if is_cpu else Passes(padding, places=None)

    def lighter_kinds(self, bits: int | None) -> list[int]:
        """The numbers of bits worth a trial where so many are asked for, or any that is faster; of texts told into classes."""
        can = self._reads_texts and self.card.labels and (bits is not None or self.card.parameters >= SMALL)
        return kinds(bits, self._device) if can else []

    def lighten(self, kinds: Sequence[int], rows: Rows) -> int:
        """Try these, and compute from now on in the fastest that gives the same answers; gives its number of bits. ``rows``
        serves layers in whole numbers."""
        preprocessing, whole = self._preprocessing, self._module
        tokens = texts_to_try(preprocessing.shape(1).inputs, preprocessing.max_tokens)
        # Time of the processor: what else the machine does must not decide.
        clock = time.process_time if self._device == "cpu" else time.perf_counter
        before = tried(self._shares, tokens, clock)
        best, chosen, most = whole, WHOLE, before.seconds / FASTER
        for kind in kinds:
            self._module = lightened(whole, kind, rows)
            trial = tried(self._shares, tokens, clock)
            if agree(before, trial) and trial.seconds <= most:
                best, chosen, most = self._module, kind, trial.seconds
        self._module = best
        return chosen

    def compute_in(self, bits: int, rows: Rows) -> None:
        """Compute in so many bits from now on, of which a trial is known to have gone well."""
        if bits != WHOLE:
            self._module = lightened(self._module, bits, rows)

    def predict(self, inputs: Sequence[Any]) -> list[dict[str, Any]]:
        """One answer an input, in order; the inputs have passed ``check``."""
        answers: list[dict[str, Any]] = []
        for start in range(0, len(inputs), BATCH):
            answers += self.answer(self._preprocessing.encode(inputs[start : start + BATCH]))
        return answers

    def read(self, inputs: Sequence[Any]) -> Any | None:
        """What ``answer`` takes; None where an input may be wrong, and ``check`` says which."""
        return self._preprocessing.read(inputs)

    def answer(self, values: Any) -> list[dict[str, Any]]:
        """One answer an input, of what ``read`` gave."""
        if self.card.labels:
            say = self._as_labels if self.card.multi_label else self._as_label
            return [say(row) for row in self._shares(values).tolist()]
        numbers = self._scores(values)[:, 0] * self._target.scale + self._target.mean
        return [{"value": value} for value in numbers.tolist()]

    @property
    def embedder(self) -> Embedder | None:
        """Of a model that reads texts as a whole."""
        if not self._reads_texts:
            return None
        return Embedder(self._module, self._preprocessing, self._device, self._passes)

    @property
    def _reads_texts(self) -> bool:
        return isinstance(self._preprocessing, ToldText)

    def _shares(self, values: Any) -> np.ndarray:
        """(inputs, labels): the probability of each label."""
        return (expit if self.card.multi_label else softmax)(self._scores(values))

    def _scores(self, values: Any) -> np.ndarray:
        """(inputs, outputs) of what ``read`` gave, in fp64."""
        if isinstance(values, np.ndarray):
            return self._forward(values).astype(np.float64)
        return self._passes.through(self._forward, values).astype(np.float64)

    @torch.inference_mode()
    def _forward(self, encoded: np.ndarray) -> np.ndarray:
        if self._arrays is not None:
            return self._arrays(encoded)
        return self._module(torch.from_numpy(encoded).to(self._device)).float().cpu().numpy()

    def _as_label(self, probabilities: list[float]) -> dict[str, Any]:
        best = max(range(len(probabilities)), key=probabilities.__getitem__)
        named = dict(zip(self.card.labels, probabilities, strict=True))
        return {"label": self.card.labels[best], "probabilities": named}

    def _as_labels(self, probabilities: list[float]) -> dict[str, Any]:
        """Any number of labels; the likeliest besides, for those who want one."""
        answer = self._as_label(probabilities)
        said = [label for label, share in answer["probabilities"].items() if share >= LIKELY]
        return {"labels": said, **answer}


def softmax(scores: np.ndarray) -> np.ndarray:
    """Of each row."""
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    return shares / shares.sum(axis=1, keepdims=True)


def expit(scores: np.ndarray) -> np.ndarray:
    """1 / (1 + e^-x), without overflow."""
    return np.exp(-np.logaddexp(0, -scores))


def load_predictor(
    folder: Path, device: str = "cpu", passphrase: str | None = None
) -> Predictor | Continuation | Recommender:
    """Open a model's folder. Raises UserError when it is damaged, when it is encrypted (``model_locked``), and when
    the passphrase is not its own (``passphrase_wrong``)."""
    return predictor_in(open_files(Path(folder), passphrase), device)


def predictor_in(files: ModelFiles, device: str = "cpu") -> Predictor | Continuation | Recommender:
    """Of a folder that is open. Raises UserError when it is damaged."""
    saved = saved_in(files)
    if isinstance(saved.preprocessing, TokenPreprocessing):
        return Continuation(saved, device)
    if isinstance(saved.preprocessing, InteractionPreprocessing):
        return Recommender(saved, device)
    return Predictor(saved, device)
