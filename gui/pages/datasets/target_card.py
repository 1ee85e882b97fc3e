"""The column that the import proposes to predict: the balance of its classes, or the spread of its numbers."""

from PySide6.QtWidgets import QWidget

from engine.schema.card import Column, DatasetCard
from gui.forms.labels import task_words
from gui.pages.datasets.column_words import amount
from gui.state.dataset_kind import target_column
from gui.widgets.bar_list import BarList
from gui.widgets.card import Card
from gui.widgets.column_sketch import ColumnSketch
from gui.widgets.label import Label

SHOWN = 10  # classes, the most frequent
RARE = 0.05  # share of the rows below which a class is easily overlooked


class TargetCard(Card):
    """Hidden where nothing is proposed, or nothing is known of its values."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent=parent)
        self.classes = BarList(self.tr("Balance of the classes"))
        self.sketch = ColumnSketch(self.tr("Distribution"))
        self._words = Label("", "dim", wrap=True)
        for widget in (self.classes, self.sketch, self._words):
            self.add(widget)

    def show_dataset(self, card: DatasetCard) -> None:
        """Show a dataset's target."""
        column = target_column(card)
        self.setVisible(column is not None and bool(column.bars))
        if column is None:
            return
        self.set_title(self.tr("To predict: {column}").format(column=column.name))
        self.set_subtitle(self.tr("proposed · {task}").format(task=task_words(str(card.suggestion["task"]))))
        is_number = column.kind in ("number", "date")
        self.classes.setVisible(not is_number)
        self.sketch.setVisible(is_number)
        if is_number:
            self._show_numbers(column)
        else:
            self._show_classes(column, card.rows - column.missing)

    def _show_numbers(self, column: Column) -> None:
        counts = [bar.count for bar in column.bars]
        self.sketch.set_bars(counts, _bound(column.minimum), _bound(column.maximum))
        self._words.setVisible(column.mean is not None)
        self._words.setText(self.tr("Mean {mean}").format(mean=amount(column.mean)))

    def _show_classes(self, column: Column, rows: int) -> None:
        bars = sorted(column.bars, key=lambda bar: -bar.count)
        amounts = [(bar.label, bar.count) for bar in bars[:SHOWN]]
        rest = rows - sum(count for _, count in amounts)
        if rest > 0:
            amounts.append((self.tr("all others"), rest))
        self.classes.set_amounts(amounts, rows)
        rare = [label for label, count in amounts if count < RARE * rows]
        self._words.setVisible(bool(rare))
        said = self.tr("Rare: {classes}. A stratified split keeps their share on every side.")
        self._words.setText(said.format(classes=", ".join(rare[:5])))


def _bound(value: float | str | None) -> str:
    return value if isinstance(value, str) else amount(value)
