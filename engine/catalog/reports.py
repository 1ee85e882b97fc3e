"""The reports of finished models, and how two of them compare; what a report says is left to engine.report."""

from pathlib import Path

from engine.catalog.sealing import must_be_open
from engine.schema.card import ModelCard
from engine.schema.problem import UserError
from engine.schema.report import AnswerRows, Difference, Report
from engine.system.paths import Home


class Reports:
    """Reads what stands beside the weights. numpy and pyarrow take 0.4 s; the engine starts without them."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def report(self, card: ModelCard) -> Report:
        """Raises UserError where the model has none."""
        from engine.report.folder import read_report

        return read_report(self._folder(card))

    def answers(
        self, card: ModelCard, truth: str | None, answer: str | None, offset: int, limit: int
    ) -> AnswerRows:
        """Test rows with their answers, worst first; raises UserError where the dataset is gone."""
        from engine.report.folder import answer_rows

        data = self._home.dataset(card.dataset.get("id", "")) / "data.arrow"
        if not data.exists():
            raise UserError("dataset_missing", field="id", dataset=card.dataset.get("name", ""))
        return answer_rows(self._folder(card), data, truth, answer, offset, limit)

    def difference(self, first: ModelCard, second: ModelCard) -> Difference:
        """Raises UserError where the two cannot be compared."""
        from engine.report.compare import difference_of
        from engine.report.folder import answers_in

        for one, other in (
            (first.task, second.task),
            (first.target, second.target),
            (first.dataset.get("id"), second.dataset.get("id")),
        ):
            if one != other:
                raise UserError("models_not_comparable", field="id", first=first.name, second=second.name)
        ours, theirs = (answers_in(self._folder(card)) for card in (first, second))
        difference = difference_of(first.id, second.id, ours, theirs)
        if not difference.rows:
            raise UserError("models_share_no_rows", field="id", first=first.name, second=second.name)
        return difference

    def _folder(self, card: ModelCard) -> Path:
        folder = self._home.run(card.run).model
        must_be_open(folder)
        return folder
