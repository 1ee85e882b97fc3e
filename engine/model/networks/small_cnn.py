"""A few convolutions for small images. Group norm (Wu and He, 2018) knows no other row, so any batch size will do."""

import itertools
import math

from torch import Tensor, nn

from engine.model.networks.network import Network
from engine.planning.image_sizes import grid_of
from engine.planning.shape import Shape
from engine.schema.model_spec import SmallCnnSpec

_GROUPS = 8  # channels are normalised in this many groups, or in the most that divide them


class SmallCnn(Network):
    """Images (rows, channels, size, size) to scores: stages that halve the image, the means over a grid of what is left,
    a dense output."""

    def __init__(self, spec: SmallCnnSpec, shape: Shape) -> None:
        super().__init__()
        widths = [shape.channels, *(spec.width << number for number in range(spec.stages))]
        self.stages = nn.ModuleList(Stage(into, out) for into, out in itertools.pairwise(widths))
        self.head = Head(widths[-1], grid_of(spec), shape.outputs, spec.dropout)
        self.blocks = tuple(f"stages.{number}" for number in range(spec.stages))
        self.chain = (*self.blocks, "head")

    def forward(self, images: Tensor, whole: Tensor | None = None) -> Tensor:
        hidden = images
        for stage in self.stages:
            hidden = stage(hidden)
        return self.head(hidden)


class Stage(nn.Module):
    """Two convolutions, then the largest of every two by two pixels."""

    def __init__(self, into: int, out: int) -> None:
        super().__init__()
        self.first, self.second = convolution(into, out), convolution(out, out)
        self.first_norm, self.second_norm = (nn.GroupNorm(math.gcd(out, _GROUPS), out) for _ in range(2))
        self.relu = nn.ReLU(inplace=True)
        self.pool = nn.MaxPool2d(2, ceil_mode=True)  # an image of one pixel stays one

    def forward(self, hidden: Tensor) -> Tensor:
        hidden = self.relu(self.first_norm(self.first(hidden)))
        return self.pool(self.relu(self.second_norm(self.second(hidden))))


class Head(nn.Module):
    """The means over a grid, then a dense output."""

    def __init__(self, width: int, grid: int, outputs: int, dropout: float) -> None:
        super().__init__()
        self.pool = nn.AdaptiveAvgPool2d(grid)
        self.dropout = nn.Dropout(dropout)
        self.output = nn.Linear(width * grid**2, outputs)

    def forward(self, hidden: Tensor) -> Tensor:
        return self.output(self.dropout(self.pool(hidden).flatten(1)))


def convolution(into: int, out: int) -> nn.Conv2d:
    """Three by three, weights drawn for what ReLU leaves of them (He et al., 2015); the norm after it has the bias."""
    made = nn.Conv2d(into, out, 3, padding=1, bias=False)
    nn.init.kaiming_normal_(made.weight, mode="fan_out", nonlinearity="relu")
    return made
