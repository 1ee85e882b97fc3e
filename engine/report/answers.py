"""What a model answered on rows whose truth is known; kept beside the model, one row an answer.

Knows numbers and labels; refuses to know how the answers came about.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

ANSWERS = "answers.arrow"


@dataclass(frozen=True)
class Answers:
    """``truth`` and ``given`` are numbers for a regression (rows,), else shares of the classes (rows, classes): the
    truth 0 or 1 for each, several of them 1 where a row may have several labels."""

    rows: np.ndarray  # numbers in the dataset
    truth: np.ndarray
    given: np.ndarray
    labels: tuple[str, ...] = ()
    several: bool = False  # whether a row may have several labels

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def losses(self) -> np.ndarray:
        """Of each row: the squared error, or −log of the probability of the truth."""
        if not self.labels:
            return (self.given - self.truth) ** 2
        shares = np.clip(self.given, 1e-12, 1.0)
        if not self.several:
            return -(self.truth * np.log(shares)).sum(axis=1)
        other = np.clip(1 - self.given, 1e-12, 1.0)
        return -(self.truth * np.log(shares) + (1 - self.truth) * np.log(other)).mean(axis=1)

    @property
    def hits(self) -> np.ndarray:
        """Whether the answer is the truth: the likeliest class, or exactly the labels above one half."""
        if self.several:
            return ((self.given >= 0.5) == (self.truth > 0)).all(axis=1)
        return self.given.argmax(axis=1) == self.truth.argmax(axis=1)

    def take(self, places: np.ndarray) -> "Answers":
        """These answers."""
        return Answers(self.rows[places], self.truth[places], self.given[places], self.labels, self.several)

    def said(self, shares: np.ndarray) -> Any:
        """A row's truth or answer in words: a number, a label, or labels."""
        if not self.labels:
            return float(shares)
        if self.several:
            return [label for label, share in zip(self.labels, shares, strict=True) if share >= 0.5]
        return self.labels[int(shares.argmax())]


def answers_of(
    rows: np.ndarray,
    truths: Sequence[Any],
    answers: Sequence[Mapping[str, Any]],
    labels: tuple[str, ...],
    *,
    several: bool = False,
) -> Answers:
    """From a predictor's answers; a truth is a number, a label, or a list of labels."""
    if not labels:
        given = np.array([answer["value"] for answer in answers], dtype=np.float64)
        return Answers(rows, np.array(truths, dtype=np.float64), given)
    shares = [[answer["probabilities"][label] for label in labels] for answer in answers]
    given = np.array(shares, dtype=np.float64).reshape(len(rows), len(labels))
    place = {label: number for number, label in enumerate(labels)}
    truth = np.zeros_like(given)
    for row, true in enumerate(truths):
        for label in true if several else [true]:
            if label in place:
                truth[row, place[label]] = 1.0
    return Answers(rows, truth, given, labels, several)


def write_answers(path: Path, answers: Answers) -> None:
    """One Arrow file: row numbers, truth and answer side by side."""
    width = len(answers.labels) or 1
    numbers = {"truth": answers.truth, "given": answers.given}
    fine = np.float32 if answers.labels else np.float64  # shares of many classes take much room
    columns = {"row": pa.array(answers.rows, pa.int64())} | {
        name: pa.FixedSizeListArray.from_arrays(pa.array(values.astype(fine).ravel()), width)
        for name, values in numbers.items()
    }
    kind = {"labels": json.dumps(answers.labels), "several": str(int(answers.several))}
    table = pa.table(columns).replace_schema_metadata(kind)
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)


def read_answers(path: Path) -> Answers:
    """The inverse of ``write_answers``; raises OSError or ArrowInvalid when the file is not there or damaged."""
    with pa.OSFile(str(path)) as file, pa.ipc.open_file(file) as reader:
        table = reader.read_all()
    kind = {name.decode(): value.decode() for name, value in (table.schema.metadata or {}).items()}
    labels = tuple(json.loads(kind.get("labels", "[]")))
    width = len(labels) or 1
    truth, given = (
        table.column(name).combine_chunks().values.to_numpy().astype(np.float64).reshape(-1, width)
        for name in ("truth", "given")
    )
    rows = table.column("row").to_numpy()
    if not labels:
        truth, given = truth[:, 0], given[:, 0]
    return Answers(rows, truth, given, labels, kind.get("several") == "1")
