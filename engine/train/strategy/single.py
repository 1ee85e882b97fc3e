"""One device does everything."""

from torch import Tensor

from engine.train.strategy.base import Strategy, norm_of


class Single(Strategy):
    """Nothing to agree on."""

    def sync(self) -> None:
        """There is one rank."""

    def gradient_norm(self) -> Tensor:
        return norm_of([parameter.grad for parameter in self.parameters if parameter.grad is not None])
