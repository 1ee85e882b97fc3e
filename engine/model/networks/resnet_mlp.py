"""Dense layers with short cuts (Gorishniy et al., 2021, “ResNet”), with layer norm in place of the paper's batch norm.

A batch norm's answer to a row depends on the other rows of the pass: on how many ranks and micro-batches the batch is
shared out to, and where an epoch ends. A layer norm's does not, so every strategy computes the same curve.
"""

from torch import Tensor, nn
from torch.nn import functional

from engine.model.networks.network import Network
from engine.planning.shape import Shape
from engine.schema.model_spec import ResnetMlpSpec


class ResnetMlp(Network):
    """A dense layer, blocks that add to what came in, and a dense output."""

    def __init__(self, spec: ResnetMlpSpec, shape: Shape) -> None:
        super().__init__()
        self.input = nn.Linear(shape.inputs, spec.width)
        self.layers = nn.ModuleList(Block(spec) for _ in range(spec.blocks))
        self.head = Head(spec.width, shape.outputs)
        self.blocks = tuple(f"layers.{number}" for number in range(spec.blocks))
        self.chain = ("input", *self.blocks, "head")

    def forward(self, features: Tensor, whole: Tensor | None = None) -> Tensor:
        hidden = self.input(features)
        for layer in self.layers:
            hidden = layer(hidden)
        return self.head(hidden)


class Block(nn.Module):
    """Norm, dense, ReLU, dense, added to what came in."""

    def __init__(self, spec: ResnetMlpSpec) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(spec.width)
        self.dense_in = nn.Linear(spec.width, spec.inner)
        self.dense_out = nn.Linear(spec.inner, spec.width)
        self.dropout = nn.Dropout(spec.dropout)

    def forward(self, hidden: Tensor) -> Tensor:
        inner = self.dropout(functional.relu(self.dense_in(self.norm(hidden))))
        return hidden + self.dense_out(inner)


class Head(nn.Module):
    """Norm, ReLU, dense."""

    def __init__(self, width: int, outputs: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.output = nn.Linear(width, outputs)

    def forward(self, hidden: Tensor) -> Tensor:
        return self.output(functional.relu(self.norm(hidden)))
