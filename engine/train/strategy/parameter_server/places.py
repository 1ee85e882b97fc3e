"""Who is a worker and who is a server, and which server holds which weights."""

from dataclasses import dataclass

from torch import nn

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

    def parts_of(self, network: nn.Module) -> dict[int, dict[str, nn.Parameter]]:
        """The parameters that each server holds: whole ones, so that optimizers which need matrices work."""
        parameters = dict(network.named_parameters())
        dealt = dealt_by_size(parameters, len(self.servers))
        return {
            server: {name: parameters[name] for name in names}
            for server, names in zip(self.servers, dealt, strict=True)
        }
