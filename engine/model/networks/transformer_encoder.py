"""A small transformer encoder (Vaswani et al., 2017; layer norm first, Xiong et al., 2020) over a text's words."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.data.text.vocabulary import PADDING
from engine.model.networks.network import Network
from engine.planning.shape import Shape
from engine.schema.model_spec import TransformerEncoderSpec


class TransformerEncoder(Network):
    """Words and learnt positions, encoder layers, the mean over the words, a dense output."""

    def __init__(self, spec: TransformerEncoderSpec, shape: Shape) -> None:
        super().__init__()
        self.embedding = WordEmbedding(spec, shape.inputs)
        self.layers = nn.ModuleList(EncoderLayer(spec) for _ in range(spec.layers))
        self.head = Head(spec, shape.outputs)
        self.blocks = tuple(f"layers.{number}" for number in range(spec.layers))
        self.chain = ("embedding", *self.blocks, "head")

    def forward(self, inputs: Tensor, whole: Tensor | None = None) -> Tensor:
        present = (inputs if whole is None else whole) != PADDING
        mask = present[:, None, None, :]
        hidden = self.embedding(inputs)
        for layer in self.layers:
            hidden = layer(hidden, mask)
        return self.head(hidden, present)


class WordEmbedding(nn.Module):
    """What a word means and where it stands."""

    def __init__(self, spec: TransformerEncoderSpec, words: int) -> None:
        super().__init__()
        self.words = nn.Embedding(words, spec.width, padding_idx=PADDING)
        self.positions = nn.Embedding(spec.max_tokens, spec.width)
        for embedding in (self.words, self.positions):
            nn.init.normal_(embedding.weight, std=0.02)
        self.dropout = nn.Dropout(spec.dropout)

    def forward(self, tokens: Tensor) -> Tensor:
        places = torch.arange(tokens.shape[1], device=tokens.device)
        return self.dropout(self.words(tokens) + self.positions(places))


class EncoderLayer(nn.Module):
    """Self-attention and a dense layer, each added to what came in. Heads are as wide as in the whole layer even
    where a tensor-parallel rank holds a few of them only."""

    def __init__(self, spec: TransformerEncoderSpec) -> None:
        super().__init__()
        self.head_width = spec.width // spec.heads
        self.attention_norm = nn.LayerNorm(spec.width)
        self.query, self.key, self.value = (nn.Linear(spec.width, spec.width) for _ in range(3))
        self.attention_out = nn.Linear(spec.width, spec.width)
        self.dense_norm = nn.LayerNorm(spec.width)
        self.dense_in = nn.Linear(spec.width, 4 * spec.width)
        self.dense_out = nn.Linear(4 * spec.width, spec.width)
        self.dropout = nn.Dropout(spec.dropout)

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        hidden = hidden + self.dropout(self._attend(self.attention_norm(hidden), mask))
        dense = self.dense_out(functional.gelu(self.dense_in(self.dense_norm(hidden))))
        return hidden + self.dropout(dense)

    def _attend(self, hidden: Tensor, mask: Tensor) -> Tensor:
        query, key, value = (
            part(hidden).unflatten(-1, (-1, self.head_width)).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        return self.attention_out(mixed.transpose(1, 2).flatten(2))


class Head(nn.Module):
    """The mean over the words that are there, then a dense output."""

    def __init__(self, spec: TransformerEncoderSpec, outputs: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(spec.width)
        self.output = nn.Linear(spec.width, outputs)

    def forward(self, hidden: Tensor, present: Tensor) -> Tensor:
        share = present / present.sum(dim=1, keepdim=True).clamp(min=1)
        return self.output((self.norm(hidden) * share[:, :, None].to(hidden.dtype)).sum(dim=1))
