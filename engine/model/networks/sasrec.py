"""A causal transformer over what a user chose before, which says what comes next: SASRec (Kang and McAuley, 2018).

Layer norm first and a GELU layer four times as wide, as in the text encoder whose layers it shares; the item table that
is read is also what is answered with, as in the paper.
"""

import torch
from torch import Tensor, nn

from engine.model.networks.embedding_table import UNKNOWN, embedding_table
from engine.model.networks.network import Network
from engine.model.networks.transformer_encoder import EncoderLayer
from engine.planning.shape import Shape
from engine.schema.model_spec import SasrecSpec

INIT_STD = 0.02


class Sasrec(Network):
    """Reads [user, history …], zeros in front of a short history; the user's number means nothing to it.

    With nothing more it scores every item as the next (rows, items + 1). With [next items …, negatives …] after it, it
    scores at each place of the history the next item and each negative: (rows, history, 1 + negatives).
    """

    def __init__(self, spec: SasrecSpec, shape: Shape) -> None:
        super().__init__()
        self.history = spec.history
        self.embedding = ItemsInOrder(spec, shape.items)
        self.layers = nn.ModuleList(EncoderLayer(spec) for _ in range(spec.layers))  # type: ignore[arg-type]
        self.norm = nn.LayerNorm(spec.width)
        self.blocks = tuple(f"layers.{number}" for number in range(spec.layers))
        self.chain = ("embedding", *self.blocks, "norm")

    def forward(self, inputs: Tensor, whole: Tensor | None = None) -> Tensor:
        history, candidates = inputs[:, 1 : 1 + self.history], inputs[:, 1 + self.history :]
        hidden, mask = self.embedding(history), _earlier(history)
        for layer in self.layers:
            hidden = layer(hidden, mask)
        hidden = self.norm(hidden)
        if not candidates.shape[1]:
            return hidden[:, -1] @ self.item_points().T
        wanted = self.embedding.items(candidates[:, : self.history])
        others = self.embedding.items(candidates[:, self.history :])
        right = torch.einsum("rhw,rhw->rh", hidden, wanted)
        return torch.cat([right[..., None], hidden @ others.transpose(1, 2)], dim=2)

    def item_points(self) -> Tensor:
        """(items + 1, width): near each other where items are chosen alike."""
        return self.embedding.items.weight


class ItemsInOrder(nn.Module):
    """What an item is and how long ago it was chosen."""

    def __init__(self, spec: SasrecSpec, items: int) -> None:
        super().__init__()
        self.items = embedding_table(items, spec.width, std=INIT_STD)
        self.places = nn.Embedding(spec.history, spec.width)
        nn.init.normal_(self.places.weight, std=INIT_STD)
        self.dropout = nn.Dropout(spec.dropout)

    def forward(self, history: Tensor) -> Tensor:
        places = torch.arange(history.shape[1], device=history.device)
        return self.dropout(self.items(history) + self.places(places))


def _earlier(history: Tensor) -> Tensor:
    """(rows, 1, history, history): who may look at whom. A place in front of a history sees itself, or it saw nothing."""
    length = history.shape[1]
    causal = torch.ones(length, length, dtype=torch.bool, device=history.device).tril()
    itself = torch.eye(length, dtype=torch.bool, device=history.device)
    return (causal & (history != UNKNOWN)[:, None, :] | itself)[:, None]
