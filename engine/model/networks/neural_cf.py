"""Matrix factorisation beside an MLP over both points: NeuMF (He et al., 2017, “Neural Collaborative Filtering”).

One table for each side holds both of its points: the half that is multiplied, and the half that the layers read.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.model.networks.embedding_table import embedding_table
from engine.model.networks.network import Network
from engine.planning.shape import Shape
from engine.schema.model_spec import NeuralCfSpec


class NeuralCf(Network):
    """Reads [user, candidates …] (rows, 1 + candidates) and scores the candidates; without any, every item by its
    number. Without hidden layers it weighs the products alone."""

    def __init__(self, spec: NeuralCfSpec, shape: Shape) -> None:
        super().__init__()
        self.width = spec.width
        self.users = embedding_table(shape.users, 2 * spec.width, sparse=spec.sparse)
        self.items = embedding_table(shape.items, 2 * spec.width, sparse=spec.sparse)
        widths = (2 * spec.width, *spec.hidden)
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(widths, spec.hidden, strict=False))
        self.dropout = nn.Dropout(spec.dropout)
        self.output = nn.Linear(spec.width + (spec.hidden[-1] if spec.hidden else 0), 1)
        self.chain = (
            "users",
            "items",
            *(f"layers.{n}" for n in range(len(spec.hidden))),
            "dropout",
            "output",
        )

    def forward(self, inputs: Tensor, whole: Tensor | None = None) -> Tensor:
        users = self.users(inputs[:, :1])  # (rows, 1, 2 · width)
        items = self.items.weight[None] if inputs.shape[1] == 1 else self.items(inputs[:, 1:])
        joined = [users[..., : self.width] * items[..., : self.width]]
        if len(self.layers):
            joined.append(self._dense(users[..., self.width :], items[..., self.width :]))
        return self.output(torch.cat(joined, dim=-1))[..., 0]

    def _dense(self, users: Tensor, items: Tensor) -> Tensor:
        """The first layer reads each side once and adds, in place of reading every pair."""
        first, *others = self.layers
        of_users, of_items = first.weight.split(self.width, dim=1)
        hidden = functional.linear(users, of_users) + functional.linear(items, of_items, first.bias)
        hidden = self.dropout(hidden.relu())
        for layer in others:
            hidden = self.dropout(layer(hidden).relu())
        return hidden

    def item_points(self) -> Tensor:
        """(items + 1, 2 · width): near each other where items are chosen alike."""
        return self.items.weight
