"""``main.py train SPEC.yaml``: submit a spec to the engine and follow the run to its end."""

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from engine.client.engine_client import EngineLost
from engine.commands.connection import Connection
from engine.commands.group_line import GroupLine
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
from engine.commands.submission import is_about_the_spec, read_training_spec, submit
from engine.schema.api import PartRow
from engine.schema.job import ENDED, GROUPS, Job, JobFile, State
from engine.schema.problem import UserError, sentence
from engine.system.files import read_json
from engine.system.paths import Home

INTERRUPTED = 130


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("spec", metavar="SPEC.yaml", type=Path, help="what to train, as YAML or JSON")
    add_shared(parser)


@reporting
def run(arguments: argparse.Namespace) -> int:
    try:
        spec = read_training_spec(arguments.spec)
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
        answer(result_of(job, _parts(connection, job)))
    return OK if job.state is State.FINISHED else FAILED


def follow(connection: Connection, job: Job) -> Job:
    """Show the run until it has ended; gives the job as it ended."""
    line: RunLine | GroupLine = GroupLine(job) if job.kind in GROUPS else RunLine()
    progress = Progress()
    stream = connection.client.follow(f"/v1/jobs/{job.id}/events", find=connection.find)
    for message in stream:
        if message.event == "message":
            for said in line.apply(json.loads(message.data)):
                progress.say(said)
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


def _parts(connection: Connection, job: Job) -> list[PartRow]:
    """The runs of a job that is made of some; none when no engine is there to ask."""
    try:
        return connection.client.parts(job.id) if job.kind in GROUPS else []
    except (EngineLost, UserError):
        return []


def _say_end(job: Job) -> None:
    if job.state is State.FINISHED:
        tell(f"{job.name} is finished: {job.directory}")
    elif job.state in ENDED:
        tell(f"{job.name} is {job.state.value}.")
    else:
        tell(f"{job.name} is {job.state.value} and goes on; the next engine finds it again.")
    if job.error:
        tell(sentence(job.error))


def result_of(job: Job, parts: Sequence[PartRow] = ()) -> dict[str, Any]:
    """The last line with --json; scripts rely on these names."""
    result: dict[str, Any] = {
        "run": job.id,
        "state": job.state.value,
        "metrics": job.metrics or {},
        "model": job.model,
        "directory": job.directory,
    }
    if job.kind in GROUPS:
        result["best"] = next((part.number for part in parts if part.best), None)
        result["parts"] = [_row_of(part) for part in parts]
    if job.error:
        result["problems"] = [job.error.model_dump(mode="json")]
    return result


def _row_of(part: PartRow) -> dict[str, Any]:
    told = part.job.part
    return {
        "part": part.number,
        "run": part.job.id,
        "state": part.job.state.value,
        "cut": told.cut if told else None,
        "values": told.values if told else {},
        "score": part.score,
        "metrics": part.job.metrics or {},
    }
