"""From a spec file to a job: what may stand in it, and where its data and the model that it tunes come from."""

from pathlib import Path

from engine.client.engine_client import EngineClient
from engine.planning.pretrained_folder import is_hub_name
from engine.schema.job import Job
from engine.schema.problem import UserError
from engine.schema.search_spec import SearchSpec
from engine.schema.serve import ServeSpec
from engine.schema.source import base_of, data_of, with_base, with_source
from engine.schema.spec_file import read_spec
from engine.schema.sweep_spec import SweepSpec
from engine.schema.train import TrainSpec

TrainingSpec = TrainSpec | SweepSpec | SearchSpec


def read_training_spec(path: Path) -> TrainingSpec:
    """The spec in a file, of one run or of many; raises UserError when it is of something else."""
    spec = read_spec(path)
    if isinstance(spec, ServeSpec):
        raise UserError("not_a_choice", field="kind", value=spec.kind, choices="train, sweep, search")
    return spec


def submit(client: EngineClient, spec: TrainingSpec, folder: Path) -> Job:
    """Register the data where it is a file or folder (beside the spec), find the model that is tuned, and submit."""
    source = data_of(spec).source
    file = folder / Path(source).expanduser()
    if file.is_file() or (file.is_dir() and not _is_registered(client, source)):
        spec = with_source(spec, _import(client, file))
    elif looks_like_a_file(source) and not _is_registered(client, source):
        raise UserError("file_missing", field="data.source", path=str(file))
    return client.submit(_with_whole_base(spec, folder))


def looks_like_a_file(source: str) -> bool:
    """Whether a person who wrote this meant a path."""
    return "/" in source or "\\" in source or Path(source).suffix != ""


def is_about_the_spec(error: UserError) -> bool:
    """Whether the person's file is to be mended, rather than the engine."""
    first = error.problems[0]
    return first.code in ("file_missing", "file_unreadable", "not_yaml") or (
        first.field is not None and first.code != "unexpected"
    )


def _with_whole_base(spec: TrainingSpec, folder: Path) -> TrainingSpec:
    """The engine stands elsewhere: a path beside the spec becomes a whole one. A hub's name stays where no folder is."""
    path = base_of(spec)
    if path is None:
        return spec
    place = folder / Path(path).expanduser()
    return spec if is_hub_name(path) and not place.is_dir() else with_base(spec, str(place.resolve()))


def _import(client: EngineClient, file: Path) -> str:
    try:
        return client.import_dataset(str(file.resolve())).id
    except UserError as error:
        found = [problem.model_copy(update={"field": "data.source"}) for problem in error.problems]
        raise UserError.of(found) from None


def _is_registered(client: EngineClient, source: str) -> bool:
    return any(source in (card.id, card.name) for card in client.datasets())
