"""A vision transformer (Dosovitskiy et al., 2021), named as transformers' published weights are, so that a finished
model needs no renaming."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.model.networks.network import Network
from engine.planning.image_sizes import FEED_FORWARD, VIT_SHAPES, VitShape
from engine.planning.shape import Shape
from engine.schema.model_spec import VitSpec

NORM_EPS = 1e-12
INIT_STD = 0.02


class Vit(Network):
    """Images (rows, channels, size, size) to scores. The attributes are those of ``ViTForImageClassification``."""

    def __init__(self, spec: VitSpec, shape: Shape) -> None:
        super().__init__()
        sizes = VIT_SHAPES[spec.size]
        self.vit = nn.Module()
        self.vit.embeddings = Embeddings(spec, sizes.width, shape.channels)
        self.vit.encoder = nn.Module()
        self.vit.encoder.layer = nn.ModuleList(Layer(sizes, spec.dropout) for _ in range(sizes.layers))
        self.vit.layernorm = NormOfFirst(sizes.width, eps=NORM_EPS)
        self.classifier = nn.Linear(sizes.width, shape.outputs)
        self.blocks = tuple(f"vit.encoder.layer.{number}" for number in range(sizes.layers))
        self.chain = ("vit.embeddings", *self.blocks, "vit.layernorm", "classifier")
        _draw_weights(self)

    def forward(self, images: Tensor, whole: Tensor | None = None) -> Tensor:
        hidden = self.vit.embeddings(images)
        for layer in self.vit.encoder.layer:
            hidden = layer(hidden)
        return self.classifier(self.vit.layernorm(hidden))


class Embeddings(nn.Module):
    """Squares of pixels as vectors, a vector of the whole before them, and where each stands."""

    def __init__(self, spec: VitSpec, width: int, channels: int) -> None:
        super().__init__()
        self.cls_token = nn.Parameter(torch.empty(1, 1, width))
        patches = (spec.image_size // spec.patch) ** 2
        self.position_embeddings = nn.Parameter(torch.empty(1, patches + 1, width))
        self.patch_embeddings = nn.Module()
        self.patch_embeddings.projection = nn.Conv2d(channels, width, spec.patch, spec.patch)
        self.dropout = nn.Dropout(spec.dropout)
        for parameter in (self.cls_token, self.position_embeddings):
            nn.init.trunc_normal_(parameter, std=INIT_STD)

    def forward(self, images: Tensor) -> Tensor:
        patches = self.patch_embeddings.projection(images).flatten(2).transpose(1, 2)
        hidden = torch.cat([self.cls_token.to(patches.dtype).expand(len(patches), -1, -1), patches], dim=1)
        return self.dropout(hidden + self.position_embeddings)


class Layer(nn.Module):
    """Self-attention and a dense layer, each added to what came in."""

    def __init__(self, sizes: VitShape, dropout: float) -> None:
        super().__init__()
        width = sizes.width
        self.attention = nn.Module()
        self.attention.attention = Attention(sizes)
        self.attention.output = _dense(width, width)
        self.intermediate = _dense(width, FEED_FORWARD * width)
        self.output = _dense(FEED_FORWARD * width, width)
        self.layernorm_before = nn.LayerNorm(width, eps=NORM_EPS)
        self.layernorm_after = nn.LayerNorm(width, eps=NORM_EPS)
        self.dropout = nn.Dropout(dropout)

    def forward(self, hidden: Tensor) -> Tensor:
        mixed = self.attention.attention(self.layernorm_before(hidden))
        hidden = hidden + self.dropout(self.attention.output.dense(mixed))
        inner = functional.gelu(self.intermediate.dense(self.layernorm_after(hidden)))
        return hidden + self.dropout(self.output.dense(inner))


class Attention(nn.Module):
    """Every patch looks at every other. Heads are as wide as in the whole layer even where a tensor-parallel rank
    holds a few of them only."""

    def __init__(self, sizes: VitShape) -> None:
        super().__init__()
        self.head_width = sizes.width // sizes.heads
        self.query, self.key, self.value = (nn.Linear(sizes.width, sizes.width) for _ in range(3))

    def forward(self, hidden: Tensor) -> Tensor:
        query, key, value = (
            part(hidden).unflatten(-1, (-1, self.head_width)).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        return functional.scaled_dot_product_attention(query, key, value).transpose(1, 2).flatten(2)


class NormOfFirst(nn.LayerNorm):
    """The vector of the whole, normalised; those of the patches have done their part."""

    def forward(self, hidden: Tensor) -> Tensor:
        return super().forward(hidden[:, 0])


def _dense(into: int, out: int) -> nn.Module:
    """The names say ``output.dense`` where one layer would do."""
    named = nn.Module()
    named.dense = nn.Linear(into, out)
    return named


def _draw_weights(network: nn.Module) -> None:
    for module in network.modules():
        if isinstance(module, nn.Conv2d | nn.Linear):
            nn.init.trunc_normal_(module.weight, std=INIT_STD)
            nn.init.zeros_(module.bias)
