"""What a server keeps behind its HTTP, with runners that have no model, on the loop of a test."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from engine.runner.exchange import Kind
from engine.schema.serve import ServeSpec
from engine.serve.models import Models
from engine.serve.nursery import Nursery
from tests.fakes.runner_program import PROGRAM

SOON = 20.0  # seconds, on a busy machine


class Serving:
    """Models by name, and what was said of them."""

    def __init__(self, nursery: Nursery) -> None:
        self.nursery = nursery
        self.said: list[tuple[str, dict[str, Any]]] = []
        self.models = Models(nursery, lambda event, **fields: self.said.append((event.__name__, fields)))

    def want(self, *models: dict[str, Any], **limits: Any) -> None:
        """Serve these; each is a model, or the fields of a ``ServedSpec``."""
        self.models.apply(ServeSpec.model_validate({"models": models, "limits": limits}))

    def __getitem__(self, name: str):
        return next(served for served in self.models.all() if served.name == name)

    async def ask(self, name: str, do: str = "echo", **fields: Any) -> dict[str, Any]:
        _, body = await self[name].ask(Kind.PREDICT, json.dumps({"do": do, **fields}).encode())
        return json.loads(body)

    async def until(self, holds) -> None:
        """Wait until it does; the test fails when it never does."""
        async with asyncio.timeout(SOON):
            while not holds():
                await asyncio.sleep(0.005)

    async def look(self) -> None:
        while True:
            self.models.look()
            await asyncio.sleep(0.05)


@contextlib.asynccontextmanager
async def serving(folder: Path, *models: dict[str, Any], **limits: Any) -> AsyncIterator[Serving]:
    """Serve these models until the end of the block, all of them loaded as far as they can be."""
    nursery = Nursery(folder, PROGRAM)
    try:
        nursery.listen()
        behind = Serving(nursery)
        look = asyncio.create_task(behind.look())
        behind.want(*models, **limits)
        yield behind
        look.cancel()
    finally:
        nursery.close()
