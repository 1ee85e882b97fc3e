"""The report on a finished model: its folder is opened as a server would open it, and asked about the held-out rows."""

from engine.model.predictor import load_predictor
from engine.report.build import build_report
from engine.report.folder import write_report
from engine.schema.card import ModelCard
from engine.train.running import Run

_PARTS = ("test", "validation")  # the first that has rows


def report_on(run: Run, card: ModelCard) -> None:
    """Write the report beside the weights. Tasks whose rows are no rows of the dataset have their scores alone."""
    numbers = run.task.row_numbers
    part = next((part for part in _PARTS if run.task.rows(part)), None)
    if numbers is None or part is None:
        return
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
