"""``main.py train SPEC.yaml``: submit a spec to the engine and follow the run to its end."""

import argparse
import json
import time
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from engine.client.engine_client import EngineClient, EngineLost
from engine.commands.connection import Connection
from engine.commands.options import (
    FAILED,
    OK,
    REFUSED,
    add_shared,
    answer,
    complain,
    home_of,
    reporting,
    tell,
)
from engine.commands.progress import Progress
from engine.commands.run_line import RunLine
from engine.schema.job import ENDED, Job, JobFile, State
from engine.schema.problem import UserError, sentence
from engine.schema.spec_file import read_spec
from engine.schema.train import TrainSpec
from engine.system.files import read_json
from engine.system.paths import Home

INTERRUPTED = 130


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("spec", metavar="SPEC.yaml", type=Path, help="what to train, as YAML or JSON")
    add_shared(parser)


@reporting
def run(arguments: argparse.Namespace) -> int:
    try:
        spec = read_train_spec(arguments.spec)
        home = home_of(arguments)
        connection = Connection(home)
        job = submit(connection.client, spec, arguments.spec.resolve().parent)
    except UserError as error:
        complain(error, arguments.json)
        return REFUSED if is_about_the_spec(error) else FAILED
    except KeyboardInterrupt:
        tell("Nothing was started.")
        return INTERRUPTED
    return _follow(connection, job, home, arguments.json)


def read_train_spec(path: Path) -> TrainSpec:
    """The spec in a file; raises UserError when it is not one for training."""
    spec = read_spec(path)
    if not isinstance(spec, TrainSpec):
        raise UserError("not_a_choice", field="kind", value=spec.kind, choices="train")
    return spec


def submit(client: EngineClient, spec: TrainSpec, folder: Path) -> Job:
    """Register the data where it is a file or folder (beside the spec), and submit."""
    file = folder / Path(spec.data.source).expanduser()
    if file.is_file() or (file.is_dir() and not _is_registered(client, spec.data.source)):
        spec = spec.model_copy(
            update={"data": spec.data.model_copy(update={"source": _import(client, file)})}
        )
    elif looks_like_a_file(spec.data.source) and not _is_registered(client, spec.data.source):
        raise UserError("file_missing", field="data.source", path=str(file))
    return client.submit(spec)


def _import(client: EngineClient, file: Path) -> str:
    try:
        return client.import_dataset(str(file.resolve())).id
    except UserError as error:
        found = [problem.model_copy(update={"field": "data.source"}) for problem in error.problems]
        raise UserError.of(found) from None


def looks_like_a_file(source: str) -> bool:
    """Whether a person who wrote this meant a path."""
    return "/" in source or "\\" in source or Path(source).suffix != ""


def _is_registered(client: EngineClient, source: str) -> bool:
    return any(source in (card.id, card.name) for card in client.datasets())


def is_about_the_spec(error: UserError) -> bool:
    """Whether the person's file is to be mended, rather than the engine."""
    first = error.problems[0]
    return first.code in ("file_missing", "file_unreadable", "not_yaml") or (
        first.field is not None and first.code != "unexpected"
    )


# --- following


def _follow(connection: Connection, job: Job, home: Home, as_json: bool) -> int:
    tell(f"{job.name} is submitted as {job.id}. Ctrl-C leaves it running.")
    try:
        job = follow(connection, job)
    except KeyboardInterrupt:
        tell(f"\nThe run goes on without this terminal. See it with: main.py runs --home {home.root}")
        return INTERRUPTED
    except EngineLost:
        job = last_known(job, home)
        tell("The engine was stopped.")
    _say_end(job)
    if as_json:
        answer(result_of(job))
    return OK if job.state is State.FINISHED else FAILED


def follow(connection: Connection, job: Job) -> Job:
    """Show the run until it has ended; gives the job as it ended."""
    line, progress = RunLine(), Progress()
    stream = connection.client.follow(f"/v1/jobs/{job.id}/events", find=connection.find)
    for message in stream:
        if message.event == "message":
            line.apply(json.loads(message.data))
            progress.show(line.text())
    progress.end(line.text())
    return _ended(connection, job.id)


def _ended(connection: Connection, id: str) -> Job:
    """The job's last word, also when the engine dies between the stream's end and this question."""
    while True:
        try:
            return connection.client.job(id)
        except EngineLost:
            connection.find()
            time.sleep(0.1)


def last_known(job: Job, home: Home) -> Job:
    """The job as its run directory tells it, when no engine is there to ask."""
    found = read_json(home.run(job.id).job)
    try:
        return job.model_copy(update={"state": JobFile.model_validate(found).state})
    except ValidationError:
        return job


def _say_end(job: Job) -> None:
    if job.state is State.FINISHED:
        tell(f"{job.name} is finished: {job.directory}")
    elif job.state in ENDED:
        tell(f"{job.name} is {job.state.value}.")
    else:
        tell(f"{job.name} is {job.state.value} and goes on; the next engine finds it again.")
    if job.error:
        tell(sentence(job.error))


def result_of(job: Job) -> dict[str, Any]:
    """The last line with --json; scripts rely on these names."""
    result: dict[str, Any] = {
        "run": job.id,
        "state": job.state.value,
        "metrics": job.metrics or {},
        "model": job.model,
        "directory": job.directory,
    }
    if job.error:
        result["problems"] = [job.error.model_dump(mode="json")]
    return result
