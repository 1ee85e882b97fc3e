"""A loaded model that answers inputs. Needs its folder and nothing else; knows nothing of requests or queues."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from engine.model.continuation import Continuation
from engine.model.folder import SavedModel, load_model
from engine.model.inputs.interaction_preprocessing import InteractionPreprocessing
from engine.model.inputs.preprocessing import TokenPreprocessing
from engine.model.loaded import Loaded
from engine.model.recommender import Recommender

LIKELY = 0.5  # from which probability on one label of several is said
BATCH = 256  # inputs in one pass: enough to fill the arithmetic units, little enough to bound memory


class Predictor(Loaded):
    """Checks inputs, and turns them into values or labels."""

    def __init__(self, saved: SavedModel, device: str) -> None:
        super().__init__(saved, device)
        self._target = saved.target

    def predict(self, inputs: Sequence[Any]) -> list[dict[str, Any]]:
        """One answer an input, in order; the inputs have passed ``check``."""
        answers: list[dict[str, Any]] = []
        for start in range(0, len(inputs), BATCH):
            answers += self.answer(self._preprocessing.encode(inputs[start : start + BATCH]))
        return answers

    def read(self, inputs: Sequence[Any]) -> np.ndarray | None:
        """What ``answer`` takes; None where an input may be wrong, and ``check`` says which."""
        return self._preprocessing.read(inputs)

    @torch.inference_mode()
    def answer(self, encoded: np.ndarray) -> list[dict[str, Any]]:
        """One answer a row of what ``read`` gave."""
        output = self._module(torch.from_numpy(encoded).to(self._device)).double().cpu()
        if self.card.multi_label:
            return [self._as_labels(row) for row in output.sigmoid().tolist()]
        if self.card.labels:
            return [self._as_label(row) for row in output.softmax(dim=1).tolist()]
        values = output[:, 0] * self._target.scale + self._target.mean
        return [{"value": value} for value in values.tolist()]

    def _as_label(self, probabilities: list[float]) -> dict[str, Any]:
        best = max(range(len(probabilities)), key=probabilities.__getitem__)
        named = dict(zip(self.card.labels, probabilities, strict=True))
        return {"label": self.card.labels[best], "probabilities": named}

    def _as_labels(self, probabilities: list[float]) -> dict[str, Any]:
        """Any number of labels; the likeliest besides, for those who want one."""
        answer = self._as_label(probabilities)
        said = [label for label, share in answer["probabilities"].items() if share >= LIKELY]
        return {"labels": said, **answer}


def load_predictor(
    folder: Path, device: str = "cpu", passphrase: str | None = None
) -> Predictor | Continuation | Recommender:
    """Open a model's folder. Raises UserError when it is damaged, when it is encrypted (``model_locked``), and when
    the passphrase is not its own (``passphrase_wrong``)."""
    saved = load_model(Path(folder), passphrase)
    if isinstance(saved.preprocessing, TokenPreprocessing):
        return Continuation(saved, device)
    if isinstance(saved.preprocessing, InteractionPreprocessing):
        return Recommender(saved, device)
    return Predictor(saved, device)
