"""The events of a run: one JSON object a line of ``events.jsonl``, written by rank 0 alone.

``seq`` counts lines over all attempts; a reader's cursor is the byte offset after a line. When an
attempt resumes from a checkpoint at step k, its ``started`` event says ``step: k``, and whoever
folds the events drops every point after k: the attempt writes them anew.
"""

from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from engine.schema.base import Record
from engine.schema.metrics import Judged
from engine.schema.problem import Problem
from engine.schema.serve import ServedModel

Number = float | None  # None stands for a value that is not finite: NaN is not JSON


class _Event(Record):
    seq: int
    time: float  # seconds since the epoch, by the wall clock: for people
    elapsed: float = 0.0  # seconds of training over all attempts, by a monotonic clock: for charts


class Started(_Event):
    """An attempt begins, at ``step`` (0, or its checkpoint's)."""

    kind: Literal["started"] = "started"
    attempt: int
    step: int
    total_steps: int | None = None
    steps_per_epoch: int | None = None
    world_size: int = 1
    devices: tuple[str, ...] = ()
    backend: str | None = None
    parameters: int | None = None
    units: str = "rows"  # what speed is counted in: rows, or tokens
    units_per_row: int = 1
    rows: dict[str, int] = Field(default_factory=dict)  # {"train": …, "validation": …, "test": …}
    cleaned: dict[str, int] = Field(default_factory=dict)  # rows touched by each cleaning step
    fingerprint: str | None = None  # sha256 of the dataset's Arrow copy
    versions: dict[str, str] = Field(default_factory=dict)


class Phase(_Event):
    """What a run does outside its steps: imports, data, model, train, evaluate, save, load."""

    kind: Literal["phase"] = "phase"
    name: str


class Metrics(_Event):
    """Consecutive steps: ``values[name][i]`` belongs to step ``first_step + i``.

    Names: loss (mean over the global batch), learning_rate, gradient_norm, samples_per_second, elapsed (seconds).
    """

    kind: Literal["metrics"] = "metrics"
    first_step: int
    values: dict[str, tuple[Number, ...]]


class RankRow(Record):
    """One rank over the last steps; times in seconds per step, memory in bytes."""

    rank: int
    device: str
    step_seconds: Number = None
    memory: int | None = None  # resident on CPU, allocator peak on CUDA
    busy: Number = None  # 0…1, share of the step that was not waiting for the others
    parts: dict[str, Number] = Field(default_factory=dict)  # seconds a step, see meter.PARTS
    role: str = "worker"  # worker, server, or stage 0, stage 1 …
    bytes_sent: int | None = None  # to other ranks, a step
    hidden: Number = None  # seconds of communication behind computation, a step
    flops: Number = None  # floating-point operations a second
    peak_share: Number = None  # 0…1 of what this device reached on plain matrix products
    staleness: Number = None  # updates between a worker's pull and its push, mean
    energy: Number = None  # J since the run began


class Ranks(_Event):
    """The ranks table, about once a second."""

    kind: Literal["ranks"] = "ranks"
    step: int
    ranks: tuple[RankRow, ...]


class Straggler(_Event):
    """A rank for which the others wait, and the likely reason; with the cause ``over`` they no longer do."""

    kind: Literal["straggler"] = "straggler"
    step: int
    rank: int
    slower: float  # 0…, share by which its own work takes longer than the others'
    cause: str  # hot_device, other_process, slow_data, unknown, over
    params: dict[str, Any] = Field(default_factory=dict)


class Evaluation(_Event):
    """Scores on one split: loss, the task's own, and under ``baseline`` those of a model that reads no features.

    Regression: rmse, mae, r2, mape; at the end ``residuals`` {predicted, residual}. Classes: accuracy, f1, f1_macro,
    roc_auc, pr_auc, confusion, labels; of two classes, at the end, ``roc`` {fpr, tpr}, ``pr`` {recall, precision} and
    ``calibration`` {probability, share, count}, all of the second class.
    """

    kind: Literal["evaluation"] = "evaluation"
    step: int
    split: Literal["train", "validation", "test"]
    values: dict[str, Any]
    final: bool = False  # on the weights that become the model, whose step this is
    best: bool = False
    judged: Judged | None = None  # the best so far, by the metric that judges


