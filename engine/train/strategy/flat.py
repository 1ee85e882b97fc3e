"""Many tensors as one flat one, which crosses between ranks, or between a device and main memory, in one piece."""

from collections.abc import Iterable, Sequence

import torch
from torch import Tensor, nn


class Flat:
    """Room for these tensors' numbers, one after the other, on ``device``; ``spare`` more numbers at the end.

    ``crossing`` is the same on the tensors' device, where that is another one.
    """

    def __init__(
        self,
        tensors: Sequence[Tensor],
        device: torch.device | str,
        *,
        spare: int = 0,
        crossing: "Flat | None" = None,
    ) -> None:
        sizes = [tensor.numel() for tensor in tensors]
        self.numbers = torch.zeros(sum(sizes) + spare, device=device)
        slices = self.numbers.split([*sizes, spare])[: len(sizes)]
        self.views = [part.view(tensor.shape) for part, tensor in zip(slices, tensors, strict=True)]
        self.spare = self.numbers[len(self.numbers) - spare :]
        self._crossing = crossing

    @property
    def bytes(self) -> int:
        return self.numbers.nbytes

    @torch.no_grad()
    def take(self, tensors: Iterable[Tensor]) -> None:
        """Copy the tensors' numbers in."""
        if self._crossing is not None:
            self._crossing.take(tensors)
            self.numbers.copy_(self._crossing.numbers)
        elif self.views:
            torch._foreach_copy_(self.views, list(tensors))

    @torch.no_grad()
    def take_gradients(self, parameters: Sequence[nn.Parameter]) -> None:
        """Copy their gradients in; a parameter that got none has zeros."""
        zero = torch.zeros(())
        self.take([p.grad if p.grad is not None else zero.to(p.device).expand_as(p) for p in parameters])

    @torch.no_grad()
    def give(self, tensors: Iterable[Tensor]) -> None:
        """Copy the numbers out to the tensors."""
        if self._crossing is not None:
            self._crossing.numbers.copy_(self.numbers)
            self._crossing.give(tensors)
        elif self.views:
            torch._foreach_copy_(list(tensors), self.views)


def crossing_of(tensors: Sequence[Tensor]) -> Flat | None:
    """Room on the tensors' device for what crosses to main memory; none where they lie there already."""
    device = tensors[0].device if tensors else torch.device("cpu")
    return Flat(tensors, device) if device.type != "cpu" else None
