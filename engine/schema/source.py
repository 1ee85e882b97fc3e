"""Where a spec of any kind says which data it reads: a sweep says it in its run."""

from typing import TypeVar

from engine.schema.data_spec import DataSpec
from engine.schema.search_spec import SearchSpec
from engine.schema.sweep_spec import SweepSpec
from engine.schema.train import TrainSpec

Reading = TypeVar("Reading", TrainSpec, SweepSpec, SearchSpec, TrainSpec | SweepSpec | SearchSpec)


def data_of(spec: TrainSpec | SweepSpec | SearchSpec) -> DataSpec:
    """The part of a spec that names its data."""
    return spec.base.data if isinstance(spec, SweepSpec) else spec.data


def with_source(spec: Reading, source: str) -> Reading:
    """The same spec, of other data."""
    data = data_of(spec).model_copy(update={"source": source})
    if isinstance(spec, SweepSpec):
        return spec.model_copy(update={"base": spec.base.model_copy(update={"data": data})})
    return spec.model_copy(update={"data": data})
