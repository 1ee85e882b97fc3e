"""What planning is told of the machine at this moment. None is unknown."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.planning.history import Measured
from engine.schema.machine import Device


@dataclass(frozen=True)
class Facts:
    """Devices, what of them is free, what is taken by other runs, and what earlier runs measured."""

    devices: tuple[Device, ...]
    memory_free: Mapping[str, int | None] = field(default_factory=dict)  # bytes by device
    disk_free: int | None = None
    busy: frozenset[str] = frozenset()  # devices that other runs hold now
    history: tuple[Measured, ...] = ()  # oldest first
    peaks: Mapping[str, float] = field(default_factory=dict)  # FLOP/s of one rank, see speed.peak_key

    def device(self, id: str) -> Device | None:
        return next((device for device in self.devices if device.id == id), None)
