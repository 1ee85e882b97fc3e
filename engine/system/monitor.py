"""Samples the machine once a second and keeps an hour of it. What cannot be known is None, never a guess."""

import logging
import os
import platform
import shutil
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

import psutil

from engine.schema.machine import Device, GpuSample, Machine, Sample
from engine.system.counters import Counters, core_use, cpu_frequency, rates, read_counters
from engine.system.devices import cpu_name, list_devices, visible_gpus
from engine.system.limits import usable_cores, usable_memory
from engine.system.nvml import Gpu, Nvml

log = logging.getLogger("modelyard.monitor")

PERIOD_SECONDS = 1.0
KEPT_SECONDS = 3600
HEALTH_SECONDS = 10.0  # between two questions whether the GPUs still answer


class Monitor:
    """The machine's use over the last hour, and what of it is free now."""

    def __init__(
        self,
        home: Path,
        nvml: Nvml | None = None,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
        read: Callable[[float], Counters] = read_counters,
    ) -> None:
        self._home = home
        self.nvml = nvml or Nvml()
        self._clock, self._wall, self._read = clock, wall, read
        self._samples: deque[Sample] = deque(maxlen=int(KEPT_SECONDS / PERIOD_SECONDS))
        self._came = threading.Condition()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._before = read(clock())
        self._devices: tuple[Device, ...] = ()
        self._look_for_devices()

    # --- its own life

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="monitor", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        with self._came:
            self._came.notify_all()
        if self._thread:
            self._thread.join(5)
        self.nvml.close()

    def _run(self) -> None:
        while not self._stop.wait(PERIOD_SECONDS):
            try:
                self.take_sample()
            except Exception:  # the boundary of this thread: a strange sensor must not end the monitor
                log.exception("a sample failed")

    # --- what others ask

    def take_sample(self) -> Sample:
        """Look at the machine now, and keep what was seen."""
        after = self._read(self._clock())
        sample = self._sample(self._before, after)
        self._before = after
        if after.moment - self._looked > HEALTH_SECONDS:
            self._look_for_devices()
        with self._came:
            self._samples.append(sample)
            self._came.notify_all()
        return sample

    def latest(self) -> Sample | None:
        with self._came:
            return self._samples[-1] if self._samples else None

    def history(self, seconds: float) -> list[Sample]:
        """Samples of the last seconds, oldest first."""
        with self._came:
            wanted = min(len(self._samples), round(seconds / PERIOD_SECONDS))
            return list(self._samples)[len(self._samples) - wanted :]

    def wait_for_sample(self, after: Sample | None, timeout: float) -> Sample | None:
        """The newest sample when it is another one than ``after``; None when none came in time."""
        with self._came:
            self._came.wait_for(lambda: self._newest() is not after or self._stop.is_set(), timeout)
            newest = self._newest()
            return None if newest is after else newest

    def devices(self) -> tuple[Device, ...]:
        return self._devices

    def gpus(self) -> tuple[tuple[str, Gpu], ...]:
        """Each visible GPU with the name it has here."""
        return self._gpus

    def machine(self) -> Machine:
        return Machine(
            hostname=socket.gethostname(),
            system=_system_name(),
            cpu=cpu_name(),
            threads=os.cpu_count() or 1,
            cores=psutil.cpu_count(logical=False) or usable_cores(),
            devices=self._devices,
            home=str(self._home),
            disk=_mount_of(self._home),
            driver=self.nvml.driver(),
        )

    def available_memory(self, device: str) -> int | None:
        """Bytes free on a device now; the CPU's is the machine's."""
        if device == "cpu":
            return min(psutil.virtual_memory().available, usable_memory())
        for name, gpu in self._gpus:
            if name == device:
                found = self.nvml.sample(gpu, name)
                if found.memory_total is not None and found.memory_used is not None:
                    return found.memory_total - found.memory_used
        return None

    def disk_free(self, path: Path | str | None = None) -> int | None:
        """Bytes free on the disk that holds ``path``, or the home."""
        try:
            return shutil.disk_usage(path or self._home).free
        except OSError:
            return None

    # --- looking

    def _newest(self) -> Sample | None:
        return self._samples[-1] if self._samples else None

    def _look_for_devices(self) -> None:
        visible = visible_gpus(self.nvml.gpus(), os.environ.get("CUDA_VISIBLE_DEVICES"))
        self._gpus = tuple((f"cuda:{n}", gpu) for n, gpu in enumerate(visible))
        found = list_devices(self.nvml)
        known = {device.id for device in found}
        lost = (device for device in self._devices if device.id not in known)
        self._devices = (*found, *(device.model_copy(update={"healthy": False}) for device in lost))
        self._looked = self._clock()

    def _sample(self, before: Counters, after: Counters) -> Sample:
        seconds = after.moment - before.moment
        cores = core_use(before, after)
        memory, disk = psutil.virtual_memory(), self._disk()
        disk_read, disk_write = rates(before.disk, after.disk, seconds)
        network_in, network_out = rates(before.network, after.network, seconds)
        return Sample(
            time=self._wall(),
            cpu=round(sum(cores) / len(cores), 1) if cores else None,
            cores=cores,
            frequency=cpu_frequency(),
            memory_used=memory.total - memory.available,
            memory_total=memory.total,
            swap_used=_swap_used(),
            disk_free=disk[0],
            disk_total=disk[1],
            disk_read=disk_read,
            disk_write=disk_write,
            network_in=network_in,
            network_out=network_out,
            gpus=self._gpu_samples(),
        )

    def _gpu_samples(self) -> tuple[GpuSample, ...]:
        return tuple(self.nvml.sample(gpu, name) for name, gpu in self._gpus)

    def _disk(self) -> tuple[int | None, int | None]:
        try:
            use = shutil.disk_usage(self._home)
        except OSError:
            return None, None
        return use.free, use.total


def _swap_used() -> int | None:
    try:
        return psutil.swap_memory().used
    except (OSError, RuntimeError):
        return None


def _system_name() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return f"{platform.system()} {platform.release()}"


def _mount_of(path: Path) -> str:
    """The mount point that holds ``path``."""
    place = path.resolve()
    while not os.path.ismount(place) and place != place.parent:
        place = place.parent
    return str(place)
