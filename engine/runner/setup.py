"""What a runner is told when it is started, and how it asks for the passphrase of a model that is encrypted."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from engine.runner.exchange import Frame, Kind, frame
from engine.runner.link import Link
from engine.schema.problem import Problem
from engine.schema.serve import LimitsSpec, ServedSpec


@dataclass(frozen=True)
class Setup:
    """One version of a model, to be served by this process.

    ``passphrase`` asks the server for the passphrase and waits; it gets the problem with the last one, None at first.
    """

    served: ServedSpec
    limits: LimitsSpec
    folder: Path
    threads: int
    passphrase: Callable[[Problem | None], str]


def ask_passphrase(link: Link, wrong: Problem | None) -> str:
    """Say that the model is locked, refuse what is asked meanwhile, and wait for a passphrase. Raises LinkClosed."""
    problem = None if wrong is None else wrong.model_dump(mode="json")
    link.send(frame(Kind.LOCKED, 0, json.dumps({"problem": problem}).encode()))
    while True:
        for taken in link.take(wait=True):
            if taken.kind == Kind.UNLOCK:
                return taken.payload.decode()
            _refuse(link, taken)


def _refuse(link: Link, taken: Frame) -> None:
    if taken.number and taken.kind != Kind.CANCEL:
        told = {"status": 503, "problem": Problem(code="model_locked").model_dump(mode="json")}
        link.send(frame(Kind.REFUSED, taken.number, json.dumps(told).encode()))
