"""The factor by which an fp16 loss is multiplied so that small gradients do not vanish (Micikevicius et al., 2018).

fp16 knows nothing between 0 and 6e-8. The factor is as large as it can be without gradients that overflow: halved
when they do, doubled after a long while in which they did not. It knows only the norm of the whole gradient, which
is the same on every rank, so all ranks decide alike without asking each other.
"""

import math

import torch
from torch import Tensor

FIRST = 2.0**16
PATIENCE = 2000  # good steps before the next doubling
SMALLEST = 2.0**-14  # thirty halvings: what overflows still is not a matter of scale


class LossScale:
    """``scale`` multiplies the loss; then ``see`` the norm of what came; then ``unscaled`` gives true numbers."""

    def __init__(self) -> None:
        self.scale = FIRST
        self._seen = FIRST  # what the gradients seen last were multiplied by
        self._good_steps = 0

    def see(self, norm: float) -> bool:
        """Take note of the norm of the scaled gradients, once a step; True when the step may be taken."""
        self._seen = self.scale
        if not math.isfinite(norm):
            self.scale, self._good_steps = self.scale / 2, 0
            return False
        self._good_steps += 1
        if self._good_steps == PATIENCE:
            self.scale, self._good_steps = self.scale * 2, 0
        return True

    def unscaled(self, norm: float) -> float:
        """The true norm of the gradients seen last, whatever ``see`` made of the scale since.

        ``unscaled(1.0)`` is the factor that makes the gradients true; fold it into that of the clipping.
        """
        return norm / self._seen

    @property
    def is_hopeless(self) -> bool:
        """Whether gradients stay broken at every scale: the numbers ran away."""
        return self.scale < SMALLEST

    def state(self) -> Tensor:
        """The factor and the good steps since it was last changed."""
        return torch.tensor([self.scale, self._good_steps], dtype=torch.float64)

    def load(self, state: Tensor) -> None:
        """Take over what ``state`` gave."""
        scale, good_steps = state.tolist()
        self.scale, self._good_steps = scale, int(good_steps)
