"""One runner, from its first line to its last. A process boundary: what goes wrong becomes a frame."""

import contextlib
import json
import os
import signal
import socket
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.runner.exchange import RUNNER_VARIABLE
from engine.system.processes import die_with_parent

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.runner.link import Link
    from engine.runner.setup import Setup
    from engine.schema.problem import Problem

    Serve = Callable[[Link, Setup], None]


def main(run_dir: str) -> int:
    """Serve the version of a model that the environment names until the server is gone; returns the exit status."""
    told = json.loads(os.environ.pop(RUNNER_VARIABLE))
    die_with_parent(told["nursery"])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C is the server's to follow
    from engine.runner.link import Link, LinkClosed  # imports wait: the first lines must come first

    link = Link(socket.socket(fileno=told["socket"]))
    link.pulse.start()
    try:
        setup = _setup(told, Path(run_dir), link)
        _serve_of(setup)(link, setup)
    except LinkClosed:
        return _end(0)
    except BaseException as error:  # boundary: the runner's failure becomes its last frame
        _tell(link, error)
        return _end(1)
    return _end(0)


def _setup(told: dict[str, Any], run_dir: Path, link: "Link") -> "Setup":
    from engine.runner.setup import Setup, ask_passphrase
    from engine.schema.serve import LimitsSpec, ServedSpec
    from engine.system.paths import RunFiles

    served = ServedSpec.model_validate(told["served"])
    return Setup(
        served=served,
        limits=LimitsSpec.model_validate(told["limits"]),
        folder=RunFiles(run_dir.resolve()).home.run(served.model).model,
        threads=told["threads"],
        passphrase=partial(ask_passphrase, link),
    )


def _serve_of(setup: "Setup") -> "Serve":
    """What answers for this kind of model."""
    if _task(setup.folder) == "language_model":
        from engine.runner.generation.serving import serve
    else:
        from engine.runner.prediction import serve
    return serve


def _task(folder: Path) -> str:
    from engine.schema.card import ModelCard
    from engine.schema.problem import UserError
    from engine.system.files import read_json

    try:
        return ModelCard.model_validate(read_json(folder / "card.json")).task
    except ValueError as error:
        raise UserError("model_damaged", path=str(folder), file="card.json") from error


def _tell(link: "Link", error: BaseException) -> None:
    from engine.runner.exchange import Kind, frame
    from engine.runner.link import LinkClosed
    from engine.worker.error_file import trace_of

    print(trace_of(error), file=sys.stderr, flush=True)
    with contextlib.suppress(LinkClosed):
        link.send(frame(Kind.FAILED, 0, _problem_of(error).model_dump_json().encode()))


def _problem_of(error: BaseException) -> "Problem":
    from engine.schema.problem import Problem
    from engine.worker.error_file import problem_of
    from engine.worker.out_of_memory import is_out_of_memory

    if is_out_of_memory(error):
        return Problem(code="runner_out_of_memory")
    problem = problem_of(error, 0, "serve")
    if problem.code in ("rank_failed", "peer_lost"):
        return Problem(
            code="runner_failed", params={"type": type(error).__name__, "text": problem.params["text"]}
        )
    return problem


def _end(status: int) -> int:
    """Leave without the interpreter's farewell, in which threads of a library can hang."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)
