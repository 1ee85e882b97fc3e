"""A weighted sum of the features."""

from torch import Tensor, nn

from engine.model.networks.network import Network
from engine.planning.shape import Shape
from engine.schema.model_spec import LinearSpec


class Linear(Network):
    """One dense layer. The weights start at zero: least squares has one minimum, so no symmetry needs breaking."""

    chain = ("output",)

    def __init__(self, spec: LinearSpec, shape: Shape) -> None:
        super().__init__()
        self.output = nn.Linear(shape.inputs, shape.outputs)
        nn.init.zeros_(self.output.weight)
        nn.init.zeros_(self.output.bias)

    def forward(self, features: Tensor, whole: Tensor | None = None) -> Tensor:
        return self.output(features)
