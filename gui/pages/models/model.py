"""All models as a table's rows; those that one job of several runs made are folded beneath a row of their own."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSortFilterProxyModel, Qt

from gui.forms.labels import task_words
from gui.i18n.amounts import ago, short_number, size
from gui.state.job_facts import JobScore, mean_over_folds, score_of
from gui.widgets.cells import ID, SORT, VALUE
from gui.widgets.chart_axis import figure
from gui.widgets.folded_model import FoldedModel
from gui.widgets.part_words import kind_words
from gui.widgets.score_words import score_words

if TYPE_CHECKING:
    from engine.schema.card import ModelCard
    from engine.schema.job import Job

NAME, TASK, SCORE, PARAMETERS, SIZE, DATASET, CREATED = range(7)
_HEADLINES = {
    "tabular_regression": ("r2",),
    "language_model": ("perplexity",),
    "recommendation": ("ndcg_at_10", "rmse"),
}
_OF_CLASSES = ("accuracy", "f1_macro")


@dataclass(frozen=True)
class ModelGroup:
    """Models that came of one job: its folds, say. ``first`` speaks for what they have in common."""

    job: "Job"
    first: "ModelCard"
    count: int
    bytes: int

    @property
    def id(self) -> str:
        return self.job.id


def with_groups(cards: "Iterable[ModelCard]", jobs: "Mapping[str, Job]") -> "list[ModelCard | ModelGroup]":
    """The cards, and before them a row for each job that made several of them."""
    cards = list(cards)
    counts = Counter(card.group for card in cards if card.group in jobs)
    groups = []
    for id, count in counts.items():
        own = [card for card in cards if card.group == id]
        if count > 1:
            groups.append(ModelGroup(jobs[str(id)], own[0], count, sum(card.bytes for card in own)))
    return [*groups, *cards]


def _names_of(task: str) -> tuple[str, ...]:
    """The scores a list would show of a task, the first that is there."""
    return (*_HEADLINES.get(task, _OF_CLASSES), "loss")


def headline(card: "ModelCard") -> tuple[str, float] | None:
    """The one score a list shows: the task's own, on the test rows where there were any."""
    for split in ("test", "validation", "train"):
        scores = card.metrics.get(split) or {}
        for name in _names_of(card.task):
            if isinstance(scores.get(name), int | float):
                return name, float(scores[name])
    return None


class ModelsModel(FoldedModel):
    """Rows in the order given; the proxy sorts."""

    right = (PARAMETERS, SIZE)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._groups: dict[str, str] = {}  # id -> name
        self._titles = (
            self.tr("Name"), self.tr("Task"), self.tr("Score"), self.tr("Parameters"), self.tr("Size"),
            self.tr("Dataset"), self.tr("Created"),
        )  # fmt: skip

    def show_models(self, cards: "Iterable[ModelCard]", jobs: "Mapping[str, Job]") -> None:
        """Show these models and no others."""
        items = with_groups(cards, jobs)
        self._groups = {item.id: item.job.name for item in items if isinstance(item, ModelGroup)}
        self.set_items(items)

    def has_group(self, job_id: str) -> bool:
        """Whether models of this job are folded beneath it."""
        return job_id in self._groups

    def key_of(self, item: "ModelCard | ModelGroup") -> str:
        return item.id

    def above_of(self, item: "ModelCard | ModelGroup") -> str | None:
        group = None if isinstance(item, ModelGroup) else item.group
        return group if group in self._groups else None

    def cell(self, item: "ModelCard | ModelGroup", column: int, role: int) -> Any:
        if role == ID:
            return item.id
        if role == SORT:
            return _sorted_by(item, column)
        if role == VALUE and column == NAME:
            return (self._name(item), _note(item))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._name(item) if column == NAME else _text(item, column)
        return None

    def _name(self, item: "ModelCard | ModelGroup") -> str:
        """What lies beneath a job need not say its name again."""
        above = self.above_of(item)
        name = _text(item, NAME)
        return name.removeprefix(f"{self._groups[above]} · ") if above is not None else name


class ModelsFilter(QSortFilterProxyModel):
    """Lets through names, tasks and datasets that hold all the words, with what is folded beneath them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: list[str] = []
        self.setSortRole(SORT)
        self.setRecursiveFilteringEnabled(True)
        self.setAutoAcceptChildRows(True)

    def set_text(self, text: str) -> None:
        self._words = text.lower().split()
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: Any) -> bool:
        model = self.sourceModel()
        cells = (model.index(row, column, parent) for column in (NAME, TASK, DATASET))
        told = " ".join(str(cell.data()) for cell in cells).lower()
        return all(word in told for word in self._words)


def _note(item: "ModelCard | ModelGroup") -> str:
    return kind_words(item.job.kind, item.count) if isinstance(item, ModelGroup) else ""


def _score(item: "ModelCard | ModelGroup") -> JobScore | None:
    if isinstance(item, ModelGroup) and item.job.kind == "folds":
        told = (mean_over_folds(name, item.job.metrics or {}) for name in _names_of(item.first.task))
        return next((score for score in told if score is not None), None)
    if isinstance(item, ModelGroup):
        return score_of(item.job)
    found = headline(item)
    return JobScore(*found) if found else None


def score_text(item: "ModelCard | ModelGroup") -> str:
    """“R² 0.470”; of folds with their deviation."""
    score = _score(item)
    if score is None:
        return "–"
    spread = f" ± {figure(score.sd)}" if score.sd is not None else ""
    return f"{score_words(score.metric)} {figure(score.value)}{spread}"


def _text(item: "ModelCard | ModelGroup", column: int) -> str:
    card = item.first if isinstance(item, ModelGroup) else item
    match column:
        case 0:
            return item.job.name if isinstance(item, ModelGroup) else card.name
        case 1:
            return task_words(card.task)
        case 2:
            return score_text(item)
        case 3:
            return short_number(card.parameters)
        case 4:
            return size(item.bytes)
        case 5:
            return card.dataset.get("name", "–")
        case _:
            return ago(card.created)


def _sorted_by(item: "ModelCard | ModelGroup", column: int) -> Any:
    card, score = (item.first if isinstance(item, ModelGroup) else item), _score(item)
    keys = (_text(item, NAME).lower(), card.task, score.value if score else float("-inf"), card.parameters, item.bytes,
            card.dataset.get("name", ""), card.created)  # fmt: skip
    return keys[column]
