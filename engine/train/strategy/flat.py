"""Many tensors as one flat one, which crosses between ranks in one piece."""

from collections.abc import Iterable, Sequence

import torch
from torch import Tensor, nn


class Flat:
    """Room for these tensors' numbers, one after the other, on ``device``; ``spare`` more numbers at the end."""

    def __init__(self, tensors: Sequence[Tensor], device: torch.device | str, spare: int = 0) -> None:
        sizes = [tensor.numel() for tensor in tensors]
        self.numbers = torch.zeros(sum(sizes) + spare, device=device)
        slices = self.numbers.split([*sizes, spare])[: len(sizes)]
        self.views = [part.view(tensor.shape) for part, tensor in zip(slices, tensors, strict=True)]
        self.spare = self.numbers[len(self.numbers) - spare :]

    @property
    def bytes(self) -> int:
        return self.numbers.nbytes

    @torch.no_grad()
    def take(self, tensors: Iterable[Tensor]) -> None:
        """Copy the tensors' numbers in."""
        if self.views:
            torch._foreach_copy_(self.views, list(tensors))

    @torch.no_grad()
    def take_gradients(self, parameters: Sequence[nn.Parameter]) -> None:
        """Copy their gradients in; a parameter that got none has zeros."""
        present = [(v, p.grad) for v, p in zip(self.views, parameters, strict=True) if p.grad is not None]
        if len(present) < len(self.views):
            self.numbers.zero_()
        if present:
            torch._foreach_copy_([view for view, _ in present], [gradient for _, gradient in present])

    @torch.no_grad()
    def give(self, tensors: Iterable[Tensor]) -> None:
        """Copy the numbers out to the tensors."""
        if self.views:
            torch._foreach_copy_(list(tensors), self.views)
