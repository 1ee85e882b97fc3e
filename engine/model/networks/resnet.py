"""A residual network (He et al., 2016) under transformers' own names, so that its saved weights need no renaming."""

from torch import Tensor, nn

from engine.model.networks.batch_norm import BatchNorm
from engine.model.networks.network import Network
from engine.planning.image_sizes import REDUCTION, RESNET_SHAPES, STEM
from engine.planning.shape import Shape
from engine.schema.model_spec import ResnetSpec


class Resnet(Network):
    """Images (rows, channels, size, size) to scores. The attributes are those of ``ResNetForImageClassification``."""

    def __init__(self, spec: ResnetSpec, shape: Shape) -> None:
        super().__init__()
        sizes = RESNET_SHAPES[spec.size]
        self.resnet = nn.Module()
        self.resnet.embedder = Stem(shape.channels)
        self.resnet.encoder = nn.Module()
        self.resnet.encoder.stages = nn.ModuleList()
        layer = Bottleneck if sizes.bottleneck else Basic
        into = STEM
        for number, (depth, width) in enumerate(zip(sizes.depths, sizes.widths, strict=True)):
            stage = nn.Module()
            first = layer(into, width, stride=2 if number else 1)
            stage.layers = nn.Sequential(first, *(layer(width, width) for _ in range(depth - 1)))
            self.resnet.encoder.stages.append(stage)
            into = width
        self.resnet.pooler = nn.AdaptiveAvgPool2d((1, 1))
        self.classifier = nn.Sequential(nn.Flatten(), nn.Linear(into, shape.outputs))
        self.blocks = tuple(
            f"resnet.encoder.stages.{stage}.layers.{number}"
            for stage, depth in enumerate(sizes.depths)
            for number in range(depth)
        )
        self.chain = ("resnet.embedder", *self.blocks, "resnet.pooler", "classifier")

    def forward(self, images: Tensor, whole: Tensor | None = None) -> Tensor:
        hidden = self.resnet.embedder(images)
        for stage in self.resnet.encoder.stages:
            for layer in stage.layers:
                hidden = layer(hidden)
        return self.classifier(self.resnet.pooler(hidden))


class Convolution(nn.Module):
    """A convolution and its norm, and what is below zero cut off."""

    def __init__(self, into: int, out: int, kernel: int = 3, stride: int = 1, *, active: bool = True) -> None:
        super().__init__()
        self.convolution = nn.Conv2d(into, out, kernel, stride, kernel // 2, bias=False)
        nn.init.kaiming_normal_(self.convolution.weight, mode="fan_out", nonlinearity="relu")
        self.normalization = BatchNorm(out)
        self.activation = nn.ReLU(inplace=True) if active else nn.Identity()

    def forward(self, hidden: Tensor) -> Tensor:
        return self.activation(self.normalization(self.convolution(hidden)))


class Stem(nn.Module):
    """Seven by seven, then the largest of three by three; each halves the image."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.embedder = Convolution(channels, STEM, kernel=7, stride=2)
        self.pooler = nn.MaxPool2d(kernel_size=3, stride=2, padding=1)

    def forward(self, images: Tensor) -> Tensor:
        return self.pooler(self.embedder(images))


class Residual(nn.Module):
    """Adds what came in to what ``layer`` makes of it; brought to the same shape where they differ."""

    def __init__(self, into: int, out: int, stride: int, *layers: Convolution) -> None:
        super().__init__()
        same = into == out and stride == 1
        self.shortcut = nn.Identity() if same else Convolution(into, out, 1, stride, active=False)
        self.layer = nn.Sequential(*layers)
        self.activation = nn.ReLU(inplace=True)

    def forward(self, hidden: Tensor) -> Tensor:
        return self.activation(self.layer(hidden) + self.shortcut(hidden))


class Basic(Residual):
    """Two convolutions of three by three."""

    def __init__(self, into: int, out: int, stride: int = 1) -> None:
        super().__init__(
            into, out, stride, Convolution(into, out, stride=stride), Convolution(out, out, active=False)
        )


class Bottleneck(Residual):
    """Narrower, three by three, wider again."""

    def __init__(self, into: int, out: int, stride: int = 1) -> None:
        inner = out // REDUCTION
        super().__init__(
            into,
            out,
            stride,
            Convolution(into, inner, kernel=1),
            Convolution(inner, inner, stride=stride),
            Convolution(inner, out, kernel=1, active=False),
        )
