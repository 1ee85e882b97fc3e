"""What the engine derived from a spec, the data and the devices, before anything starts."""

from typing import Any

from pydantic import Field

from engine.schema.base import Record
from engine.schema.problem import Problem


class MemoryPlan(Record):
    """Expected bytes of one rank at its peak; of ranks that differ, the one that needs most."""

    weights: int = 0
    gradients: int = 0
    optimizer: int = 0
    activations: int = 0
    buffers: int = 0  # what the strategy gathers, sends and receives through
    data: int = 0
    overhead: int = 0  # interpreter and libraries

    @property
    def total(self) -> int:
        kept = self.weights + self.gradients + self.optimizer
        return kept + self.activations + self.buffers + self.data + self.overhead


class Plan(Record):
    """What will happen if this spec is launched now."""

    devices: tuple[str, ...]
    parts: int = 1  # runs in all, where a job is made of several: time and energy are of all, the rest of one
    world_size: int
    threads_per_rank: int
    speaker: int = 0  # the rank that writes events and how the run ended
    expendable: tuple[int, ...] = ()  # ranks whose loss the others survive
    elastic: bool = False  # go on with fewer ranks when a device stays dead
    rows: dict[str, int] = Field(default_factory=dict)  # expected rows of train, validation, test
    batch_per_rank: int = 0
    micro_batch: int = 0  # rows in one pass of a rank
    units: str = "rows"  # what speed is counted in: rows, or tokens
    units_per_row: int = 1
    steps_per_epoch: int = 0
    total_steps: int = 0
    parameters: int = 0
    features: tuple[str, ...] = ()
    memory: MemoryPlan = MemoryPlan()
    memory_available: int | None = None  # bytes per device; CPU ranks share the machine's
    disk: int = 0  # bytes for checkpoints and model
    disk_free: int | None = None
    units_per_second: float | None = None  # expected, over all ranks together
    seconds: float | None = None  # expected, for all steps
    checkpoint_seconds: float | None = None  # expected, for the bytes of one checkpoint to reach the disk
    energy: float | None = None  # expected, in J, where the devices report their power


class Fit(Record):
    """What one strategy would cost on the chosen devices, or why it cannot work there."""

    strategy: str
    settings: dict[str, Any] = Field(
        default_factory=dict
    )  # the strategy part of a spec, as it would be launched
    memory: MemoryPlan = MemoryPlan()
    fits: bool | None = None  # None where the device's memory is not known
    units_per_second: float | None = None
    seconds: float | None = None
    checkpoint_seconds: float | None = None
    problem: Problem | None = None


class Proposal(Record):
    """What Auto picks: changes to a spec by dotted path, and the reasons as codes with parameters."""

    changes: dict[str, Any] = Field(default_factory=dict)
    reasons: tuple["CheckItem", ...] = ()


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
    fits: tuple[Fit, ...] = ()  # one for each strategy that a person can choose
    proposal: Proposal | None = None  # of a spec whose strategy is auto
