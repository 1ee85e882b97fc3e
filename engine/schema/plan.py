"""What the engine derived from a spec, the data and the devices, before anything starts."""

from pydantic import Field

from engine.schema.base import Record
from engine.schema.problem import Problem


class MemoryPlan(Record):
    """Expected bytes of one rank at its peak."""

    weights: int = 0
    gradients: int = 0
    optimizer: int = 0
    activations: int = 0
    data: int = 0
    overhead: int = 0  # interpreter, libraries, communication buffers

    @property
    def total(self) -> int:
        return self.weights + self.gradients + self.optimizer + self.activations + self.data + self.overhead


class Plan(Record):
    """What will happen if this spec is launched now."""

    devices: tuple[str, ...]
    world_size: int
    threads_per_rank: int
    rows: dict[str, int] = Field(default_factory=dict)  # expected rows of train, validation, test
    batch_per_rank: int = 0
    steps_per_epoch: int = 0
    total_steps: int = 0
    parameters: int = 0
    features: tuple[str, ...] = ()
    memory: MemoryPlan = MemoryPlan()
    memory_available: int | None = None  # bytes per device; CPU ranks share the machine's
    disk: int = 0  # bytes for checkpoints and model
    disk_free: int | None = None


class CheckItem(Record):
    """One line of “Before you launch”, good news included, as a code with parameters."""

    code: str
    ok: bool = True
    params: dict = Field(default_factory=dict)


class Check(Record):
    """The answer to “would this run?”: a plan, or the problems that stand against it."""

    plan: Plan | None = None
    problems: tuple[Problem, ...] = ()
    items: tuple[CheckItem, ...] = ()
