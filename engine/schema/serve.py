"""What a person asks for when they serve models, and what an endpoint says of each of them."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from engine.schema.base import ADVANCED, DEVICE_FORM, NAME_FORM, Record, Spec
from engine.schema.problem import Problem

RunnerName = Literal["auto", "builtin", "vllm", "llama_cpp"]
SERVED_FORM = (
    r"^[^\s\x00-\x1f/\\]*[^\s\x00-\x1f/\\.]$"  # what programs write into "model", and stands in a path
)


ServedName = Annotated[str, Field(min_length=1, max_length=80, pattern=SERVED_FORM)]
Device = Annotated[str, Field(pattern=DEVICE_FORM)]
Bits = Literal[4, 8, 16, 32]
FEWEST_BITS = {"language_model": 4, "text_classification": 8}  # by task; all others serve what was trained
Workers = Annotated[int, Field(ge=1, le=64)]
IdleMinutes = Annotated[float | None, Field(gt=0, le=10_080)]
Port = Annotated[int, Field(ge=0, le=65535)]
Origins = Annotated[tuple[str, ...], Field(max_length=32)]


class ServedSpec(Spec):
    """One name behind an endpoint's address, and the version of a model that it points at."""

    name: ServedName = Field(
        title="Served as",
        description="The name by which programs ask for the model.",
    )
    model: str = Field(min_length=1, title="Model", description="A model of the catalogue, by id or name.")
    device: Device = Field("cpu", title="Device", description="Where the model computes.")
    runner: RunnerName = Field(
        "auto",
        title="Runner",
        description="What computes the answers. “Automatic” measures those that are installed and takes the fastest.",
        json_schema_extra={
            "labels": {"auto": "Automatic", "builtin": "Built-in", "vllm": "vLLM", "llama_cpp": "llama.cpp"}
        },
    )
    bits: Bits | None = Field(
        None,
        title="Bits of a weight",
        description="Fewer take less memory and answer faster; 4 change what a model says. Empty takes 16 for "
        "language models where this machine computes with them, for large text classifiers what is fastest of "
        "those that give the same answers in a trial, and what was trained otherwise.",
        json_schema_extra={"none": "automatic"},
    )
    workers: Workers = Field(
        1,
        title="Processes",
        description="Copies of the model that answer side by side.",
        json_schema_extra=ADVANCED,
    )
    idle_minutes: IdleMinutes = Field(
        None,
        title="Unload when idle for",
        description="Minutes without a request after which the memory is given back; the next request loads it "
        "again. Empty keeps it loaded.",
        json_schema_extra={**ADVANCED, "unit": "min", "none": "never"},
    )
    context: int | None = Field(
        None,
        ge=16,
        le=1_048_576,
        title="Longest conversation",
        description="Tokens that a request and its answer may have together. Empty takes what the model has learnt.",
        json_schema_extra={**ADVANCED, "unit": "tokens", "none": "as learnt"},
    )


class LimitsSpec(Spec):
    """What one endpoint takes on at most."""

    body_mib: int = Field(
        32, ge=1, le=1024, title="Largest request", description="Bodies above it are refused.",
        json_schema_extra={"unit": "MiB"},
    )  # fmt: skip
    queue: int = Field(
        1024,
        ge=1,
        le=100_000,
        title="Longest queue",
        description="Requests that may wait for a model; more are answered with 429.",
    )
    max_batch: int = Field(
        64, ge=1, le=4096, title="Largest batch", description="Inputs answered in one pass of a model."
    )
    streams: int = Field(
        32,
        ge=1,
        le=1024,
        title="Texts at a time",
        description="Texts that a language model writes side by side.",
    )
    max_tokens: int = Field(
        4096, ge=1, le=1_048_576, title="Longest answer", description="Tokens a request may ask for at most.",
        json_schema_extra={"unit": "tokens"},
    )  # fmt: skip
    answer_seconds: float = Field(
        300, ge=1, le=86_400, title="Longest wait", description="An answer that takes longer is given up.",
        json_schema_extra={"unit": "s"},
    )  # fmt: skip


