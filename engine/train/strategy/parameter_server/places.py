"""Who is a worker and who is a server, and which server holds which weights."""

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from engine.schema.strategy_spec import ParameterServerSpec
from engine.train.strategy.zero1 import dealt_by_size


@dataclass(frozen=True)
class Places:
    """Workers are the first ranks, servers the last; the first server leads where ranks are not in step."""

    workers: tuple[int, ...]
    servers: tuple[int, ...]

    @classmethod
    def of(cls, spec: ParameterServerSpec) -> "Places":
        world = len(spec.devices)
        return cls(tuple(range(world - spec.servers)), tuple(range(world - spec.servers, world)))

    @property
    def lead(self) -> int:
        return self.servers[0]

    def role_of(self, rank: int) -> str:
        """What people call it."""
        return "server" if rank in self.servers else "worker"

    def part_of(self, server: int, network: nn.Module, device: torch.device) -> dict[str, nn.Parameter]:
        """A server's weights in memory of their own, so that the network can go."""
        part = self.parts_of(network)[server]
        return {name: nn.Parameter(weight.detach().to(device, copy=True)) for name, weight in part.items()}

    def others_of(self, network: nn.Module) -> Iterator[tuple[str, Tensor]]:
        """What the network is saved with beside its parameters."""
        parameters = dict(network.named_parameters())
        return ((name, tensor) for name, tensor in network.state_dict().items() if name not in parameters)

    def parts_of(self, network: nn.Module) -> dict[int, dict[str, nn.Parameter]]:
        """The parameters that each server holds: whole ones, so that optimizers which need matrices work."""
        parameters = dict(network.named_parameters())
        dealt = dealt_by_size(parameters, len(self.servers))
        return {
            server: {name: parameters[name] for name in names}
            for server, names in zip(self.servers, dealt, strict=True)
        }
