"""A job: one entry of the queue, its states, and the moves between them."""

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field

from engine.schema.base import Record
from engine.schema.metrics import Judged
from engine.schema.problem import Problem
from engine.schema.search_spec import SearchSpec
from engine.schema.serve import ServedModel, ServeSpec
from engine.schema.sweep_spec import SweepSpec
from engine.schema.train import TrainSpec

AnySpec = Annotated[TrainSpec | ServeSpec | SweepSpec | SearchSpec, Field(discriminator="kind")]

GROUPS = frozenset({"folds", "sweep", "search"})  # kinds of jobs that are made of runs and have no processes


class State(StrEnum):
    """Where a job is in its life."""

    WAITING = "waiting"
    STARTING = "starting"
    RUNNING = "running"
    PAUSING = "pausing"
    PAUSED = "paused"
    STOPPING = "stopping"
    STOPPED = "stopped"
    FINISHED = "finished"
    FAILED = "failed"


MOVES: dict[State, frozenset[State]] = {
    State.WAITING: frozenset({State.STARTING, State.PAUSED, State.STOPPED, State.FAILED}),
    State.STARTING: frozenset(
        {State.RUNNING, State.PAUSING, State.STOPPING, State.FAILED, State.WAITING, State.FINISHED}
    ),
    # RUNNING -> WAITING: its processes were lost (power cut, kill -9); it goes on from its checkpoint.
    State.RUNNING: frozenset({State.FINISHED, State.PAUSING, State.STOPPING, State.FAILED, State.WAITING}),
    State.PAUSING: frozenset({State.PAUSED, State.STOPPING, State.FINISHED, State.FAILED}),
    State.PAUSED: frozenset({State.WAITING, State.STOPPED}),
    State.STOPPING: frozenset({State.STOPPED, State.FINISHED, State.FAILED}),
    State.STOPPED: frozenset({State.WAITING}),
    State.FAILED: frozenset({State.WAITING}),
    State.FINISHED: frozenset(),
}

ENDED = frozenset({State.FINISHED, State.STOPPED, State.FAILED})
ACTIVE = frozenset({State.STARTING, State.RUNNING, State.PAUSING, State.STOPPING})


class Progress(Record):
    """How far a run is; None is unknown."""

    step: int = 0
    total_steps: int | None = None
    epoch: float | None = None
    epochs: float | None = None
    seconds_left: float | None = None
    samples_per_second: float | None = None
    phase: str | None = None  # what a starting run is doing: "imports", "data", "model" …
    loss: float | None = None
    validation_loss: float | None = None
    best: Judged | None = None  # of the validations so far, by the metric that judges the run
    spark: tuple[float | None, ...] = ()  # the loss so far in at most 40 points


class Part(Record):
    """What a run is within the job it belongs to."""

    number: int  # which fold, which trial
    values: dict[str, Any] = Field(default_factory=dict)  # the settings that are its own, by path
    round: int = 0  # of a search: how often the field has been narrowed before
    attempt: int = 1  # of the job it belongs to, which last asked for it
    cut: Literal["pruned", "budget"] | None = None  # why it was ended before its time, by the engine
    share: int = 1  # parts that run side by side on its CPU, and share the cores


class Job(Record):
    """A job as lists and pages show it."""

    id: str
    kind: str  # "train", "serve", or one of GROUPS
    name: str
    state: State
    spec: AnySpec
    created: float  # seconds since the epoch, as all times here
    started: float | None = None
    ended: float | None = None
    attempt: int = 0  # starts of its processes so far
    position: float = 0.0  # order in the queue, smallest first
    devices: tuple[str, ...] = ()
    progress: Progress = Progress()
    metrics: dict[str, Any] | None = None  # {"train": {"loss": …}, "validation": …, "test": …} once finished
    error: Problem | None = None
    model: str | None = (
        None  # the finished model's id, of a sweep or search the best run's; serve: the model served
    )
    url: str | None = None  # serve: the address, once ready
    fingerprint: str | None = None  # serve: SHA-256 of its certificate in hex, where it is asked over TLS
    served: tuple[ServedModel, ...] = ()  # serve: the models behind the address, as its server sees them
    directory: str = ""
    trial: bool = False  # "Try 20 steps": not kept as a model
    parent: str | None = None  # the job this run is a part of
    part: Part | None = None

    @property
    def is_group(self) -> bool:
        """Whether it is made of runs, and has no processes of its own."""
        return self.kind in GROUPS


class Exit(Record):
    """``exit.json``: how one start of a run ended, written by its shim as the last thing it does."""

    attempt: int
    outcome: str  # "finished", "paused", "stopped", "failed"
    code: int  # exit status; negative is the signal
    ended: float
    error: Problem | None = None


class JobFile(Record):
    """``job.json``: what the database needs to be rebuilt from the run directory."""

    id: str
    created: float
    position: float = 0.0
    state: State = State.WAITING  # the engine's last word, rewritten at each move
    attempt: int = 0
    devices: tuple[str, ...] = ()
    trial: bool = False
    error: Problem | None = None
    name: str | None = None  # as renamed; the spec's own name otherwise
    request_id: str | None = None
    parent: str | None = None
    part: Part | None = None
    started: float | None = None
    ended: float | None = None


def kind_of(spec: AnySpec) -> str:
    """What kind of job a spec makes: a run over all folds is a job of its own kind."""
    split = spec.data.split if isinstance(spec, TrainSpec) else None
    return "folds" if split is not None and split.has_folds and split.fold is None else spec.kind
