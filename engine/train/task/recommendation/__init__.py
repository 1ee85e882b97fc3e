"""Recommend: ratings where there is a target, else what was chosen alone; each learns in its own way."""

from engine.schema.model_spec import SasrecSpec
from engine.train.task.base import Source, Task


def build_recommendation(source: Source) -> Task:
    """The task that this spec's data and network make."""
    if source.spec.data.target is not None:
        from engine.train.task.recommendation.ratings import Ratings

        return Ratings(source)
    if isinstance(source.spec.model, SasrecSpec):
        from engine.train.task.recommendation.sequences import Sequences

        return Sequences(source)
    from engine.train.task.recommendation.choices import Choices

    return Choices(source)
