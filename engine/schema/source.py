"""Where a spec of any kind says which data it reads, and which folder it tunes: a sweep says it in its run."""

from typing import TypeVar

from engine.schema.data_spec import DataSpec
from engine.schema.model_spec import PretrainedSpec
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


def base_of(spec: TrainSpec | SweepSpec | SearchSpec) -> str | None:
    """The folder of the model that is tuned; None where none is."""
    run = spec.base if isinstance(spec, SweepSpec) else spec
    return run.model.path if isinstance(run, TrainSpec) and isinstance(run.model, PretrainedSpec) else None


def with_base(spec: Reading, path: str) -> Reading:
    """The same spec, tuning another folder; one that tunes none stays as it is."""
    if isinstance(spec, SweepSpec):
        return spec.model_copy(update={"base": with_base(spec.base, path)})
    if isinstance(spec, SearchSpec) or not isinstance(spec.model, PretrainedSpec):
        return spec
    return spec.model_copy(update={"model": spec.model.model_copy(update={"path": path})})
