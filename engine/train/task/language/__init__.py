"""Language models by what they learn from. A new form is a file and a line here."""

from engine.schema.roles import language_form
from engine.train.task.base import Source, Task
from engine.train.task.language.answers import Answers
from engine.train.task.language.preferences import Preferences
from engine.train.task.language.text import Text

FORMS: dict[str, type[Task]] = {
    "text": Text,
    "instruction": Answers,
    "chat": Answers,
    "preference": Preferences,
}


def build_language_model(source: Source) -> Task:
    """The task of the form that the given columns make."""
    return FORMS[language_form(source.spec.data.model_dump())](source)
