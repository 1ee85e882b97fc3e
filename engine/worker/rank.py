"""Who this process is among the ranks of its run, and the one collective that measuring needs.

The store that brings the ranks together listens on loopback alone: torch's own would take every interface.
"""

import os
import random
import socket
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
import torch
import torch.distributed as dist

from engine.schema.problem import UserError
from engine.worker.environment import DEVICES_VARIABLE, LISTENER_VARIABLE

TIMEOUT = timedelta(minutes=5)  # a hung collective ends in minutes; gloo's own default is half an hour
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Rank:
    """One process of a run."""

    index: int
    world_size: int
    device: torch.device
    attempt: int = 1  # the job's starts so far, this one included
    restart: int = 0  # the agent's restarts within this attempt
    speaker: int = 0  # the rank that speaks for all
    in_step: bool = True  # whether all ranks do the same thing; where they do not, nothing can be summed
    devices: tuple[str, ...] = ()  # of all ranks; they may be fewer than the plan's

    @property
    def is_first(self) -> bool:
        """Whether it speaks for all: writes events, takes orders, saves the model."""
        return self.index == self.speaker

    @property
    def start(self) -> int:
        """Which start of this process it is, restarts included: fault points tell starts apart by it."""
        return self.attempt + self.restart

    @property
    def backend(self) -> str | None:
        """How the ranks talk; None when there is one."""
        return dist.get_backend() if self.world_size > 1 else None

    def alone(self) -> "Rank":
        """This rank where the others go their own way."""
        return replace(self, in_step=False)

    def sum_over_ranks(self, values: np.ndarray) -> np.ndarray:
        """Element by element, the same answer on every rank; of ranks that are not in step, each one's own."""
        if self.world_size == 1 or not self.in_step:
            return values
        tensor = torch.from_numpy(values).to("cpu" if self.backend == "gloo" else self.device)
        dist.all_reduce(tensor)
        return tensor.cpu().numpy()


def join(devices: tuple[str, ...], threads: int, speaker: int = 0, expendable: tuple[int, ...] = ()) -> Rank:
    """Find out who we are from the environment that the agent gave us, and meet the others.

    Where ranks may be lost they meet over the processor: no communicator of devices outlives a member.
    """
    index, world_size = int(os.environ["RANK"]), int(os.environ["WORLD_SIZE"])
    if DEVICES_VARIABLE in os.environ:  # the agent may have left one out
        devices = tuple(os.environ[DEVICES_VARIABLE].split(","))
    device = open_device(devices[int(os.environ["LOCAL_RANK"])])
    torch.set_num_threads(max(threads, 1))
    if world_size > 1:
        backend = "nccl" if device.type == "cuda" and not expendable else "gloo"
        dist.init_process_group(
            backend,
            store=_store(index, world_size, speaker),
            rank=index,
            world_size=world_size,
            timeout=TIMEOUT,
        )
    attempt = int(os.environ.get("MODELYARD_ATTEMPT", "1"))
    restart = int(os.environ.get("TORCHELASTIC_RESTART_COUNT", "0"))
    return Rank(index, world_size, device, attempt, restart, speaker, devices=devices)


def leave(rank: Rank) -> None:
    """Part from the other ranks in order."""
    if rank.world_size > 1:
        dist.destroy_process_group()


def open_device(name: str) -> torch.device:
    """The device of that name; raises UserError when this machine has none."""
    device = torch.device(name)
    if device.type == "cuda":
        if not torch.cuda.is_available() or (device.index or 0) >= torch.cuda.device_count():
            raise UserError("device_missing", field="strategy.devices", device=name)
        torch.cuda.set_device(device)
    return device


def seed_all(seed: int) -> None:
    """Start every source of chance this process has anew."""
    random.seed(seed)
    torch.manual_seed(seed)


def _store(index: int, world_size: int, host: int) -> dist.Store:
    """The host, which lives as long as the run, hands the store a socket that is bound to loopback already."""
    port = int(os.environ["MASTER_PORT"])
    if index != host:
        return dist.TCPStore(LOOPBACK, port, world_size, is_master=False, timeout=TIMEOUT)
    inherited = os.environ.get(LISTENER_VARIABLE)
    return dist.TCPStore(
        LOOPBACK,
        port,
        world_size,
        is_master=True,
        timeout=TIMEOUT,
        wait_for_workers=False,
        master_listen_fd=int(inherited) if inherited else _listen(port, world_size),
    )


def _listen(port: int, world_size: int) -> int:
    """Where the agent could not hand us its own listener."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((LOOPBACK, port))
    listener.listen(world_size + 16)
    return listener.detach()
