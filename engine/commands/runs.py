"""``main.py runs``: list the runs of a home."""

import argparse
import time
from typing import Any

from engine.client.find import ensure_engine
from engine.commands.options import OK, add_shared, answer, home_of, reporting
from engine.commands.run_line import number
from engine.commands.table import as_table
from engine.schema.job import ACTIVE, Job
from engine.setup.progress import duration


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--parts", action="store_true", help="list the runs of folds, sweeps and searches, too"
    )
    add_shared(parser)


@reporting
def run(arguments: argparse.Namespace) -> int:
    jobs = [job for job in ensure_engine(home_of(arguments)).jobs() if job.kind != "serve"]
    if arguments.json:
        answer([row_of(job) for job in jobs])
    elif jobs:
        jobs = jobs if arguments.parts else [job for job in jobs if job.parent is None]
        head = ("ID", "NAME", "STATE", "STEP", "LOSS", "LEFT", "STARTED")
        print(as_table(head, [_cells(job) for job in jobs]))
    else:
        print("No runs yet. Start one with: main.py train SPEC.yaml")
    return OK


def row_of(job: Job) -> dict[str, Any]:
    """A run for scripts: its own fields, its progress beside them."""
    known = job.model_dump(mode="json", exclude={"spec", "progress", "url", "position"})
    progress = job.progress.model_dump(
        mode="json", include={"step", "total_steps", "loss", "validation_loss"}
    )
    return {**known, **progress, "task": getattr(job.spec, "task", None)}


def _cells(job: Job) -> tuple[str, ...]:
    progress = job.progress
    of = f" of {progress.total_steps:,}" if progress.total_steps else ""
    left = progress.seconds_left if job.state in ACTIVE else None
    return (
        job.id,
        job.name,
        job.state.value,
        f"{progress.step:,}{of}" if progress.step else "–",
        number(progress.loss) if progress.loss is not None else "–",
        duration(left) if left is not None else "–",
        time.strftime("%Y-%m-%d %H:%M", time.localtime(job.started)) if job.started else "–",
    )
