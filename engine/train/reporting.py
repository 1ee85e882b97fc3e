"""The report on a finished model: its folder is opened as a server would open it, and asked about the held-out rows."""

import traceback

import numpy as np

from engine.model.predictor import load_predictor
from engine.report.build import build_report, report_of_scores
from engine.report.folder import write_report
from engine.schema.card import ModelCard
from engine.schema.event import Note
from engine.schema.problem import Problem
from engine.train.running import Run

_PARTS = ("test", "validation")  # the first that has rows


def report_on(run: Run, card: ModelCard) -> None:
    """Write the report beside the weights; none without held-out rows. The model is saved by now, and whatever goes
    wrong here must not cost it: it is told, and the run goes on to its end."""
    try:
        _report_on(run, card)
    except Exception as error:  # a boundary: a finished model is worth more than its report
        traceback.print_exc()
        run.report.say(
            Note,
            problem=Problem(code="report_failed", params={"reason": str(error)[:200]}, severity="warning"),
        )


def _report_on(run: Run, card: ModelCard) -> None:
    part = next((part for part in _PARTS if run.task.rows(part)), None)
    if part is None:
        return
    numbers = run.task.row_numbers
    if numbers is None:  # windows of a text, or users with all that they chose, are no rows to ask about
        write_report(run.files.model, report_of_scores(card, part, run.task.rows(part)))
        return
    _ask(run, card, part, numbers)


def _ask(run: Run, card: ModelCard, part: str, numbers: np.ndarray) -> None:
    predictor = load_predictor(run.files.model, str(run.rank.device))
    rows = numbers[getattr(run.task.split, part)]
    report, answers = build_report(
        card,
        run.files.home.dataset(run.papers.dataset.id) / "data.arrow",
        rows,
        predictor.predict,
        part,
        weigh_columns=card.group is None,  # of folds and trials nobody asks
    )
    write_report(run.files.model, report, answers)
