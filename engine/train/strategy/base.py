"""What the loop asks of every strategy."""

from abc import ABC, abstractmethod

from torch import Tensor, nn

from engine.worker.rank import Rank


class Strategy(ABC):
    """Holds the model. The loss it is given is a sum over this rank's rows, so gradients add up."""

    def __init__(self, model: nn.Module, rank: Rank) -> None:
        self.model = model
        self.rank = rank
        self.parameters = [parameter for parameter in model.parameters() if parameter.requires_grad]

    def backward(self, loss: Tensor, global_rows: int) -> None:
        """Gradients of this rank's part of the global mean.

        Not ``loss.backward(weight)``, which imports sympy: 0.3 s at every start to save 5 µs a step.
        """
        (loss / global_rows).backward()

    @abstractmethod
    def sync(self) -> None:
        """Make every rank hold the gradients of the whole global batch."""

    @abstractmethod
    def gradient_norm(self) -> Tensor:
        """Euclidean norm of the whole gradient, before clipping; stays on the device."""

    def clip(self, norm: Tensor, largest: float | None) -> None:
        """Scale the gradients down to the largest norm allowed."""
        if largest is not None:
            nn.utils.clip_grads_with_norm_(self.parameters, largest, norm)

    def forget_gradients(self) -> None:
        """Begin the next step without gradients."""
        for parameter in self.parameters:
            parameter.grad = None

    def model_state(self) -> dict[str, Tensor]:
        """The whole model's tensors, on the rank that writes them."""
        return self.model.state_dict()
