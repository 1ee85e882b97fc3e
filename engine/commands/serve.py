"""``main.py serve MODEL``: serve a model under the engine and return once it answers; ``--stop`` ends that."""

import argparse
import time

from engine.client.engine_client import EngineClient
from engine.client.find import ensure_engine
from engine.commands.options import OK, add_shared, answer, home_of, reporting, tell
from engine.schema.card import ModelCard
from engine.schema.job import ENDED, Job, State
from engine.schema.problem import Problem, UserError

LOOK_SECONDS = 0.05
STOP_SECONDS = 60.0
INTERRUPTED = 130


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "model", metavar="MODEL", help="a model of the catalogue, by id or by a name only it has"
    )
    parser.add_argument("--stop", action="store_true", help="stop serving it")
    parser.add_argument("--device", default="cpu", help="where it computes: cpu, cuda:0 … (default: cpu)")
    parser.add_argument("--port", type=int, default=0, help="the port to listen at (default: any free one)")
    add_shared(parser)


@reporting
def run(arguments: argparse.Namespace) -> int:
    client = ensure_engine(home_of(arguments))
    model = choose_model(client.models(), arguments.model)
    if arguments.stop:
        return _stop(client, model, arguments.json)
    try:
        return _serve(client, model, arguments)
    except KeyboardInterrupt:
        tell("\nThe endpoint goes on starting. Stop it with --stop.")
        return INTERRUPTED


def choose_model(models: list[ModelCard], wanted: str) -> ModelCard:
    """The model of this id, or the only one of this name; raises UserError otherwise."""
    for card in models:
        if card.id == wanted:
            return card
    named = [card for card in models if card.name == wanted]
    if len(named) > 1:
        raise UserError("model_ambiguous", name=wanted, ids=", ".join(card.id for card in named))
    if not named:
        raise UserError("model_unknown", id=wanted)
    return named[0]


def _serve(client: EngineClient, model: ModelCard, arguments: argparse.Namespace) -> int:
    served = client.serve(model.id, device=arguments.device, port=arguments.port)
    tell(f"Starting {served.job.name} …")
    job = _wait_until_ready(client, served.job)
    tell(f"{model.name} is served at {job.url}")
    key = served.key.secret or ""
    if arguments.json:
        answer({"url": job.url, "key": key, "model": model.id})
    else:
        print(f"url:   {job.url}\nkey:   {key}\nmodel: {model.id}")
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


def _stop(client: EngineClient, model: ModelCard, as_json: bool) -> int:
    jobs = [job for job in client.jobs("serve") if job.model == model.id and job.state not in ENDED]
    for job in jobs:
        if job.state is not State.STOPPING:
            client.stop(job.id)
    deadline = time.monotonic() + STOP_SECONDS
    while any(client.job(job.id).state not in ENDED for job in jobs):
        if time.monotonic() > deadline:
            raise UserError("endpoint_does_not_stop", name=jobs[0].name)
        time.sleep(LOOK_SECONDS)
    tell(f"{model.name} is no longer served." if jobs else f"{model.name} is not served.")
    if as_json:
        answer({"stopped": [job.id for job in jobs], "model": model.id})
    return OK
