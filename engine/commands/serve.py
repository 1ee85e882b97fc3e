"""``main.py serve MODEL …``: serve models under the engine and return once they answer; or change what is served."""

import argparse
import time
from typing import Any

from engine.client.engine_client import EngineClient
from engine.client.find import ensure_engine
from engine.commands.options import OK, add_shared, answer, home_of, reporting, tell
from engine.commands.serve_changes import stop_serving, swap
from engine.commands.serve_options import add_serve_options, how_served, wanted_models
from engine.schema.api import NewEndpoint
from engine.schema.job import ENDED, Job, State
from engine.schema.problem import Problem, UserError

LOOK_SECONDS = 0.05
INTERRUPTED = 130


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_serve_options(parser)
    add_shared(parser)


@reporting
def run(arguments: argparse.Namespace) -> int:
    client = ensure_engine(home_of(arguments))
    wanted = wanted_models(client.models(), arguments)
    if arguments.stop:
        return stop_serving(client, {served.model for served in wanted}, arguments.json)
    if arguments.swap:
        return swap(client, arguments.swap, wanted, arguments.json)
    try:
        named = any("=" in given for given in arguments.model)
        models = wanted if named else [served.model for served in wanted]
        return _serve(client, client.serve(*models, **how_served(arguments)), arguments.json)
    except KeyboardInterrupt:
        tell("\nThe endpoint goes on starting. Stop it with --stop.")
        return INTERRUPTED


def _serve(client: EngineClient, served: NewEndpoint, as_json: bool) -> int:
    tell(f"Starting {served.job.name} …")
    job = _wait_until_ready(client, served.job)
    models = {each.name: each.model for each in job.spec.models}  # type: ignore[union-attr]
    tell(f"{', '.join(models)} can be asked at {job.url}")
    said: dict[str, Any] = {"url": job.url, "key": served.key.secret or "", "model": job.model}
    if job.fingerprint:
        said["fingerprint"] = job.fingerprint
    if as_json:
        answer({**said, "models": models})
    else:
        print("\n".join(f"{name + ':':<6} {value}" for name, value in said.items()))
    return OK


def _wait_until_ready(client: EngineClient, job: Job) -> Job:
    """Wait for its address; raises UserError with the reason when it ends instead."""
    told = False
    while not (job.state is State.RUNNING and job.url):
        if job.state in ENDED:
            raise UserError.of([job.error or Problem(code="endpoint_not_ready", params={"id": job.id})])
        if job.state is State.PAUSED and not told:
            tell("It is paused; it starts when it is resumed.")
            told = True
        time.sleep(LOOK_SECONDS)
        job = client.job(job.id)
    return job