class NetworkSpec(Spec):
    """Serving on the network: always with TLS and keys."""

    address: str = Field(
        "0.0.0.0",  # noqa: S104 - asked for by a person, and never without TLS
        min_length=2,
        max_length=45,
        title="Listen on",
        description="The address of this machine on which other computers may ask; 0.0.0.0 is all of them.",
    )
    certificate: str | None = Field(
        None,
        title="Certificate",
        description="A PEM file with the certificate and its chain. Empty makes one for this endpoint.",
        json_schema_extra={"none": "made here"},
    )
    private_key: str | None = Field(
        None, title="Private key", description="The PEM file of the certificate's key, without a passphrase."
    )

    @model_validator(mode="after")
    def _both_or_none(self) -> "NetworkSpec":
        if (self.certificate is None) != (self.private_key is None):
            raise ValueError("problem:certificate_needs_key")
        return self


class ServeSpec(Spec):
    """One endpoint: an address, and the models behind it by name."""

    kind: Literal["serve"] = "serve"
    name: str = Field(
        "endpoint",
        min_length=1,
        max_length=80,
        pattern=NAME_FORM,
        title="Name",
        description="What the endpoint is called in the lists.",
    )
    models: tuple[ServedSpec, ...] = Field(
        min_length=1, max_length=64, title="Models", description="What is served, by name."
    )
    port: Port | None = Field(
        None,
        title="Port",
        description="Empty, or 0, takes any free port and keeps it over restarts while it stays free.",
        json_schema_extra={"none": "any free"},
    )
    network: NetworkSpec | None = Field(
        None,
        title="Other computers",
        description="Empty answers this machine alone. Else other computers are answered over TLS.",
    )
    origins: Origins = Field(
        (),
        title="Web pages",
        description="Origins of web pages that may ask from a browser, such as https://app.example.org.",
        json_schema_extra=ADVANCED,
    )
    limits: LimitsSpec = Field(
        LimitsSpec(), title="Limits", description="What the endpoint takes on at most."
    )

    @model_validator(mode="after")
    def _names_differ(self) -> "ServeSpec":
        names = [served.name for served in self.models]
        if len(set(names)) != len(names):
            raise ValueError("problem:served_name_twice")
        return self

    @property
    def model(self) -> str:
        """The first of the models; what a list shows."""
        return self.models[0].model


ServedState = Literal["loading", "ready", "idle", "restarting", "locked", "failed"]


class TrafficSecond(Record):
    """One second of one served name; times are in seconds."""

    name: str
    time: float  # when it ended, since the epoch
    requests: int = 0  # that ended
    failed: int = 0  # of them, for reasons that are not the client's
    refused: int = 0  # of them, for reasons that are
    p50: float | None = None
    p99: float | None = None
    first_p50: float | None = None  # to the first token, of those that stream
    first_p99: float | None = None
    tokens: int = 0  # written
    prompt_tokens: int = 0  # read
    waiting: int = 0  # requests that wait or are answered now
    memory: int | None = None  # bytes of the processes of that name
    total: int = 0  # requests since the start


class ServedModel(Record):
    """One name behind an address, as its endpoint sees it now."""

    name: str
    model: str  # the version that answers; while it loads for the first time, that will
    state: ServedState
    next: str | None = None  # the version that loads, to take its place
    runner: str | None = None  # what computes: "builtin", "vllm", "llama_cpp"
    why: str | None = None  # a code: why this runner was taken
    rates: dict[str, float] = Field(default_factory=dict)  # tokens/s of the runners that were measured
    can: tuple[str, ...] = ()  # "predict", "chat", "complete", "embed"
    bits: int | None = None
    device: str | None = None
    memory: int | None = None  # bytes of its processes
    context: int | None = None  # tokens
    load_seconds: float | None = None
    restarts: int = 0  # since the endpoint started
    problem: Problem | None = None  # why it failed, or was started again
