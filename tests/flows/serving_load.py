"""Clients of every kind that ask an endpoint side by side, and count what went wrong."""

import asyncio
import json
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import httpx2

RECORD = {"age": 30.5, "city": "Rome", "day": "2024-05-06"}


@dataclass
class Tally:
    """What happened: answers by kind, and each failure as a sentence."""

    answers: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    versions: Counter[str] = field(default_factory=Counter)


class Load:
    """``clients`` that ask one after the other until they are told to end, each with a connection of its own."""

    def __init__(self, url: str, secret: str, table: str, language: str | None, clients: int) -> None:
        self.tally = Tally()
        self._url, self._table, self._language, self._clients = url, table, language, clients
        self._headers = {"Authorization": f"Bearer {secret}"}
        self._ends = asyncio.Event()
        self._kinds = ["one", "many", "tensors"] + (["chat", "stream", "completion"] if language else [])

    async def run(self, seconds: float, meanwhile: Any = None) -> Tally:
        """Ask for that long; ``meanwhile`` is awaited beside it."""
        clients = [asyncio.create_task(self._client(number)) for number in range(self._clients)]
        beside = asyncio.create_task(meanwhile) if meanwhile is not None else None
        await asyncio.sleep(seconds)
        if beside is not None:
            await beside
        self._ends.set()
        await asyncio.gather(*clients)
        return self.tally

    async def _client(self, number: int) -> None:
        draw = random.Random(number)
        async with httpx2.AsyncClient(base_url=self._url, headers=self._headers, timeout=120) as client:
            while not self._ends.is_set():
                kind = draw.choice(self._kinds)
                begun = time.perf_counter()
                try:
                    await getattr(self, f"_{kind}")(client, draw)
                    self.tally.answers[kind] += 1
                except Exception as error:  # whatever it is, it is what this is here to count
                    self.tally.failures.append(f"{kind}: {type(error).__name__}: {error}")
                self.tally.seconds.append(time.perf_counter() - begun)

    async def _one(self, client: httpx2.AsyncClient, draw: random.Random) -> None:
        await self._predict(client, 1)

    async def _many(self, client: httpx2.AsyncClient, draw: random.Random) -> None:
        await self._predict(client, draw.randint(2, 200))

    async def _predict(self, client: httpx2.AsyncClient, count: int) -> None:
        body = {"model": self._table, "inputs": [RECORD] * count}
        answer = _good(await client.post("/v1/predict", json=body))
        values = {output["value"] for output in answer["outputs"]}
        assert len(answer["outputs"]) == count
        assert max(values) - min(values) < 1e-3 * max(1.0, abs(max(values))), "equal rows, different answers"
        self.tally.versions[f"{min(values):.1f}"] += 1

    async def _tensors(self, client: httpx2.AsyncClient, draw: random.Random) -> None:
        tensors = [
            {"name": "age", "shape": [1], "datatype": "FP64", "data": [30.5]},
            {"name": "city", "shape": [1], "datatype": "BYTES", "data": ["Rome"]},
            {"name": "day", "shape": [1], "datatype": "BYTES", "data": ["2024-05-06"]},
        ]
        answer = _good(await client.post(f"/v2/models/{self._table}/infer", json={"inputs": tensors}))
        assert answer["outputs"][0]["name"] == "value"

    def _asked(self, draw: random.Random, **more: Any) -> dict[str, Any]:
        return {
            "model": self._language,
            "max_tokens": draw.randint(1, 6),
            "temperature": draw.choice([0, 1]),
            **more,
        }

    async def _chat(self, client: httpx2.AsyncClient, draw: random.Random) -> None:
        body = self._asked(draw, messages=[{"role": "user", "content": "a"}])
        answer = _good(await client.post("/v1/chat/completions", json=body))
        assert answer["choices"][0]["finish_reason"] in ("stop", "length")

    async def _completion(self, client: httpx2.AsyncClient, draw: random.Random) -> None:
        answer = _good(await client.post("/v1/completions", json=self._asked(draw, prompt="a")))
        assert answer["usage"]["completion_tokens"] >= 0

    async def _stream(self, client: httpx2.AsyncClient, draw: random.Random) -> None:
        body = self._asked(draw, prompt="a", stream=True)
        async with client.stream("POST", "/v1/completions", json=body) as answer:
            lines = [line async for line in answer.aiter_lines() if line]
        assert answer.status_code == 200, lines
        assert lines[-1] == "data: [DONE]", lines[-1]
        assert not any('"error"' in line for line in lines), lines


def _good(answer: httpx2.Response) -> dict[str, Any]:
    assert answer.status_code == 200, f"{answer.status_code} {answer.text[:300]}"
    return json.loads(answer.text)
