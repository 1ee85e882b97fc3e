"""Fully connected layers with ReLU between them."""

from torch import Tensor, nn

from engine.schema.model_spec import MlpSpec


class Mlp(nn.Module):
    """Dense, ReLU and dropout for each hidden width, then a dense output."""

    def __init__(self, spec: MlpSpec, inputs: int, outputs: int) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for width in spec.hidden:
            layers += [nn.Linear(inputs, width), nn.ReLU()]
            if spec.dropout:
                layers.append(nn.Dropout(spec.dropout))
            inputs = width
        self.layers = nn.Sequential(*layers, nn.Linear(inputs, outputs))

    def forward(self, features: Tensor) -> Tensor:
        return self.layers(features)
