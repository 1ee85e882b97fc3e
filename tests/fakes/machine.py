"""A machine as planning and the queue see it, with the devices and the room a test wants."""

from engine.schema.machine import Device

CPU = Device(id="cpu", name="Test CPU", memory=16 << 30, slots=2)


class FakeMachine:
    """Answers as the monitor does."""

    def __init__(self, *devices: Device, memory: int | None = 8 << 30, disk: int | None = 100 << 30) -> None:
        self._devices = devices or (CPU,)
        self.memory = memory
        self.disk = disk

    def devices(self) -> tuple[Device, ...]:
        return self._devices

    def available_memory(self, device: str) -> int | None:
        return self.memory

    def disk_free(self) -> int | None:
        return self.disk
