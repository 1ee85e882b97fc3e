"""A small transformer encoder (Vaswani et al., 2017; layer norm first, Xiong et al., 2020) over a text's words."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.data.vocabulary import PADDING
from engine.schema.model_spec import TransformerEncoderSpec


class TransformerEncoder(nn.Module):
    """Words and learnt positions, encoder layers, the mean over the words, a dense output."""

    def __init__(self, spec: TransformerEncoderSpec, inputs: int, outputs: int) -> None:
        super().__init__()
        self.words = nn.Embedding(inputs, spec.width, padding_idx=PADDING)
        self.positions = nn.Embedding(spec.max_tokens, spec.width)
        for embedding in (self.words, self.positions):
            nn.init.normal_(embedding.weight, std=0.02)
        self.dropout = nn.Dropout(spec.dropout)
        self.layers = nn.ModuleList(EncoderLayer(spec) for _ in range(spec.layers))
        self.norm = nn.LayerNorm(spec.width)
        self.output = nn.Linear(spec.width, outputs)

    def forward(self, tokens: Tensor) -> Tensor:
        present = tokens != PADDING
        places = torch.arange(tokens.shape[1], device=tokens.device)
        hidden = self.dropout(self.words(tokens) + self.positions(places))
        for layer in self.layers:
            hidden = layer(hidden, present[:, None, None, :])
        share = present / present.sum(dim=1, keepdim=True).clamp(min=1)
        return self.output((self.norm(hidden) * share[:, :, None].to(hidden.dtype)).sum(dim=1))


class EncoderLayer(nn.Module):
    """Self-attention, then a dense network of four times the width, each added to its input."""

    def __init__(self, spec: TransformerEncoderSpec) -> None:
        super().__init__()
        self.heads = spec.heads
        self.attention_norm = nn.LayerNorm(spec.width)
        self.attention_in = nn.Linear(spec.width, 3 * spec.width)
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
        rows, length, width = hidden.shape
        split = (rows, length, 3, self.heads, width // self.heads)
        query, key, value = self.attention_in(hidden).view(split).permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        return self.attention_out(mixed.transpose(1, 2).reshape(rows, length, width))
