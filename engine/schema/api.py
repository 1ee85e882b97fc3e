"""Bodies of the engine's HTTP interface that are not nouns of their own."""

from typing import Any, Literal

from pydantic import Field, SecretStr, model_validator

from engine.schema.base import NAME_FORM, Record, Spec
from engine.schema.card import Column, RefusedRow
from engine.schema.job import AnySpec, Job
from engine.schema.problem import Problem
from engine.schema.reading import Reading, ReadingOptions
from engine.schema.serve import (
    Bits,
    Device,
    IdleMinutes,
    LimitsSpec,
    NetworkSpec,
    Origins,
    Port,
    RunnerName,
    ServedName,
    ServedSpec,
    Workers,
)
from engine.schema.train import TrainSpec

KeyAction = Literal["infer", "metrics", "manage"]

CLIENT_HEADER = "X-Modelyard-Client"  # which program asks the engine, in its own word
WINDOW, COMMAND_LINE, PROGRAM = CLIENTS = ("window", "command line", "program")


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
    """Make a key: for whom, what it may be used for, and how much."""

    name: str = Field(
        "key",
        min_length=1,
        max_length=80,
        pattern=NAME_FORM,
        title="Name",
        description="The person or program that will use it.",
    )
    models: tuple[ServedName, ...] | None = Field(
        None,
        min_length=1,
        max_length=64,
        title="Models",
        description="The names it may ask, as they are served. Empty allows all.",
    )
    actions: tuple[KeyAction, ...] = Field(
        ("infer",),
        min_length=1,
        max_length=3,
        title="Allowed",
        description="“infer” asks models, “metrics” reads an endpoint’s figures, “manage” unlocks models.",
    )
    requests_per_minute: int | None = Field(
        None,
        ge=1,
        le=1_000_000,
        title="Requests per minute",
        description="More are answered with 429. Empty sets no limit.",
    )
    tokens_per_minute: int | None = Field(
        None,
        ge=1,
        le=1_000_000_000,
        title="Tokens per minute",
        description="Read and written by language models. Empty sets no limit.",
    )
    expires: float | None = Field(
        None,
        gt=0,
        le=253_402_300_799,
        title="Expires",
        description="From then on it is refused. Empty keeps it until it is revoked.",
        json_schema_extra={"unit": "s since 1970"},
    )


class KeyUse(Record):
    """What was done with a key, over all endpoints."""

    last_used: float | None = None
    requests: int = 0
    failed: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0


class Key(KeyUse):
    """A key as lists show it; ``secret`` is there once, in the answer that made it."""

    id: str
    name: str
    created: float
    hint: str  # "my-…3f9a"
    models: tuple[str, ...] | None = None  # served names; None is all of them
    actions: tuple[str, ...] = ("infer",)
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    expires: float | None = None
    secret: str | None = None


class ServeRequest(Spec):
    """Serve a model, or several behind one address; an endpoint that serves just these already is found again.

    ``models`` holds ids or names of the catalogue, which take device, runner and the like from here, or whole
    ``ServedSpec``s, which bring their own. A name to be served as is the model's where none is given.
    """

    model: str | None = Field(None, min_length=1)
    models: tuple[str | ServedSpec, ...] = Field((), max_length=64)
    name: str | None = Field(None, min_length=1, max_length=80, pattern=NAME_FORM)
    device: Device = "cpu"
    port: Port | None = None
    runner: RunnerName = "auto"
    bits: Bits | None = None
    workers: Workers = 1
    idle_minutes: IdleMinutes = None
    network: NetworkSpec | None = None
    origins: Origins = ()
    limits: LimitsSpec = LimitsSpec()

    @model_validator(mode="after")
    def _one_or_several(self) -> "ServeRequest":
        if (self.model is None) == (not self.models):
            raise ValueError("problem:serve_needs_model")
        return self

    @property
    def wanted(self) -> tuple[str | ServedSpec, ...]:
        return self.models or (self.model or "",)


class NewEndpoint(Record):
    """The endpoint's job, and a fresh key for it."""

    job: Job
    key: Key


class Unlock(Spec):
    """Open an encrypted model of an endpoint; the passphrase is kept in the memory of its processes alone."""

    name: str = Field(min_length=1, max_length=80)
    passphrase: SecretStr = Field(min_length=1, max_length=1024)


class Passphrase(Spec):
    """Encrypt a model's files on the disk, or decrypt them; it is kept nowhere."""

    passphrase: SecretStr = Field(min_length=1, max_length=1024)


class AuditLine(Record):
    """Who did what to which endpoint, key or model."""

    time: float
    who: str  # the person's name on this machine; of what was done through an endpoint, the key's
    client: str = "endpoint"  # by which program: "window", "command line", "program", "endpoint"
    action: str
    object: str  # an id or a served name
    details: dict[str, Any] = Field(default_factory=dict)


class PredictRequest(Spec):
    """Inputs for a model: records for tables, strings for texts."""

    inputs: list[Any] = Field(min_length=1, max_length=4096)
    model: str | None = Field(None, min_length=1, max_length=80)  # the served name, where there are several


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
