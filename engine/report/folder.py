"""A model's report as files of its folder: written once, read whenever somebody looks."""

from pathlib import Path

import numpy as np
import pyarrow as pa

from engine.report.answers import ANSWERS, Answers, read_answers, write_answers
from engine.report.build import example_of
from engine.report.dataset_rows import read_columns, shown
from engine.schema.problem import UserError
from engine.schema.report import AnswerRows, Report
from engine.system.files import read_json, sync_file, write_json

REPORT = "report.json"
MOST_EXAMPLES = 500


def write_report(folder: Path, report: Report, answers: Answers | None = None) -> None:
    """The answers first, where there are any: whoever sees the report may rely on them."""
    if answers is not None:
        write_answers(folder / ANSWERS, answers)
        sync_file(folder / ANSWERS)
    write_json(folder / REPORT, report.model_dump(mode="json"))


def read_report(folder: Path) -> Report:
    """Raises UserError where a model has none."""
    value = read_json(folder / REPORT)
    if value is None:
        raise UserError("report_not_there", model=folder.parent.name)
    return Report.model_validate(value)


def answers_in(folder: Path) -> Answers:
    """Raises UserError where a model has none."""
    try:
        return read_answers(folder / ANSWERS)
    except (OSError, pa.ArrowInvalid):
        raise UserError("report_not_there", model=folder.parent.name) from None


def answer_rows(
    folder: Path, data: Path, truth: str | None, answer: str | None, offset: int, limit: int
) -> AnswerRows:
    """Rows of one cell of the confusion matrix, or of the whole test part, worst first, with their data."""
    answers = answers_in(folder)
    losses = answers.losses
    places = np.flatnonzero(_cell(answers, truth, answer))
    places = places[np.argsort(-losses[places], kind="stable")]
    window = places[offset : offset + min(limit, MOST_EXAMPLES)]
    table = read_columns(data, answers.rows[window], bytes_as_sizes=True)
    return AnswerRows(
        columns=tuple(table.column_names),
        examples=tuple(example_of(answers, int(place), losses) for place in window),
        rows=tuple(shown(table)),
        total=len(places),
    )


def _cell(answers: Answers, truth: str | None, answer: str | None) -> np.ndarray:
    mask = np.ones(len(answers), dtype=bool)
    for wanted, shares in ((truth, answers.truth), (answer, answers.given)):
        if wanted is not None and answers.labels:
            place = answers.labels.index(wanted) if wanted in answers.labels else -1
            mask &= shares.argmax(axis=1) == place
    return mask
