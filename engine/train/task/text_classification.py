"""Tell which class a text belongs to."""

from engine.train.task.base import Source
from engine.train.task.classification import Classification, numbered
from engine.train.task.texts import TextTask


class TextClassification(TextTask, Classification):
    """A class for each text."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        labels, numbers = numbered(self.read(source), source.spec.data.target)
        self.learn_classes(source, labels, numbers, self.split)
        self.encode(source, numbers)
