"""The ranks of a run that is not in step, as its lead knows them: from what workers say with their pushes."""

from collections.abc import Sequence

import numpy as np
import torch

from engine.schema.event import RankRow
from engine.train.gauge import peak_memory
from engine.train.strategy.parameter_server.places import Places
from engine.train.strategy.parameter_server.server import Record, Server


class Table:
    """A worker that has not pushed since the last time keeps its row; a lost one has an empty one."""

    def __init__(self, places: Places, devices: Sequence[str], server: Server) -> None:
        self._places, self._devices, self._server = places, devices, server
        self._workers = {worker: RankRow(rank=worker, device=devices[worker]) for worker in places.workers}
        self._busy, self._sent = 0.0, 0

    def forget(self, worker: int) -> None:
        """It is lost."""
        self._workers[worker] = RankRow(rank=worker, device=self._devices[worker])

    def rows(self, steps: Sequence[Sequence[Record]], seconds: float) -> tuple[RankRow, ...]:
        """All ranks, after these steps, which took so long together."""
        for worker in self._workers:
            records = [record for step in steps for record in step if record.worker == worker]
            if records:
                self._workers[worker] = _worker_row(worker, self._devices[worker], records)
        others = (
            RankRow(rank=rank, device=self._devices[rank], role="server") for rank in self._places.servers[1:]
        )
        return (*self._workers.values(), self._lead_row(len(steps), seconds), *others)

    def _lead_row(self, steps: int, seconds: float) -> RankRow:
        server, lead = self._server, self._places.lead
        busy, self._busy = server.busy - self._busy, server.busy
        sent, self._sent = server.sent - self._sent, server.sent
        return RankRow(
            rank=lead,
            device=self._devices[lead],
            step_seconds=seconds / steps,
            memory=peak_memory(torch.device(self._devices[lead])),
            busy=min(busy / max(seconds, 1e-9), 1.0),
            role="server",
            bytes_sent=round(sent / steps),
        )


def _worker_row(worker: int, device: str, records: Sequence[Record]) -> RankRow:
    """Means over its pushes."""
    pushes = [record.push for record in records]
    data, forward, backward, waiting = np.mean([push[5:9] for push in pushes], axis=0).tolist()
    seconds = data + forward + backward + waiting
    late = [record.staleness for record in records if record.staleness is not None]
    return RankRow(
        rank=worker,
        device=device,
        step_seconds=seconds,
        memory=int(pushes[-1].memory),
        busy=1 - waiting / seconds if seconds else None,
        parts={"data": data, "forward": forward, "backward": backward, "sync": waiting},
        bytes_sent=round(float(np.mean([push.sent for push in pushes]))),
        staleness=float(np.mean(late)) if late else None,
    )
