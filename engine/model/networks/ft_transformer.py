"""FT-Transformer (Gorishniy et al., 2021): each feature of a row a token, and a transformer over them.

The layers are those of ``transformer_encoder``: layer norm first, GELU where the paper has ReGLU.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from engine.model.networks.network import Network
from engine.model.networks.resnet_mlp import Head
from engine.model.networks.transformer_encoder import EncoderLayer
from engine.planning.shape import Shape
from engine.schema.model_spec import FtTransformerSpec


class FtTransformer(Network):
    """Tokens of the features behind one of the whole row, encoder layers, and what became of the row's token."""

    def __init__(self, spec: FtTransformerSpec, shape: Shape) -> None:
        super().__init__()
        self.embedding = FeatureTokens(spec.width, shape.groups or (1,) * shape.inputs)
        self.layers = nn.ModuleList(EncoderLayer(spec) for _ in range(spec.layers))
        self.head = RowHead(spec.width, shape.outputs)
        self.blocks = tuple(f"layers.{number}" for number in range(spec.layers))
        self.chain = ("embedding", *self.blocks, "head")

    def forward(self, features: Tensor, whole: Tensor | None = None) -> Tensor:
        hidden = self.embedding(features)
        for layer in self.layers:
            hidden = layer(hidden, None)
        return self.head(hidden)


class FeatureTokens(nn.Module):
    """Rows × inputs to rows × (1 + features) × width: the numbers of each feature times a matrix, and a bias for each.

    Of a one-hot feature that is an embedding looked up, of a number a vector times its value. Features of the same
    width are multiplied in one product.
    """

    def __init__(self, width: int, groups: Sequence[int]) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(sum(groups), width))
        self.bias = nn.Parameter(torch.empty(len(groups), width))
        self.row = nn.Parameter(torch.empty(width))
        for parameter in (self.weight, self.bias, self.row):
            nn.init.uniform_(parameter, -(width**-0.5), width**-0.5)
        starts = [sum(groups[:number]) for number in range(len(groups))]
        self._widths = sorted(set(groups))
        order = []  # features in the order in which the products give them
        for size in self._widths:
            same = [number for number, group in enumerate(groups) if group == size]
            order += same
            places = torch.tensor([[starts[number] + n for n in range(size)] for number in same])
            self.register_buffer(f"_places_{size}", places, persistent=False)
        self.register_buffer("_back", torch.tensor(order).argsort(), persistent=False)

    def forward(self, features: Tensor) -> Tensor:
        products = [self._product(features, getattr(self, f"_places_{size}")) for size in self._widths]
        tokens = torch.cat(products)[self._back].transpose(0, 1)
        tokens = tokens + self.bias.to(tokens.dtype)
        return torch.cat([self.row.to(tokens.dtype).expand(len(tokens), 1, -1), tokens], dim=1)

    def _product(self, features: Tensor, places: Tensor) -> Tensor:
        """Features of one width × rows × width of a token."""
        return torch.bmm(features[:, places].transpose(0, 1), self.weight[places])


class RowHead(Head):
    """The head over the row's token alone."""

    def forward(self, hidden: Tensor) -> Tensor:
        return super().forward(hidden[:, 0])
