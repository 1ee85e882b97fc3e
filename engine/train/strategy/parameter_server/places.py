"""Who is a worker and who is a server, and which server holds which weights."""

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from engine.model.networks.network import Network
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

    def part_of(self, server: int, network: Network, device: torch.device) -> dict[str, nn.Parameter]:
        """A server's weights in memory of their own, so that the network can go."""
        part = self.parts_of(network)[server]
        return {name: nn.Parameter(weight.detach().to(device, copy=True)) for name, weight in part.items()}

    def others_of(self, network: Network) -> Iterator[tuple[str, Tensor]]:
        """What the network is saved with beside what is trained."""
        trained = network.trained()
        return ((name, tensor) for name, tensor in network.own_state().items() if name not in trained)

    def parts_of(self, network: Network) -> dict[int, dict[str, nn.Parameter]]:
        """The parameters that each server holds: whole ones, so that optimizers which need matrices work."""
        parameters = network.trained()
        dealt = dealt_by_size(parameters, len(self.servers))
        return {
            server: {name: parameters[name] for name in names}
            for server, names in zip(self.servers, dealt, strict=True)
        }
