"""What is known of a dataset and of a model: the cards kept beside them."""

from typing import Any, Literal

from pydantic import Field

from engine.schema.base import Record
from engine.schema.metrics import Judged
from engine.schema.problem import Problem
from engine.schema.reading import Reading, ReadingOptions

ColumnKind = Literal["number", "category", "date", "text", "boolean", "image", "messages", "empty"]
TEXT = "text"  # name of the only column of a plain text
CARD = "card.json"  # beside what it tells of
SEALED = "sealed.json"  # beside a model's files, where they are encrypted


class Bar(Record):
    """One bar of a distribution sketch."""

    label: str
    count: int


class Reason(Record):
    """Why a column is taken for what it is; its sentence stands in ``wording.COLUMN_REASONS``."""

    code: str
    params: dict[str, Any] = Field(default_factory=dict)


class Spread(Record):
    """Smallest, mean and largest of a measure."""

    minimum: float
    mean: float
    maximum: float


class Column(Record):
    """One column, as the import saw it."""

    name: str
    kind: ColumnKind
    missing: int = 0
    distinct: int | None = None
    minimum: float | str | None = None
    maximum: float | str | None = None
    mean: float | None = None
    mean_length: float | None = None  # of texts, in characters
    bars: tuple[Bar, ...] = ()  # histogram of numbers and dates; most frequent categories
    examples: tuple[str, ...] = ()
    lengths: Spread | None = None  # of words, in characters
    widths: Spread | None = None  # of images, in pixels
    heights: Spread | None = None
    constant: bool = False  # one value in every row that has one
    id_like: bool = False  # names a row, so nothing general can be learnt from it
    why: tuple[Reason, ...] = ()  # first of the kind, then of what else is said about the column


class RefusedRow(Record):
    """A line of the file, or a file of the folder, that could not be read as a row."""

    line: int  # of a folder: the place of the file in the order of names
    reason: str  # a code; its words are those of “refused_” and the code
    text: str  # its first 200 characters, or the name of the file


class DatasetCard(Record):
    """A dataset: an Arrow copy that the app owns, and what is in it."""

    id: str
    name: str
    source: str  # the file or folder it came from
    created: float
    bytes: int
    rows: int
    columns: tuple[Column, ...]
    duplicates: int = 0
    fingerprint: str  # sha256 of the Arrow copy
    source_fingerprint: str = (
        ""  # sha256 of the file as imported; of a folder, of its names and their files' sha256
    )
    delimiter: str | None = None
    encoding: str | None = None
    refused: tuple[RefusedRow, ...] = ()  # at most 100
    refused_count: int = 0
    licence: str | None = None
    form: Literal["table", "text"] = "table"  # a text is one column of its lines, in order
    reading: Reading | None = None  # how the file was read
    asked: ReadingOptions | None = None  # what a person said about it; other words give another dataset
    notes: tuple[Problem, ...] = ()  # what the import repaired or assumed, as warnings
    suggestion: dict[str, Any] | None = None
    # {"task", "target", "text"} to start from, and where there are such columns "image", "user", "item", "time",
    # "prompt", "response", "messages", "chosen", "rejected", "features"

    def text_column(self, asked: str | None) -> str | None:
        """The column a language model reads: the one asked for, or a plain text's only one."""
        return asked or (TEXT if self.form == "text" else None)


class InputField(Record):
    """One input of a model, enough to draw its form and to check a request."""

    name: str
    kind: ColumnKind
    example: Any = None
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None


class ModelCard(Record):
    """A finished model and its lineage; ``card.json`` beside the weights."""

    id: str
    name: str
    created: float
    task: str
    run: str
    spec: dict[str, Any]
    inputs: tuple[InputField, ...]
    input_form: Literal["record", "text", "image"]  # what one input of /v1/predict is
    target: str | None = None  # a language model predicts no column
    labels: tuple[str, ...] = ()
    multi_label: bool = False  # whether an input may have several of them, or none
    parameters: int = 0
    bytes: int = 0
    metrics: dict[str, dict[str, Any]] = Field(default_factory=dict)
    step: int | None = None  # of the run, after which the weights were so
    judged: Judged | None = None  # what it scores on the validation rows, by the metric that judged the run
    dataset: dict[str, str] = Field(default_factory=dict)  # id, name, fingerprint
    parent: str | None = None
    architecture: str | None = None  # the class of transformers that opens the folder as it is; None for none
    base: dict[str, str] = Field(default_factory=dict)  # the pretrained model it was tuned from: path, sha256
    group: str | None = None  # the job of several runs that made it: folds, a sweep, Auto
    versions: dict[str, str] = Field(default_factory=dict)
    encrypted: bool = False  # whether its files lie on the disk encrypted, and a passphrase opens them