class Sample(_Event):
    """What a language model made of one of ``training.samples`` at this step."""

    kind: Literal["sample"] = "sample"
    step: int
    prompt: str
    text: str  # what it says after it


class CheckpointSaved(_Event):
    """A checkpoint is complete and verified on the disk."""

    kind: Literal["checkpoint"] = "checkpoint"
    step: int
    name: str
    bytes: int
    seconds: float  # until it was complete on the disk
    blocked: float = 0.0  # seconds of that in which training waited


class Note(_Event):
    """Something worth a line in the log, as a code with parameters."""

    kind: Literal["note"] = "note"
    problem: Problem


class ModelSaved(_Event):
    """The finished model stands in ``model/``."""

    kind: Literal["model"] = "model"
    metrics: dict[str, dict[str, Any]]
    step: int | None = None  # of its weights
    judged: Judged | None = None  # what it scores on the validation rows, by the metric that judges


class Ready(_Event):
    """An endpoint answers at this address."""

    kind: Literal["ready"] = "ready"
    url: str
    model: str
    fingerprint: str | None = None  # SHA-256 of the certificate in hex, where it is asked over TLS


class ServedChanged(_Event):
    """One name behind the endpoint's address has changed; a later one of the same name replaces it."""

    kind: Literal["served"] = "served"
    served: ServedModel


class ServedRemoved(_Event):
    """A name is served no more."""

    kind: Literal["unserved"] = "unserved"
    name: str


class Swapped(_Event):
    """A name points at another version now; ``dropped`` requests were lost by that, which should be none."""

    kind: Literal["swapped"] = "swapped"
    name: str
    before: str
    after: str
    dropped: int = 0


class PartMoved(_Event):
    """A fold or trial of a job made of runs has begun, or ended; written by the engine. A later one replaces it."""

    kind: Literal["part"] = "part"
    part: int
    job: str
    state: str  # a job's states, or "pruned" and "budget": ended by the engine before its time
    values: dict[str, Any] = Field(default_factory=dict)  # the settings that are its own, by path
    round: int = 0
    devices: tuple[str, ...] = ()
    score: Number = None  # what it is judged by, on the validation rows
    metrics: dict[str, dict[str, Number]] = Field(default_factory=dict)  # numbers alone, by split
    curve: tuple[tuple[int, Number], ...] = ()  # step and score, of each evaluation
    seconds: Number = None  # of training
    best: int | None = None  # the best part so far
    done: int = 0  # parts that have ended
    of: int | None = None  # parts in all, where that is known


class Summary(_Event):
    """What the parts add up to; of folds, each number is {"mean", "sd", "values"}."""

    kind: Literal["summary"] = "summary"
    metric: str
    metrics: dict[str, dict[str, Any]] = Field(default_factory=dict)
    best: int | None = None
    job: str | None = None  # of the best part
    model: str | None = None
    score: Number = None
    states: dict[str, int] = Field(default_factory=dict)  # how many parts ended in which


class Ended(_Event):
    """The attempt's ranks leave the loop: finished, paused or stopped."""

    kind: Literal["ended"] = "ended"
    outcome: str
    step: int = 0
    early: bool = False  # stopped early because validation no longer improved
    judged: Judged | None = None  # the best of all evaluations, whichever weights became the model


Event = Annotated[
    Started
    | Phase
    | Metrics
    | Ranks
    | Straggler
    | Evaluation
    | Sample
    | CheckpointSaved
    | Note
    | ModelSaved
    | Ready
    | ServedChanged
    | ServedRemoved
    | Swapped
    | PartMoved
    | Summary
    | Ended,
    Field(discriminator="kind"),
]
EVENT: TypeAdapter[Event] = TypeAdapter(Event)
