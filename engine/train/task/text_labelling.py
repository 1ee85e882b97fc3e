"""Tell which labels a text has: none, one or several."""

from engine.data.labels import labels_among, multi_hot
from engine.train.task.base import Source
from engine.train.task.multi_label import MultiLabel
from engine.train.task.texts import TextTask


class TextLabelling(TextTask, MultiLabel):
    """Labels for each text; an empty cell is a text that has none."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        separator = source.spec.data.separator
        cells = self.read(source)
        labels = labels_among(cells, separator)
        targets = multi_hot(cells, separator, labels)
        self.learn_labels(source, labels, targets[self.split.train])
        self.encode(source, targets)
