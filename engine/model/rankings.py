"""The scores of every item for many users, lists or items at once. What does not change between requests is kept."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.data.features import TableEncoder
from engine.data.interactions import Ids
from engine.model.inputs.interaction_preprocessing import InteractionPreprocessing
from engine.model.networks.two_tower import Tower, TwoTower

Records = Sequence[Mapping[str, Any]]


class Rankings:
    """Rows of (items + 1) scores, by the number of the item. Called where no gradient is kept."""

    def __init__(self, network: nn.Module, preprocessing: InteractionPreprocessing, device: str) -> None:
        self._network = network
        self._names = preprocessing
        self._device = device

    def of_users(self, records: Records) -> Tensor:
        """How much users, or whoever made these lists, are thought to choose each item."""
        if isinstance(self._network, TwoTower):
            users = self._placed(self._network.users, self._names.user, self._names.users, records)
            return users[:, :-1] @ self._items[:, :-1].T + self._items[:, -1] + users[:, -1:]
        rows = np.stack([self._names.encode(record) for record in records])
        return self._network(torch.from_numpy(rows).to(self._device))

    def of_pairs(self, records: Records) -> Tensor:
        """(pairs): the scores of one item each."""
        names, network = self._names, self._network
        if isinstance(network, TwoTower):
            users = self._placed(network.users, names.user, names.users, records)
            items = self._placed(network.items, names.item, names.items, records)
            return (users[:, :-1] * items[:, :-1]).sum(1) + users[:, -1] + items[:, -1]
        items = self._numbers(names.item, names.items, records)
        return self.of_users(records).gather(1, items[:, None])[:, 0]

    def near_lists(self, records: Records) -> Tensor:
        """For networks that look at users: how much each item is like those of a list, on average."""
        return torch.stack([self._near(self._names.had(record)) for record in records])

    def near_items(self, records: Records) -> Tensor:
        """How much items' points lie in the same direction as each one's; of one of which nothing is known, how many
        of the users chose each item."""
        names, network = self._names, self._network
        numbers = self._numbers(names.item, names.items, records)
        if isinstance(network, TwoTower):
            points = self._placed(network.items, names.item, names.items, records)[:, :-1]
        else:
            points = self._network.item_points()[numbers]
        scores = functional.normalize(points, dim=1) @ self._directions.T
        nameless = [
            row
            for row, record in enumerate(records)
            if not numbers[row] and not names.describes(names.item_encoder, record)
        ]
        scores[nameless] = self._popularity
        return scores

    def _near(self, items: np.ndarray) -> Tensor:
        if not len(items):
            return self._popularity
        return self._directions @ self._directions[torch.from_numpy(items).to(self._device)].mean(0)

    @cached_property
    def _popularity(self) -> Tensor:
        """(items + 1): the share of the users that chose each item."""
        counts = self._names.histories.popularity(len(self._names.items))
        return torch.from_numpy(counts / max(1, len(self._names.users))).float().to(self._device)

    @cached_property
    def _directions(self) -> Tensor:
        """(items + 1, width): the items' points, of length 1."""
        return functional.normalize(self._network.item_points(), dim=1)

    @cached_property
    def _items(self) -> Tensor:
        """(items + 1, width + 1): where two towers place all items."""
        towers = self._network
        return towers.items(torch.arange(towers.items.features.shape[0], device=self._device))

    def _numbers(self, column: str, ids: Ids, records: Records) -> Tensor:
        numbers = [self._names.number(ids, record.get(column)) for record in records]
        return torch.tensor(numbers, device=self._device)

    def _placed(self, tower: Tower, column: str, ids: Ids, records: Records) -> Tensor:
        """A tower's outputs; what a record says of a user or an item stands in for what is known of it."""
        numbers = self._numbers(column, ids, records)
        features = tower.features[numbers].clone()
        encoder = self._encoder_of(column)
        for row, record in enumerate(records):
            if (said := self._names.features(encoder, record)) is not None:
                features[row] = torch.from_numpy(said[0]).to(self._device)
        return tower(numbers, features)

    def _encoder_of(self, column: str) -> TableEncoder:
        return self._names.user_encoder if column == self._names.user else self._names.item_encoder
