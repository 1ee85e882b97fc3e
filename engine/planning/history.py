"""What runs on this machine measured, and how it corrects what is computed: the median ratio of the closest runs."""

import statistics
from collections.abc import Callable, Sequence

from engine.schema.base import Record

ENOUGH = 5  # newest of the closest runs whose median counts
LEAST_MEMORY = 0.9  # of what is computed: a run tells its peak before its last checkpoint and evaluation
LARGEST_CORRECTION = 300.0  # a ratio beyond says that something else was measured


class Measured(Record):
    """One run that ended, as the machine saw it; one line of ``measured.json``."""

    time: float = 0.0  # seconds since the epoch
    kind: str = "cpu"  # of device: cpu, or a GPU's name
    threads: int = 1  # of each rank
    world: int = 1
    model: str = ""  # name of the network, with its size where it has one
    strategy: str = "single"
    precision: str = "fp32"
    parameters: int = 0
    units_per_second: float | None = None
    computed_units_per_second: float | None = None  # by formula, uncorrected
    memory: int | None = None  # peak bytes of the rank that needed most
    computed_memory: int | None = None
    checkpoint_bytes_per_second: float | None = None
    watts: float | None = None  # of all its devices together


class Likeness(Record):
    """What a coming run has in common with those before."""

    kind: str
    threads: int
    world: int
    model: str
    strategy: str
    precision: str
    parameters: int


_Test = Callable[[Measured, Likeness], bool]


def _same(*names: str) -> _Test:
    return lambda entry, wish: all(getattr(entry, name) == getattr(wish, name) for name in names)


def _near(entry: Measured, wish: Likeness) -> bool:
    """Within a factor of two in size."""
    return wish.parameters / 2 <= entry.parameters <= wish.parameters * 2


# The closest circle that holds a run decides; the widest knows the machine alone.
_SPEED_CIRCLES: tuple[_Test, ...] = (
    lambda e, w: _same("kind", "threads", "world", "model", "strategy", "precision")(e, w) and _near(e, w),
    lambda e, w: _same("kind", "model", "strategy", "precision")(e, w) and _near(e, w),
    lambda e, w: _same("kind", "model", "precision")(e, w) and _near(e, w),
    _same("kind", "model", "precision"),
    lambda e, w: _same("kind", "precision")(e, w) and _near(e, w),
)
# Memory is computed well enough that only a run of the same kind may correct it.
_MEMORY_CIRCLES: tuple[_Test, ...] = (
    lambda e, w: _same("kind", "world", "model", "strategy", "precision")(e, w) and _near(e, w),
)


def speed_ratio(history: Sequence[Measured], wish: Likeness) -> float:
    """Measured over computed speed; 1 where nothing like it has run."""
    return _closest(
        history, wish, _SPEED_CIRCLES, lambda e: _ratio(e.units_per_second, e.computed_units_per_second)
    )


def memory_ratio(history: Sequence[Measured], wish: Likeness) -> float:
    """Measured over computed peak, never much less; 1 where nothing like it has run."""
    ratio = _closest(history, wish, _MEMORY_CIRCLES, lambda e: _ratio(e.memory, e.computed_memory))
    return max(ratio, LEAST_MEMORY)


def watts_of(history: Sequence[Measured], wish: Likeness) -> float | None:
    """Power of as many devices of this kind under load; None where it was not measured."""
    powers = [e.watts for e in history if e.watts and (e.kind, e.world) == (wish.kind, wish.world)]
    return statistics.median(powers[-ENOUGH:]) if powers else None


def disk_speed(history: Sequence[Measured]) -> float | None:
    """Bytes per second that checkpoints reached, the median of the newest; None where none was measured."""
    speeds = [e.checkpoint_bytes_per_second for e in history if e.checkpoint_bytes_per_second]
    return statistics.median(speeds[-ENOUGH:]) if speeds else None


def _closest(
    history: Sequence[Measured],
    wish: Likeness,
    circles: Sequence[_Test],
    ratio_of: Callable[[Measured], float | None],
) -> float:
    for circle in circles:
        ratios = [ratio for entry in history if circle(entry, wish) and (ratio := ratio_of(entry))]
        if ratios:
            return statistics.median(ratios[-ENOUGH:])
    return 1.0


def _ratio(measured: float | None, computed: float | None) -> float | None:
    if not measured or not computed:
        return None
    ratio = measured / computed
    return ratio if 1 / LARGEST_CORRECTION < ratio < LARGEST_CORRECTION else None
