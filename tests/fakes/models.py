"""Models behind an endpoint that answer from a script, without runners: for tests of the HTTP before them."""

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any

from engine.runner.exchange import Kind
from engine.schema.card import InputField, ModelCard
from engine.schema.introduction import Introduction
from engine.schema.prediction import error_body
from engine.schema.problem import Problem
from engine.schema.pulse import Pulse
from engine.schema.serve import LimitsSpec, ServedModel, ServedSpec
from engine.serve.caller import Caller
from engine.serve.refused import Refused
from engine.serve.traffic import Traffic

Script = Callable[[Kind, bytes], Awaitable[tuple[int, bytes]]]


def card_of(name: str, **fields: Any) -> ModelCard:
    """A table model on one number, unless fields say otherwise."""
    given = {
        "task": "tabular_regression",
        "inputs": (InputField(name="age", kind="number", example=3.0),),
        "input_form": "record",
        "target": "price",
        **fields,
    }
    return ModelCard(id=f"{name}-1", name=name, created=1.0, run=f"{name}-1", spec={}, **given)


async def echo(kind: Kind, payload: bytes) -> tuple[int, bytes]:
    """One value an input, which is the input’s age."""
    try:
        inputs = json.loads(payload)["inputs"]
    except (ValueError, KeyError):
        return 400, error_body([Problem(code="not_json")])
    return 200, json.dumps({"model": "m", "outputs": [{"value": row["age"]} for row in inputs]}).encode()


class FakeServed:
    """One name. ``script`` answers; ``cancelled`` says when an answer or a text was given up."""

    def __init__(
        self,
        name: str,
        card: ModelCard | None = None,
        script: Script = echo,
        can: tuple[str, ...] = ("predict",),
    ) -> None:
        self.name = name
        self.spec = ServedSpec(name=name, model=f"{name}-1")
        self.limits = LimitsSpec()
        self.state = "ready"
        self.introduction: Introduction | None = Introduction(
            card=card or card_of(name), can=can, runner="builtin", context=64, vocabulary=26
        )
        self.traffic = Traffic()
        self.pulse = Pulse(running=1, waiting=2, memory=3, cache=0.5)
        self.asked: list[tuple[Kind, bytes]] = []
        self.managed: list[str] = []
        self.began, self.cancelled = asyncio.Event(), asyncio.Event()
        self._script = script

    def told(self) -> ServedModel:
        return ServedModel(name=self.name, model=self.spec.model, state=self.state, memory=self.pulse.memory)

    async def introduced(self) -> Introduction:
        assert self.introduction is not None
        return self.introduction

    async def ask(self, kind: Kind, payload: bytes) -> tuple[int, bytes]:
        self.asked.append((kind, payload))
        self.began.set()
        try:
            return await self._script(kind, payload)
        except asyncio.CancelledError:
            self.cancelled.set()
            raise

    async def generate(self, request: Any) -> AsyncGenerator[tuple[Kind, Any], None]:
        """Three letters, then nothing until somebody gives up."""
        try:
            yield Kind.BEGUN, {"prompt_tokens": 2, "cached_tokens": 0}
            for letter in "abc":
                yield Kind.DELTA, [{"index": 0, "text": letter, "tokens": [1], "finish": None}]
            self.began.set()
            await asyncio.Event().wait()
        finally:
            self.cancelled.set()

    async def unlock(self, passphrase: str) -> None:
        if passphrase != "right":
            raise Refused(403, Problem(code="passphrase_wrong"))
        self.managed.append("unlock")

    async def load(self) -> None:
        self.managed.append("load")

    def unload(self) -> None:
        self.managed.append("unload")


class FakeModels:
    """Names as the real ones find them."""

    def __init__(self) -> None:
        self._served: dict[str, FakeServed] = {}

    def serve(self, *served: FakeServed) -> None:
        self._served = {one.name: one for one in served}

    def names(self) -> list[str]:
        return list(self._served)

    def all(self) -> list[FakeServed]:
        return list(self._served.values())

    def find(self, name: str | None, caller: Caller) -> FakeServed:
        if name is None and len(self._served) > 1:
            raise Refused(400, Problem(code="model_name_needed"))
        found = next(iter(self._served.values())) if name is None else self._served.get(name)
        if found is None:
            raise Refused(404, Problem(code="model_not_served", params={"name": name}))
        if not caller.may_use(found.name):
            raise Refused(403, Problem(code="model_not_allowed", params={"name": found.name}))
        return found
