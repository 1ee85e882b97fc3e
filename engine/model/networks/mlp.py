"""Fully connected layers with ReLU between them."""

from torch import Tensor, nn

from engine.model.networks.network import Network
from engine.planning.shape import Shape
from engine.schema.model_spec import MlpSpec


class Mlp(Network):
    """Dense, ReLU and dropout for each hidden width, then a dense output."""

    def __init__(self, spec: MlpSpec, shape: Shape) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        inputs = shape.inputs
        for width in spec.hidden:
            layers += [nn.Linear(inputs, width), nn.ReLU()]
            if spec.dropout:
                layers.append(nn.Dropout(spec.dropout))
            inputs = width
        self.layers = nn.Sequential(*layers, nn.Linear(inputs, shape.outputs))
        self.chain = tuple(f"layers.{number}" for number in range(len(self.layers)))
        self.blocks = tuple(
            f"layers.{n}" for n, layer in enumerate(self.layers) if isinstance(layer, nn.Linear)
        )

    def forward(self, features: Tensor, whole: Tensor | None = None) -> Tensor:
        return self.layers(features)
