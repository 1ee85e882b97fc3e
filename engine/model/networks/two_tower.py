"""A tower for users and one for items, each over an id and its features; their products are the scores (Yi et al., 2019).

While training, ids are hidden now and then, so that a tower learns to answer from features alone and can place users
and items that it has never met (DropoutNet: Volkovs, Yu and Poutanen, 2017).
"""

import torch
from torch import Tensor, nn

from engine.model.networks.embedding_table import UNKNOWN, embedding_table
from engine.model.networks.network import Network
from engine.planning.shape import Shape
from engine.schema.model_spec import TwoTowerSpec


class TwoTower(Network):
    """Reads [user, candidates …] (rows, 1 + candidates) and scores the candidates; without any, every item by its
    number."""

    chain = ("users", "items")

    def __init__(self, spec: TwoTowerSpec, shape: Shape) -> None:
        super().__init__()
        self.users = Tower(spec, shape.users, shape.user_features)
        self.items = Tower(spec, shape.items, shape.item_features)

    def forward(self, inputs: Tensor, whole: Tensor | None = None) -> Tensor:
        return self.match(self.users(inputs[:, 0]), inputs[:, 1:])

    def match(self, users: Tensor, items: Tensor) -> Tensor:
        """Scores of these users' outputs with candidates (rows, candidates); with every item where there are none."""
        if items.shape[1]:
            candidates = self.items(items)
            products = torch.einsum("rw,rcw->rc", users[:, :-1], candidates[..., :-1])
        else:
            candidates = self.items(torch.arange(self.items.features.shape[0], device=users.device))
            products = users[:, :-1] @ candidates[:, :-1].T
        return products + candidates[..., -1] + users[:, -1:]

    def item_points(self) -> Tensor:
        """(items + 1, width): near each other where items are chosen alike."""
        return self.items(torch.arange(self.items.features.shape[0], device=self.items.features.device))[
            :, :-1
        ]


class Tower(nn.Module):
    """Numbers of ids (…) to ``width`` numbers and a bias (…, width + 1)."""

    def __init__(self, spec: TwoTowerSpec, ids: int, features: int) -> None:
        super().__init__()
        self.ids = embedding_table(ids, spec.width, sparse=spec.sparse)
        self.register_buffer("features", torch.zeros(ids + 1, features))
        layers: list[nn.Module] = []
        inputs = spec.width + features
        for width in spec.hidden:
            layers += [nn.Linear(inputs, width), nn.ReLU()]
            inputs = width
        self.layers = nn.Sequential(*layers, nn.Linear(inputs, spec.width + 1))
        self.hidden_ids = spec.dropout

    def forward(self, numbers: Tensor, features: Tensor | None = None) -> Tensor:
        """``features`` stand in for those that the ids have."""
        known = self.features[numbers] if features is None else features
        if self.training and self.hidden_ids:
            shown = torch.rand(numbers.shape, device=numbers.device) >= self.hidden_ids
            numbers = torch.where(shown, numbers, UNKNOWN)
        return self.layers(torch.cat([self.ids(numbers), known], dim=-1))
