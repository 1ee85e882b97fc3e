"""Bodies of the engine's HTTP interface that are not nouns of their own."""

from typing import Any, Literal

from pydantic import Field

from engine.schema.base import DEVICE_FORM, NAME_FORM, Record, Spec
from engine.schema.card import Column, RefusedRow
from engine.schema.job import AnySpec, Job
from engine.schema.problem import Problem
from engine.schema.reading import Reading, ReadingOptions
from engine.schema.train import TrainSpec


class EngineInfo(Record):
    """Who answers: enough to know it is the engine of this home."""

    version: str
    protocol: int
    instance: str  # random, new at each start
    pid: int
    started: float
    home: str


class EngineFile(Record):
    """``engine.json`` in the home, readable by its owner alone: where the engine listens, and the token it asks for."""

    url: str
    token: str
    pid: int
    started: float
    version: str
    instance: str = ""


class StopEngine(Spec):
    """Stop the engine; with ``all`` its runs (after a checkpoint) and endpoints too."""

    all: bool = False


class CheckRequest(Spec):
    """A spec as edited so far: any JSON object, so that every problem can be named."""

    spec: dict[str, Any]


class NewJob(Spec):
    """Submit a job. The same ``request_id`` twice is the same job: a lost answer can be asked for again."""

    spec: AnySpec
    request_id: str = Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")
    trial: bool = False


class SniffFile(Spec):
    """Look at the beginning of a file, or a folder, of this machine without importing it."""

    path: str = Field(min_length=1, max_length=4096, pattern=r"^[^\x00]+$")
    form: Literal["auto", "table", "text"] = "auto"  # how the file is read; auto decides by name and content
    reading: ReadingOptions | None = None


class NewDataset(SniffFile):
    """Import a file, or a folder, of this machine as a dataset."""

    name: str | None = Field(None, min_length=1, max_length=80)
    import_id: str | None = Field(None, min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")


class Sniffed(Record):
    """What an import would use and find, by the beginning of a file."""

    form: Literal["table", "text"]
    reading: Reading
    columns: tuple[Column, ...]  # their counts are of the beginning alone
    rows: tuple[tuple[Any, ...], ...]
    refused: tuple[RefusedRow, ...] = ()
    notes: tuple[Problem, ...] = ()
    suggestion: dict[str, Any] | None = None


class MoveJob(Spec):
    """Put a waiting job before another one, or last."""

    before: str | None = None


class ReviseJob(Spec):
    """Rename a job."""

    name: str = Field(min_length=1, max_length=80, pattern=NAME_FORM)


class NewKey(Spec):
    """Make a key for an endpoint."""

    name: str = Field("key", min_length=1, max_length=80)


class Key(Record):
    """A key as lists show it; ``secret`` is there once, in the answer that made it."""

    id: str
    name: str
    created: float
    hint: str  # "my-…3f9a"
    secret: str | None = None


class ServeRequest(Spec):
    """Serve a model: an endpoint that runs already is found again."""

    model: str = Field(min_length=1)
    name: str | None = Field(None, min_length=1, max_length=80)
    device: str = Field("cpu", pattern=DEVICE_FORM)
    port: int = Field(0, ge=0, le=65535)


class Served(Record):
    """The endpoint's job, and a fresh key for it."""

    job: Job
    key: Key


class PredictRequest(Spec):
    """Inputs for a model: records for tables, strings for texts."""

    inputs: list[Any] = Field(min_length=1, max_length=4096)


class EndProcess(Spec):
    """Which process, by pid and start time, so that a reused pid is never hit."""

    started: float


class Recipe(Record):
    """A named starting spec, with the sample it needs."""

    id: str
    title: str
    description: str
    spec: TrainSpec
    sample: str | None = None  # file name in resources/samples
    licence: str | None = None  # of the sample


class PartRow(Record):
    """One run of a job that is made of runs, with what it is judged by."""

    number: int
    job: Job
    metric: str
    score: float | None = None  # on the validation rows, so far
    curve: tuple[tuple[int, float | None], ...] = ()  # step and score, of each evaluation
    best: bool = False


class CheckpointRow(Record):
    """One checkpoint on the disk."""

    name: str
    step: int
    bytes: int
    created: float
    verified: bool


class Rows(Record):
    """A window of a dataset's rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    offset: int
    total: int


class LogPart(Record):
    """Text of a log from a byte offset on."""

    text: str
    offset: int  # where the next read starts
    size: int


class ErrorBody(Record):
    """Body of every 4xx and 5xx answer of the engine."""

    problems: tuple[Problem, ...]


class Change(Record):
    """One line of the change stream: what a list must show anew. ``value`` is None when it was removed."""

    revision: int
    noun: str  # "job", "dataset", "model", "import"
    id: str
    value: dict[str, Any] | None = None
