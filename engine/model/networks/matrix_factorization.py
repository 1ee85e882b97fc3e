"""Users and items as points, whose product and biases make the score (Koren, Bell and Volinsky, 2009).

The mean of all ratings is not among the weights: targets come without it.
"""

import torch
from torch import Tensor

from engine.model.networks.embedding_table import embedding_table
from engine.model.networks.network import Network
from engine.planning.shape import Shape
from engine.schema.model_spec import MatrixFactorizationSpec


class MatrixFactorization(Network):
    """Reads [user, candidates …] (rows, 1 + candidates) and scores the candidates; without any, every item by its
    number. A user or item that is unknown has no point and no bias: the other side's bias speaks alone."""

    chain = ("users", "user_bias", "items", "item_bias")

    def __init__(self, spec: MatrixFactorizationSpec, shape: Shape) -> None:
        super().__init__()
        self.users = embedding_table(shape.users, spec.width, sparse=spec.sparse)
        self.items = embedding_table(shape.items, spec.width, sparse=spec.sparse)
        self.user_bias = embedding_table(shape.users, 1, sparse=spec.sparse, std=0)
        self.item_bias = embedding_table(shape.items, 1, sparse=spec.sparse, std=0)

    def forward(self, inputs: Tensor, whole: Tensor | None = None) -> Tensor:
        points, offset = self.users(inputs[:, 0]), self.user_bias(inputs[:, 0])
        if inputs.shape[1] == 1:
            return points @ self.items.weight.T + self.item_bias.weight[:, 0] + offset
        items = inputs[:, 1:]
        products = torch.einsum("rw,rcw->rc", points, self.items(items))
        return products + self.item_bias(items)[..., 0] + offset

    def item_points(self) -> Tensor:
        """(items + 1, width): near each other where items are chosen alike."""
        return self.items.weight
