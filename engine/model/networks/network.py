"""What every network is to training: a chain of parts, so that it can be cut into stages and treated part by part."""

from collections.abc import Collection

from torch import Tensor, nn


class Passage(nn.Module):
    """Stands where a part was cut out: what comes in goes on as it is."""

    def forward(self, hidden: Tensor, *context: Tensor, **more: Tensor | None) -> Tensor:
        return hidden


class Network(nn.Module):
    """``forward(inputs, whole)`` passes through the parts of ``chain`` one after the other.

    ``inputs`` is what enters the first part that was kept: the batch, or the stage before's output. ``whole`` is the
    batch in any case, for masks and positions; None where it is the same as ``inputs``.
    """

    chain: tuple[str, ...]  # submodules in the order of the forward pass; together they hold every parameter
    blocks: tuple[str, ...] = ()  # those of them that repeat: sharded, recomputed and compiled each as one

    def trained(self) -> dict[str, nn.Parameter]:
        """The parameters that move, by full name; one that two parts share stands under its first name."""
        return {name: weight for name, weight in self.named_parameters() if weight.requires_grad}

    @property
    def size(self) -> int:
        """Parameters, whether they move or not."""
        return sum(weight.numel() for weight in self.parameters())

    def own_state(self) -> dict[str, Tensor]:
        """What a checkpoint keeps: what is trained, and buffers. The rest comes from where it came from."""
        frozen = {name for name, weight in self.named_parameters() if not weight.requires_grad}
        first = {name for name, _ in self.named_parameters()} | {name for name, _ in self.named_buffers()}
        return {name: value for name, value in self.state_dict().items() if name in first - frozen}

    def prepare(self, device: str, precision: str) -> None:
        """Told once, before anything holds the weights: ``cpu`` or ``cuda``, and in what the network will compute."""

    def keep(self, names: Collection[str]) -> None:
        """Cut every other part out, weights and all; the names of the parameters that stay do not change."""
        for name in self.chain:
            if name not in names:
                parent, _, key = name.rpartition(".")
                setattr(self.get_submodule(parent), key, Passage())

    def parts(self, names: Collection[str]) -> list[nn.Module]:
        """These parts as they are now, those cut out left out."""
        found = (self.get_submodule(name) for name in names)
        return [part for part in found if not isinstance(part, Passage)]
