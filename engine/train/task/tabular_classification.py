"""Tell which class a row of a table belongs to."""

from engine.train.task.base import Source
from engine.train.task.classification import Classification, numbered
from engine.train.task.tables import read_rows, rows_at_once


class TabularClassification(Classification):
    """Rows of numbers, and a class for each."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        target = source.spec.data.target or ""
        # Whatever kind the import saw, here a class is a name: numbers and switches are read as they are written.
        kinds = {column.name: column.kind for column in source.card.columns} | {target: "category"}
        rows = read_rows(source, kinds)
        self.take_up(rows.prepared)
        self.preprocessing = rows.preprocessing
        labels, numbers = numbered(rows.target, target)
        self.learn_classes(source, labels, numbers, self.split)
        self.best_batch = rows_at_once(source, self.shape)
        self._parts = rows.batches(numbers, source.device)
