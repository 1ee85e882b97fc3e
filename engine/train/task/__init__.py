"""What is learnt. A new task is a file and a line here."""

from engine.train.task.base import Source, Task
from engine.train.task.image_classification import ImageClassification
from engine.train.task.language import build_language_model
from engine.train.task.recommendation import build_recommendation
from engine.train.task.tabular_classification import TabularClassification
from engine.train.task.tabular_regression import TabularRegression
from engine.train.task.text_classification import TextClassification
from engine.train.task.text_labelling import TextLabelling

TASKS: dict[str, type[Task]] = {
    "tabular_regression": TabularRegression,
    "tabular_classification": TabularClassification,
    "text_classification": TextClassification,
    "image_classification": ImageClassification,
}
# Where rows may have several labels.
LABELLING: dict[str, type[Task]] = {"text_classification": TextLabelling}


def build_task(source: Source) -> Task:
    """Read and prepare the data of the task asked for."""
    if source.spec.task == "recommendation":  # whose data and network make it one of three
        return build_recommendation(source)
    if source.spec.task == "language_model":  # of which there are several forms
        return build_language_model(source)
    tasks = LABELLING if source.spec.data.separator else TASKS
    return tasks[source.spec.task](source)
