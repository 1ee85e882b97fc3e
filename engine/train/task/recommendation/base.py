"""What every recommendation has in common: its data, its folder's worth of ids, and a network furnished with features."""

import numpy as np
import torch
from torch import Tensor, nn

from engine.data.interactions import Histories
from engine.model.inputs.interaction_preprocessing import InteractionPreprocessing
from engine.model.networks.two_tower import TwoTower
from engine.schema.model_spec import SasrecSpec
from engine.train.task.base import Source, Task
from engine.train.task.recommendation.reading import Interactions, read_interactions
from engine.train.task.transfer import moved


class Recommendation(Task):
    """Users, items, and what lies between them."""

    outputs = 1

    def __init__(self, source: Source) -> None:
        super().__init__()
        spec = source.spec
        self._device = source.device
        self._data: Interactions = read_interactions(source)
        self.cleaned, self.notes = self._data.counts, self._data.notes
        self.preprocessing = InteractionPreprocessing(
            user=spec.data.user or "",
            item=spec.data.item or "",
            users=self._data.user_ids,
            items=self._data.item_ids,
            histories=self._everything(),
            history=spec.model.history if isinstance(spec.model, SasrecSpec) else 0,
            user_encoder=self._data.user_side.encoder,
            item_encoder=self._data.item_side.encoder,
            steps=self._data.steps,
        )

    def furnish(self, network: nn.Module) -> None:
        """Two towers look up what is known of each user and item."""
        if isinstance(network, TwoTower):
            network.users.features.copy_(torch.from_numpy(self._data.user_side.values))
            network.items.features.copy_(torch.from_numpy(self._data.item_side.values))

    def _everything(self) -> Histories:
        """All that known users chose, the held-out rows too: a finished model recommends nothing they have."""
        split = self._data.split
        return self._data.histories(np.sort(np.concatenate([split.train, split.validation, split.test])))

    def _moved(self, numbers: np.ndarray) -> Tensor:
        return moved(torch.from_numpy(numbers), self._device)
