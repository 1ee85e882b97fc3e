"""What is learnt. A new task is a file and a line here."""

from engine.train.task.base import Source, Task
from engine.train.task.language_model import LanguageModel
from engine.train.task.tabular_classification import TabularClassification
from engine.train.task.tabular_regression import TabularRegression
from engine.train.task.text_classification import TextClassification

TASKS: dict[str, type[Task]] = {
    "tabular_regression": TabularRegression,
    "tabular_classification": TabularClassification,
    "text_classification": TextClassification,
    "language_model": LanguageModel,
}


def build_task(source: Source) -> Task:
    """Read and prepare the data of the task asked for."""
    return TASKS[source.spec.task](source)
