"""ConvNeXt (Liu et al., 2022) under transformers' own names, so that its saved weights need no renaming."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.model.networks.network import Network
from engine.planning.image_sizes import CONVNEXT_SHAPES, FEED_FORWARD, PATCH
from engine.planning.shape import Shape
from engine.schema.model_spec import ConvnextSpec

NORM_EPS = 1e-6
LAST_NORM_EPS = 1e-12
INIT_STD = 0.02
LAYER_SCALE = 1e-6  # a block begins as next to nothing (Touvron et al., 2021)


class Convnext(Network):
    """Images (rows, channels, size, size) to scores. The attributes are those of ``ConvNextForImageClassification``."""

    def __init__(self, spec: ConvnextSpec, shape: Shape) -> None:
        super().__init__()
        sizes = CONVNEXT_SHAPES[spec.size]
        self.convnext = nn.Module()
        self.convnext.embeddings = Patches(shape.channels, sizes.widths[0])
        self.convnext.encoder = nn.Module()
        self.convnext.encoder.stages = nn.ModuleList()
        into, blocks, chain = sizes.widths[0], [], ["convnext.embeddings"]
        for number, (depth, width) in enumerate(zip(sizes.depths, sizes.widths, strict=True)):
            stage = nn.Module()
            stage.downsampling_layer = _halving(into, width) if number else nn.Sequential()
            stage.layers = nn.ModuleList(Layer(width) for _ in range(depth))
            self.convnext.encoder.stages.append(stage)
            place = f"convnext.encoder.stages.{number}"
            blocks += (layers := [f"{place}.layers.{layer}" for layer in range(depth)])
            chain += [*([f"{place}.downsampling_layer"] if number else []), *layers]
            into = width
        self.convnext.layernorm = NormOfMean(into, eps=LAST_NORM_EPS)
        self.classifier = nn.Linear(into, shape.outputs)
        self.blocks, self.chain = tuple(blocks), (*chain, "convnext.layernorm", "classifier")
        _draw_weights(self)

    def forward(self, images: Tensor, whole: Tensor | None = None) -> Tensor:
        hidden = self.convnext.embeddings(images)
        for stage in self.convnext.encoder.stages:
            hidden = stage.downsampling_layer(hidden)
            for layer in stage.layers:
                hidden = layer(hidden)
        return self.classifier(self.convnext.layernorm(hidden))


class Patches(nn.Module):
    """Squares of pixels, each as one vector."""

    def __init__(self, channels: int, width: int) -> None:
        super().__init__()
        self.patch_embeddings = nn.Conv2d(channels, width, PATCH, PATCH)
        self.layernorm = NormOfChannels(width, eps=NORM_EPS)

    def forward(self, images: Tensor) -> Tensor:
        return self.layernorm(self.patch_embeddings(images))


class Layer(nn.Module):
    """A wide convolution of each channel by itself, then two dense layers at each pixel."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.dwconv = nn.Conv2d(width, width, 7, padding=3, groups=width)
        self.layernorm = nn.LayerNorm(width, eps=NORM_EPS)
        self.pwconv1 = nn.Linear(width, FEED_FORWARD * width)
        self.pwconv2 = nn.Linear(FEED_FORWARD * width, width)
        self.layer_scale_parameter = nn.Parameter(torch.full((width,), LAYER_SCALE))

    def forward(self, hidden: Tensor) -> Tensor:
        inner = self.layernorm(self.dwconv(hidden).permute(0, 2, 3, 1))
        inner = self.pwconv2(functional.gelu(self.pwconv1(inner)))
        return hidden + (self.layer_scale_parameter * inner).permute(0, 3, 1, 2)


class NormOfChannels(nn.LayerNorm):
    """Each pixel's channels, which do not come last."""

    def forward(self, hidden: Tensor) -> Tensor:
        return super().forward(hidden.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


class NormOfMean(nn.LayerNorm):
    """The mean over the pixels, normalised."""

    def forward(self, hidden: Tensor) -> Tensor:
        return super().forward(hidden.mean(dim=(2, 3)))


def _halving(into: int, out: int) -> nn.Sequential:
    return nn.Sequential(NormOfChannels(into, eps=NORM_EPS), nn.Conv2d(into, out, 2, 2))


def _draw_weights(network: nn.Module) -> None:
    for module in network.modules():
        if isinstance(module, nn.Conv2d | nn.Linear):
            nn.init.trunc_normal_(module.weight, std=INIT_STD)
            nn.init.zeros_(module.bias)
