"""What a rank is told by the environment it starts with, and the socket at which the ranks of one start meet."""

import contextlib
import os
import socket
import sys
from collections.abc import Iterator, Mapping, Sequence

from engine.system.forking import SLEEPS_SOON

AGENT_VARIABLE = "MODELYARD_AGENT_PID"
DEVICES_VARIABLE = "MODELYARD_DEVICES"  # by rank: the plan's, less those that were left out
LISTENER_VARIABLE = "MODELYARD_LISTENER"  # the host's: an open descriptor, bound to MASTER_PORT and listening

_LOOPBACK = "127.0.0.1"
_MORE = 16  # connections that wait to be taken, beyond one a rank


def environment_of(
    rank: int, devices: Sequence[str], threads: int, restart: int, own: Mapping[str, str]
) -> dict[str, str]:
    """The environment of one rank, without its meeting point; ``own`` is the agent's."""
    return {
        **own,
        AGENT_VARIABLE: str(os.getpid()),
        DEVICES_VARIABLE: ",".join(devices),
        "RANK": str(rank),
        "LOCAL_RANK": str(rank),
        "WORLD_SIZE": str(len(devices)),
        "LOCAL_WORLD_SIZE": str(len(devices)),
        "TORCHELASTIC_RESTART_COUNT": str(restart),
        **dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), str(max(threads, 1))),
        **SLEEPS_SOON,
        "GLOO_SOCKET_IFNAME": "lo" if sys.platform.startswith("linux") else "lo0",
        "NCCL_SOCKET_IFNAME": "lo",
    }


@contextlib.contextmanager
def meeting_point(ranks: int) -> Iterator[tuple[int, int | None]]:
    """A fresh port on loopback and the descriptor that listens there, for the host rank to inherit.

    Where descriptors cannot be inherited (Windows) there is none, and the host opens the port itself.
    """
    with socket.socket() as listener:
        listener.bind((_LOOPBACK, 0))
        port = listener.getsockname()[1]
        if os.name != "nt":
            listener.listen(ranks + _MORE)
            yield port, listener.fileno()
            return
    yield port, None
