"""The loop of a runner that predicts: takes what has come, sends a batch through the model, sends the answers at once."""

import json
from collections.abc import Mapping
from typing import Any

from engine.runner.exchange import Frame, Kind, frame
from engine.runner.link import Link
from engine.runner.prediction.bodies import Answer, RefusedError, inputs_of
from engine.runner.prediction.passes import Work, carry_out
from engine.runner.prediction.queue import Asked, Piece, Queue
from engine.schema.problem import Problem


class Desk:
    """Answers until the server has gone."""

    def __init__(self, link: Link, name: str, works: Mapping[int, Work], most: int) -> None:
        """``works`` by the kind of frame that asks for them; ``most`` inputs go through the model together."""
        self._link, self._name = link, name
        self._works = works
        self._queue = Queue(most, self._read)
        self._answers: list[bytes] = []

    def run(self) -> None:
        """Raises LinkClosed."""
        while True:
            self.step()

    def step(self) -> None:
        """What has come, one pass, and its answers. Waits where there is nothing to do."""
        for one in self._link.take(wait=not self._queue):
            self._admit(one)
        self._pass(self._queue.take())
        if self._answers:
            answers, self._answers = self._answers, []
            self._link.send(*answers)

    def _pass(self, pieces: list[Piece]) -> None:
        gauges = self._link.gauges
        gauges.waiting, gauges.running = len(self._queue), len(pieces)
        for kind in {piece.asked.kind for piece in pieces}:
            mine = [piece for piece in pieces if piece.asked.kind == kind]
            for asked, answer in carry_out(self._works[kind], mine):
                self._queue.cancel(asked.number)  # of a failed one the rest is not tried
                self._say(asked.number, answer)
        gauges.running, gauges.steps = 0, gauges.steps + bool(pieces)

    def _admit(self, one: Frame) -> None:
        if one.kind == Kind.CANCEL:
            self._queue.cancel(one.number)
        elif one.kind in self._works:
            self._queue.add(one)
        else:
            code = "model_cannot_embed" if one.kind == Kind.EMBED else "model_cannot_write"
            problem = Problem(code=code, params={"name": self._name}).model_dump(mode="json")
            told = json.dumps({"status": 400, "problem": problem}).encode()
            self._answers.append(frame(Kind.REFUSED, one.number, told))

    def _read(self, asked: Asked) -> list[Any] | None:
        try:
            return inputs_of(asked.payload)
        except RefusedError as refused:
            self._say(asked.number, refused.answer)
            return None

    def _say(self, number: int, answer: Answer) -> None:
        status, body = answer
        self._answers.append(frame(Kind.ANSWER, number, status.to_bytes(2, "little") + body))
