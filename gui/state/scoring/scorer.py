"""Scores a file batch by batch, on a thread of its own: what it yields is how far it is. No Qt."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from engine.schema.problem import Problem, UserError, say
from gui.state.scoring.mapping import input_of
from gui.state.scoring.outputs import answer_cells, answer_columns
from gui.state.scoring.rows_file import Row, RowsFile
from gui.state.scoring.scored_file import ScoredFile

if TYPE_CHECKING:
    from engine.schema.card import ModelCard

FIRST_BATCH, MOST_BATCH = 16, 1024  # rows
QUICK, SLOW = 0.25, 1.0  # seconds of a batch: below the next is larger, above it is smaller
MOST_REFUSED = 1000  # that are listed; the file says all
PATIENCE = 60.0  # seconds that a busy endpoint is waited for
LATER = frozenset(
    {
        "engine_unreachable",
        "queue_full",
        "runner_lost",
        "model_restarting",
        "rate_limited",
        "model_loading",
        "endpoint_not_ready",
    }
)

Predict = Callable[[Sequence[Any]], Sequence[dict[str, Any]]]  # raises UserError with fields “inputs.N…”


@dataclass(frozen=True)
class RefusedLine:
    """A row that the model does not answer."""

    line: int
    problem: Problem


@dataclass(frozen=True)
class Score:
    """How far it is; the last one has ``path``."""

    done: int
    share: float  # 0…1 of the file
    refused: int
    newly_refused: tuple[RefusedLine, ...] = ()
    path: Path | None = None
    seconds: float = 0.0  # since it began

    @property
    def rate(self) -> float | None:
        """Rows a second."""
        return self.done / self.seconds if self.seconds > 0 else None

    @property
    def left(self) -> float | None:
        """Seconds to go, as fast as it went until now."""
        return self.seconds * (1 / self.share - 1) if 0 < self.share < 1 else None


class Scorer:
    """Iterate it once; ``close`` ends it from any thread, and then no file is left."""

    def __init__(
        self,
        card: "ModelCard",
        file: RowsFile,
        mapping: dict[str, str | None],
        target: Path,
        predict: Predict,
    ) -> None:
        self._card, self._file, self._mapping, self._target = card, file, mapping, target
        self._predict = predict
        self._stopped = threading.Event()
        self._size, self._begun = FIRST_BATCH, 0.0
        self._done = self._refused = 0
        self._newly: list[RefusedLine] = []

    def close(self) -> None:
        self._stopped.set()

    def __iter__(self) -> Iterator[Score]:
        """Raises UserError where the file, the disk or the endpoint ends it."""
        self._begun = perf_counter()
        columns = list(self._file.columns)
        rows = self._file.rows()
        with ScoredFile(self._target, [*columns, *answer_columns(self._card, columns)]) as written:
            while batch := list(islice(rows, self._size)):
                self._score(batch, written)
                if self._stopped.is_set():
                    return
                yield self._so_far(batch[-1].share)
            if not self._done:
                raise UserError("score_no_rows", path=self._file.path.name)
            written.keep()
        yield self._so_far(1.0, self._target)

    def _so_far(self, share: float, path: Path | None = None) -> Score:
        newly, self._newly = tuple(self._newly), []
        return Score(self._done, share, self._refused, newly, path, perf_counter() - self._begun)

    def _score(self, batch: list[Row], written: ScoredFile) -> None:
        begun = perf_counter()
        reading = self._file.reading
        answers = self._ask([input_of(self._card, self._mapping, row.cells, reading) for row in batch])
        if self._stopped.is_set():
            return
        for row, answer in zip(batch, answers, strict=True):
            written.write(
                [*(row.cells.get(name, "") for name in self._file.columns), *self._cells(row, answer)]
            )
        self._done += len(batch)
        self._fit(perf_counter() - begun)

    def _cells(self, row: Row, answer: dict[str, Any] | Problem) -> list[Any]:
        width = len(answer_columns(self._card, ()))
        if isinstance(answer, Problem):
            self._refused += 1
            if self._refused <= MOST_REFUSED:
                self._newly.append(RefusedLine(row.line, answer))
            reason = " ".join(part for part in say(answer) if part)
            return [*[""] * (width - 1), f"{answer.field}: {reason}" if answer.field else reason]
        cells = answer_cells(self._card, answer)
        return [*cells, *[""] * (width - len(cells))]

    def _ask(self, inputs: list[Any]) -> list[dict[str, Any] | Problem]:
        """An answer for each; those that are refused say why, and the others are asked again without them."""
        answers: list[dict[str, Any] | Problem] = [{}] * len(inputs)
        left = list(range(len(inputs)))
        while left and not self._stopped.is_set():
            try:
                for place, output in zip(
                    left, self._patiently([inputs[place] for place in left]), strict=True
                ):
                    answers[place] = output
                left = []
            except UserError as error:
                wrong = _by_input(error.problems)
                if not wrong or max(wrong) >= len(left):
                    raise
                for number, problem in wrong.items():
                    answers[left[number]] = problem
                left = [place for number, place in enumerate(left) if number not in wrong]
        return answers

    def _patiently(self, inputs: list[Any]) -> Sequence[dict[str, Any]]:
        """Wait for an endpoint that is busy, or starts again; raises what it says once patience is over."""
        pause, deadline = 0.25, perf_counter() + PATIENCE
        while True:
            try:
                return self._predict(inputs)
            except UserError as error:
                if (
                    error.problems[0].code not in LATER
                    or perf_counter() > deadline
                    or self._stopped.wait(pause)
                ):
                    raise
                pause = min(pause * 2, 4.0)

    def _fit(self, seconds: float) -> None:
        if seconds < QUICK:
            self._size = min(self._size * 2, MOST_BATCH)
        elif seconds > SLOW:
            self._size = max(self._size // 2, 1)


def _by_input(problems: Sequence[Problem]) -> dict[int, Problem]:
    """The first problem of each input, by its number; empty where one is no input's."""
    found: dict[int, Problem] = {}
    for problem in problems:
        root, _, rest = (problem.field or "").partition(".")
        number, _, name = rest.partition(".")
        if root != "inputs" or not number.isdigit():
            return {}
        found.setdefault(int(number), problem.model_copy(update={"field": name or None}))
    return found
