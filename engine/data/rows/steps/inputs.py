"""What a model asks for when steps stand before it: columns of the dataset, as they were before the first step."""

from collections.abc import Sequence

from engine.data.features import feature_of
from engine.data.rows.steps.base import ValueStep
from engine.data.rows.steps.fitted import FittedSteps
from engine.data.rows.steps.missing import Impute
from engine.data.table import Table, is_missing
from engine.schema.card import InputField

_EXAMPLE_LENGTH = 200  # letters


def fitted_steps(steps: Sequence[ValueStep], features: Sequence[str], raw: Table) -> FittedSteps:
    """The steps that matter to these features. ``raw`` are the columns they are made of, in the training rows."""
    read = {*features, *raw.columns}
    kept = tuple(step for step in steps if read.intersection(step.names))
    if not kept:
        return FittedSteps()
    filled = {name for step in kept if isinstance(step, Impute) for name in step.fills}
    optional = (name for name in raw.columns if name in filled or is_missing(raw.columns[name]).any())
    return FittedSteps(kept, tuple(_input(raw, name) for name in raw.columns), tuple(optional))


def _input(raw: Table, name: str) -> InputField:
    kind, column = raw.kinds[name], raw.columns[name]
    feature = feature_of(kind, name, column)
    if feature is not None:
        return feature.as_input()
    example = next((text for text in column if text is not None), "")
    return InputField(name=name, kind=kind, example=example[:_EXAMPLE_LENGTH])
