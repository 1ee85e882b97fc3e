"""Prove it: the same twenty steps twice, as chosen and on one device, to lay the two curves over each other. No widgets."""

import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from engine.schema.problem import Problem, UserError
from engine.schema.spec_file import parse_spec

if TYPE_CHECKING:
    from engine.schema.job import Job
    from engine.schema.train import TrainSpec
    from gui.client.connection import Connection

_LONGEST = 80  # letters of a run's name


class Proof(QObject):
    """Submits two trials of one spec, with the same seed and the same global batch."""

    started = Signal(object)  # list[Job]: as chosen, on one device
    refused = Signal(object)  # list[Problem]

    def __init__(self, connection: "Connection", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._connection = connection
        self.is_busy = False

    def start(self, spec: dict[str, Any], alone: str) -> None:
        """Ask for both; ``alone`` is what the second one's name ends with."""
        if self.is_busy:
            return
        try:
            chosen, single = pair_of(spec, alone)
        except UserError as error:
            self.refused.emit(list(error.problems))
            return
        self.is_busy = True
        request = secrets.token_urlsafe(16)
        self._connection.call(
            lambda engine: [
                engine.submit(chosen, f"{request}-chosen", True),
                engine.submit(single, f"{request}-single", True),
            ],
            self._on_started,
            self._on_refused,
        )

    def _on_started(self, jobs: "list[Job]") -> None:
        self.is_busy = False
        self.started.emit(jobs)

    def _on_refused(self, problems: Sequence[Problem]) -> None:
        self.is_busy = False
        self.refused.emit(list(problems))


def pair_of(spec: dict[str, Any], alone: str) -> "tuple[TrainSpec, TrainSpec]":
    """The spec, and the same on its first device alone; raises UserError while it is not a whole spec.

    Dropout is off in both: each device draws its own, so that no two ways of lying could agree.
    """
    chosen = _without_dropout(parse_spec(spec))
    single = {
        **chosen.model_dump(mode="json"),
        "name": f"{chosen.name[: _LONGEST - len(alone) - 3]} · {alone}",
        "strategy": {"name": "single", "devices": [chosen.strategy.devices[0]]},
    }
    return chosen, parse_spec(single)


def _without_dropout(spec: "TrainSpec") -> "TrainSpec":
    if not getattr(spec.model, "dropout", 0):
        return spec
    return spec.model_copy(update={"model": spec.model.model_copy(update={"dropout": 0.0})})
