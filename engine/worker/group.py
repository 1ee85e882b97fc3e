"""One start of a run's ranks: they begin together, at a meeting point of their own, and are ended together."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence

from engine.system.forking import Forked, fork_role
from engine.system.paths import MAIN, RunFiles
from engine.worker.environment import LISTENER_VARIABLE, environment_of, meeting_point

Child = Forked | subprocess.Popen

_DUMP_SECONDS = 0.3  # for ranks to write down where they stand
_END_SECONDS = 30.0  # a killed process may be in the middle of a read from a slow disk


class Group:
    """The processes by rank, from their start until each has ended."""

    def __init__(self, files: RunFiles, own: Mapping[str, str], can_fork: bool) -> None:
        self._files, self._own, self._can_fork = files, own, can_fork
        self._children: dict[int, Child] = {}

    def start(self, devices: Sequence[str], threads: int, restart: int, host: int = 0) -> None:
        """Start a rank for each device; ``host`` is the rank that the others meet at.

        Raises OSError when the system has no room for one; none is left then.
        """
        with meeting_point(len(devices)) as (port, listener):
            try:
                for rank in range(len(devices)):
                    environment = environment_of(rank, devices, threads, restart, self._own)
                    environment["MASTER_PORT"] = str(port)
                    self._children[rank] = self._start(rank, environment, listener if rank == host else None)
            except OSError:
                self.kill()
                raise

    def live(self) -> dict[int, Child]:
        return {rank: child for rank, child in self._children.items() if child.poll() is None}

    def failed(self) -> dict[int, int]:
        """Exit status by rank of those that ended otherwise than in order."""
        statuses = {rank: child.poll() for rank, child in self._children.items()}
        return {rank: status for rank, status in statuses.items() if status}

    def go_on_without(self, rank: int) -> None:
        """A rank that has ended is none of this group any more."""
        del self._children[rank]

    def all_left_in_order(self) -> bool:
        return all(child.poll() == 0 for child in self._children.values())

    def tell(self, number: int) -> None:
        """Send a signal to those that live."""
        for child in self.live().values():
            with contextlib.suppress(ProcessLookupError):
                child.send_signal(number)

    def dump_stacks(self) -> None:
        """Have each rank that still can write the stacks of its threads into its log."""
        if hasattr(signal, "SIGUSR1"):
            self.tell(signal.SIGUSR1)
            time.sleep(_DUMP_SECONDS)

    def kill(self) -> None:
        """End them all, now."""
        children = self.live().values()
        for child in children:
            child.kill()
        for child in children:
            with contextlib.suppress(subprocess.TimeoutExpired):  # left to the shim
                child.wait(_END_SECONDS)

    def _start(self, rank: int, environment: dict[str, str], listener: int | None) -> Child:
        kept = () if listener is None else (listener,)
        if listener is not None:
            environment[LISTENER_VARIABLE] = str(listener)
        if self._can_fork:
            name = f"rank{rank}" if rank < 10 else f"r{rank}"  # the system keeps 15 letters in all
            return fork_role("worker", self._files.root, environment, keep=kept, name=name)
        return subprocess.Popen(
            [sys.executable, "-I", str(MAIN), "worker", str(self._files.root)],
            env=environment,
            cwd=self._files.root,
            **({} if os.name == "nt" else {"pass_fds": kept}),
        )
