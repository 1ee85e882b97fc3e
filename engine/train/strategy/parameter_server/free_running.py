"""A parameter server that is not in step: workers pull, compute and push as fast as they can, and may be lost.

Downpour SGD (Dean et al., 2012), with a bound on staleness (Ho et al., 2013) or its compensation (Zheng et al., 2017)
if asked. No collective once training has begun: every worker has a line of its own to every server.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from engine.train.average import WeightAverage
from engine.train.held import Held, Saved, Share, fill
from engine.train.running import Run
from engine.train.strategy.base import Material, Strategy
from engine.train.strategy.flat import Flat
from engine.train.strategy.parameter_server.follower import Follower
from engine.train.strategy.parameter_server.lead import Lead
from engine.train.strategy.parameter_server.pair import BYE, MEASURE, SAVE, open_pairs
from engine.train.strategy.parameter_server.places import Places
from engine.train.strategy.parameter_server.server import Server
from engine.train.strategy.parameter_server.shelf import Shelf
from engine.train.strategy.parameter_server.staleness import Gate
from engine.train.strategy.parameter_server.tickets import Tickets
from engine.train.strategy.parameter_server.worker import Worker


class FreeParameterServer(Strategy):
    """``trained`` is a server's part of the weights; nothing on a worker.

    The lead also has the network, to measure it with: the weights of all servers are brought there for it.
    """

    axes: Mapping[str, Share] = {}  # each number that is saved lies on one rank

    def __init__(self, material: Material) -> None:
        super().__init__(material)
        self._places = places = Places.of(material.spec.strategy)  # type: ignore[arg-type]
        me = self.rank.index
        self._server: Server  # the lead's, once training has begun
        self._restored = False  # whether the network holds what a checkpoint held, for good
        self._serves, self._leads = me in places.servers, me == places.lead
        self.reads = not self._serves or self._leads
        self.concludes = self._leads
        self.share = Share(0, 1) if self._serves else Share(me, len(places.workers))
        lines = [(worker, server) for worker in places.workers for server in places.servers]
        lines += [(places.lead, server) for server in places.servers[1:]]
        self._lines = open_pairs(self.rank, lines)
        self.trained = places.part_of(me, self.model, self.rank.device) if self._serves else {}
        if self.reads:
            self.model.to(self.rank.device)
            material.treat(material.network)
        else:
            self.model = nn.Identity()

    def role_of(self, rank: int) -> str:
        return self._places.role_of(rank)

    @property
    def modules(self) -> list[nn.Module]:
        return [self.model] if self.reads else []

    @property
    def writes(self) -> Share:
        """Checkpoints are the servers' affair."""
        return Share(self._places.servers.index(self.rank.index), len(self._places.servers))

    def train(self, run: Run, loop: Callable[[Run], None]) -> None:
        run.rank = run.rank.alone()
        if not self._serves:
            Worker(run, self, self._places, self._lines).work()
        elif self._leads:
            tickets = Tickets(run.step * len(self._places.workers))
            self._server = self._open_shelf(run, tickets)
            Lead(run, self._server, tickets, self._places).lead()
        else:
            Follower(run, self._open_shelf(run), self._lines[self._places.lead]).follow()

    def part(self) -> None:
        for server in self._followers:
            self._lines[server].say(BYE)

    @property
    def _followers(self) -> tuple[int, ...]:
        return self._places.servers[1:] if self._leads else ()

    def _open_shelf(self, run: Run, tickets: Tickets | None = None) -> Server:
        spec = run.spec.strategy
        gate = Gate(spec.staleness if spec.mode == "bounded" else None)  # type: ignore[union-attr]
        shelf = Shelf(self.trained, run.optimize, run.average, spec.delay_compensation)  # type: ignore[union-attr]
        lines = {worker: self._lines[worker] for worker in self._places.workers}
        return Server(run, shelf, gate, lines, tickets)

    # --- a worker's step

    def gradient_norm(self) -> Tensor:
        """Of this worker's gradient."""
        gradients = [parameter.grad for parameter in self.model.parameters() if parameter.grad is not None]
        if not gradients:
            return torch.zeros((), device=self.rank.device)
        return torch.linalg.vector_norm(torch.stack(torch._foreach_norm(gradients)))

    @property
    def graded(self) -> Iterable[nn.Parameter]:
        return self.model.parameters()

    # --- what is measured, and what a checkpoint holds

    @contextmanager
    def measured(self, average: WeightAverage | None) -> Iterator[None]:
        """The lead fetches every server's weights, or their averages, as they are now; training goes on."""
        if self._restored:
            yield
            return
        for server, part in self._places.parts_of(self.model).items():
            flat = Flat(list(part.values()), "cpu")
            self._fetch(server, flat.numbers)
            flat.give(part.values())
        yield

    def _fetch(self, server: int, numbers: Tensor) -> None:
        if server == self.rank.index:
            numbers.copy_(self._server.measured())
            return
        self._lines[server].say(MEASURE)
        self._lines[server].receive(numbers)

    @torch.no_grad()
    def go_back(self, optimizer: Optimizer, saved: Saved) -> None:
        """The lead takes the whole network's weights itself: the servers have served."""
        self._restored = True
        averages = set(saved.names("average/"))
        for name, tensor in self.model.own_state().items():  # type: ignore[operator]
            fill(tensor, saved, average if (average := f"average/{name}") in averages else f"model/{name}")

    def before_save(self, step: int) -> None:
        for server in self._followers:
            self._lines[server].say(SAVE, step)

    def weights(self) -> Iterator[tuple[str, Tensor]]:
        """A server's part; what is no parameter comes from the lead."""
        yield from self.trained.items()
        if self._leads:
            yield from self._places.others_of(self.model)

    def held_state(self, tensor: Tensor) -> Held:
        return Held.of(tensor, {})

    def load(self, optimizer: Optimizer, saved: Saved) -> None:
        """Servers; workers pull what they need."""
        if self._serves:
            super().load(optimizer, saved)
