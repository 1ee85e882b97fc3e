"""A runner's end of the socket to its server: frames in, frames out, and a sign of life every second."""

import contextlib
import json
import os
import re
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

from engine.runner.exchange import Frame, FrameReader, Kind, frame

_AT_ONCE = 1 << 18  # bytes of one read
_PULSE_SECONDS = 1.0
_MEMORY_PULSES = 5  # the system walks through all pages to add up a process's share of them
_SHARE = re.compile(rb"^Pss:\s+(\d+) kB", re.MULTILINE)


class LinkClosed(Exception):  # noqa: N818 - the server has ended, or wants this runner no more
    """Nobody is there to answer."""


@dataclass
class Gauges:
    """What the next pulse says; set by the runner whenever it likes."""

    waiting: int = 0
    running: int = 0
    steps: int = 0
    cache: float | None = None
    why: Callable[[], str | None] = lambda: None  # a code that may change: why it computes as it does


class Link:
    """``take`` belongs to one thread, ``send`` to any."""

    def __init__(self, connection: socket.socket) -> None:
        self.gauges = Gauges()
        self.pulse = PulseThread(self)
        self._socket = connection
        self._reader = FrameReader()
        self._sending = threading.Lock()

    def take(self, wait: bool) -> list[Frame]:
        """All frames that are there; with ``wait`` blocks until there is one. Raises LinkClosed."""
        frames: list[Frame] = []
        while True:
            try:
                data = self._socket.recv(_AT_ONCE, 0 if wait and not frames else socket.MSG_DONTWAIT)
            except BlockingIOError:
                return frames
            except OSError as error:
                raise LinkClosed from error
            if not data:
                if frames:
                    return frames  # the next call says that it is closed
                raise LinkClosed
            frames += self._reader.feed(data)
            if frames and len(data) < _AT_ONCE:
                return frames

    def fileno(self) -> int:
        """For those who wait for other things beside it."""
        return self._socket.fileno()

    def send(self, *frames: bytes) -> None:
        """All of them in one piece. Raises LinkClosed."""
        with self._sending:
            try:
                self._socket.sendall(b"".join(frames))
            except OSError as error:
                raise LinkClosed from error


class PulseThread(threading.Thread):
    """Says every second that the process lives. When nobody hears it the process ends, whatever it computes."""

    def __init__(self, link: Link) -> None:
        super().__init__(name="pulse", daemon=True)
        self._link = link
        self._beats = 0
        self._memory = 0

    def run(self) -> None:
        pause = threading.Event()
        while True:
            try:
                self._link.send(frame(Kind.PULSE, 0, json.dumps(self._numbers()).encode()))
            except LinkClosed:
                os._exit(0)
            pause.wait(_PULSE_SECONDS)

    def _numbers(self) -> dict[str, object]:
        if self._beats % _MEMORY_PULSES == 0:
            self._memory = memory_share()
        self._beats += 1
        gauges = self._link.gauges
        return {"memory": self._memory, **vars(gauges), "why": gauges.why()}


def memory_share() -> int:
    """Bytes of this process; of pages that it shares with others (the nursery's) only its part."""
    with contextlib.suppress(OSError):
        if found := _SHARE.search(Path("/proc/self/smaps_rollup").read_bytes()):
            return int(found[1]) * 1024
    return psutil.Process().memory_info().rss
