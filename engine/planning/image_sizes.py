"""The sizes behind the names of image networks, read by the networks and by their anatomies."""

from typing import NamedTuple

from engine.schema.model_spec import SmallCnnSpec


class ResnetShape(NamedTuple):
    """He et al., 2016, table 1; “10” is “18” with one layer a stage."""

    depths: tuple[int, ...]
    widths: tuple[int, ...]
    bottleneck: bool


class ConvnextShape(NamedTuple):
    """Liu et al., 2022; atto and nano as Woo et al., 2023, have them."""

    depths: tuple[int, ...]
    widths: tuple[int, ...]


class VitShape(NamedTuple):
    """Base: Dosovitskiy et al., 2021; tiny and small: Touvron et al., 2021."""

    width: int
    heads: int
    layers: int


GRID = 4  # fields to a side over which a small CNN takes means: where something is says much of small images
STEM = 64  # channels that leave a ResNet's first convolution
REDUCTION = 4  # of a bottleneck's width to its inner one
PATCH = 4  # pixels to a side that ConvNeXt's first convolution brings together
FEED_FORWARD = 4  # width of an inner dense layer over its block's own

_BASIC = (64, 128, 256, 512)
RESNET_SHAPES = {
    "10": ResnetShape((1, 1, 1, 1), _BASIC, False),
    "18": ResnetShape((2, 2, 2, 2), _BASIC, False),
    "34": ResnetShape((3, 4, 6, 3), _BASIC, False),
    "50": ResnetShape((3, 4, 6, 3), (256, 512, 1024, 2048), True),
}
CONVNEXT_SHAPES = {
    "atto": ConvnextShape((2, 2, 6, 2), (40, 80, 160, 320)),
    "nano": ConvnextShape((2, 2, 8, 2), (80, 160, 320, 640)),
    "tiny": ConvnextShape((3, 3, 9, 3), (96, 192, 384, 768)),
}
VIT_SHAPES = {
    "micro": VitShape(96, 4, 6),
    "tiny": VitShape(192, 3, 12),
    "small": VitShape(384, 6, 12),
    "base": VitShape(768, 12, 12),
}


def half(side: int) -> int:
    """Of an odd number of pixels the larger part stays."""
    return -(-side // 2)


def grid_of(spec: SmallCnnSpec) -> int:
    """Fields to a side over which a small CNN takes means: no more than pixels are left."""
    side = spec.image_size
    for _ in range(spec.stages):
        side = half(side)
    return min(side, GRID)
