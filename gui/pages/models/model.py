"""All models as a table's rows."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QObject, QSortFilterProxyModel, Qt

from gui.forms.labels import task_words
from gui.i18n.amounts import ago, short_number, size
from gui.widgets.cells import ID, SORT
from gui.widgets.chart_axis import figure
from gui.widgets.item_model import ItemModel
from gui.widgets.score_words import score_words

if TYPE_CHECKING:
    from engine.schema.card import ModelCard

NAME, TASK, SCORE, PARAMETERS, SIZE, DATASET, CREATED = range(7)
_HEADLINE = {"tabular_regression": "r2", "text_classification": "accuracy", "language_model": "perplexity"}


def headline(card: "ModelCard") -> tuple[str, float] | None:
    """The one score a list shows: the task's own, on the test rows where there were any."""
    for split in ("test", "validation", "train"):
        scores = card.metrics.get(split) or {}
        for name in (_HEADLINE.get(card.task, "loss"), "loss"):
            if isinstance(scores.get(name), int | float):
                return name, float(scores[name])
    return None


class ModelsModel(ItemModel):
    """Rows in the order given; the proxy sorts."""

    right = (PARAMETERS, SIZE)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._titles = (
            self.tr("Name"), self.tr("Task"), self.tr("Score"), self.tr("Parameters"), self.tr("Size"),
            self.tr("Dataset"), self.tr("Created"),
        )  # fmt: skip

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        card, column = self._items[index.row()], index.column()
        if role == ID:
            return card.id
        if role == SORT:
            return _sorted_by(card, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.alignment(column)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return _text(card, column)
        return None


class ModelsFilter(QSortFilterProxyModel):
    """Lets through names, tasks and datasets that hold all the words."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: list[str] = []
        self.setSortRole(SORT)

    def set_text(self, text: str) -> None:
        self._words = text.lower().split()
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: QModelIndex) -> bool:
        model = self.sourceModel()
        told = " ".join(str(model.index(row, column).data()) for column in (NAME, TASK, DATASET)).lower()
        return all(word in told for word in self._words)


def _text(card: "ModelCard", column: int) -> str:
    match column:
        case 0:
            return card.name
        case 1:
            return task_words(card.task)
        case 2:
            found = headline(card)
            return f"{score_words(found[0])} {figure(found[1])}" if found else "–"
        case 3:
            return short_number(card.parameters)
        case 4:
            return size(card.bytes)
        case 5:
            return card.dataset.get("name", "–")
        case _:
            return ago(card.created)


def _sorted_by(card: "ModelCard", column: int) -> Any:
    found = headline(card)
    keys = (card.name.lower(), card.task, found[1] if found else float("-inf"), card.parameters, card.bytes,
            card.dataset.get("name", ""), card.created)  # fmt: skip
    return keys[column]
