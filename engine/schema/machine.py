"""What is known of the machine: devices, a sample of their use, and who uses them. None is unknown."""

from pydantic import Field

from engine.schema.base import Record


class Device(Record):
    """Something a rank can run on: ``cpu`` or ``cuda:N``."""

    id: str
    name: str
    memory: int | None = None  # bytes in all
    slots: int = 1  # ranks that run at full speed: the CPU's cores, 1 for a GPU
    driver: str | None = None
    healthy: bool = True


class GpuSample(Record):
    """One GPU at one moment."""

    id: str
    busy: float | None = None  # percent
    memory_used: int | None = None
    memory_total: int | None = None
    temperature: float | None = None  # °C
    power: float | None = None  # W
    power_limit: float | None = None
    energy: float | None = None  # J since the driver was loaded
    clock: float | None = None  # MHz
    clock_max: float | None = None
    throttle: tuple[str, ...] | None = None  # reasons


class Sample(Record):
    """The machine at one moment."""

    time: float
    cpu: float | None = None  # percent of all cores
    cores: tuple[float, ...] = ()
    frequency: float | None = None  # MHz
    memory_used: int | None = None
    memory_total: int | None = None
    swap_used: int | None = None
    disk_free: int | None = None  # of the disk that holds the home
    disk_total: int | None = None
    disk_read: float | None = None  # bytes per second
    disk_write: float | None = None
    network_in: float | None = None
    network_out: float | None = None
    gpus: tuple[GpuSample, ...] = ()


class ProcessRow(Record):
    """A process that matters here: ours, or one that holds a device."""

    pid: int
    started: float
    name: str
    belongs: str  # "run", "endpoint", "engine", "left_over", "other"
    job: str | None = None
    job_name: str | None = None
    role: str | None = None  # "shim", "agent", "rank 0", "server", "runner" …
    devices: tuple[str, ...] = ()
    device_memory: int | None = None
    memory: int | None = None
    cpu: float | None = None  # percent of one core
    can_end: bool = False  # left over from a dead run of ours, for certain


class Machine(Record):
    """What the Machine page needs once: names and devices."""

    hostname: str
    system: str
    cpu: str
    threads: int
    cores: int
    devices: tuple[Device, ...]
    home: str
    disk: str
    driver: str | None = None


class Resources(Record):
    """History and the processes of this moment."""

    samples: tuple[Sample, ...] = ()
    processes: tuple[ProcessRow, ...] = Field(default=())
