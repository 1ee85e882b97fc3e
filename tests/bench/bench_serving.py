"""Requests a second of a served table model against plain FastAPI handlers of the same model, in the same run.

Run it with ``python tests/bench/bench_serving.py``. Prints one line a number of clients: requests a second and median
latency of each server, its processor time a request, and the ratio of our rate to the better of the plain ones.
"""

import argparse
import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

RECORD = {"age": 30.5, "city": "Rome", "day": "2024-05-06"}
CLIENTS = (1, 16, 64)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    from engine.system.paths import MAIN, Home
    from tests.fakes.served_model import SECRET, endpoint_directory, save_table_model

    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder)).create()
        save_table_model(home)
        files = endpoint_directory(home, "table-1")
        begun = time.perf_counter()
        ours = _start([sys.executable, "-I", str(MAIN), "server", str(files.root)])
        port = _ready_port(files.events)
        print(f"start to ready: {time.perf_counter() - begun:.2f} s")
        servers = {"ours": (ours, port)}
        for kind in ("async", "sync"):
            free = _free_port()
            command = [sys.executable, __file__, "--plain", kind, str(free), str(home.run("table-1").model)]
            servers[kind] = (_start(command), free)
            _wait_for_port(free)
        try:
            for clients in CLIENTS:
                _compare(servers, clients, options.seconds, options.rounds, SECRET)
        finally:
            for process, _ in servers.values():
                process.terminate()
                process.wait(10)


def _compare(servers: dict, clients: int, seconds: float, rounds: int, secret: str) -> None:
    rates: dict[str, list[float]] = {name: [] for name in servers}
    medians: dict[str, list[float]] = {name: [] for name in servers}
    costs: dict[str, list[float]] = {name: [] for name in servers}
    for _ in range(rounds):  # in turns, so that a busy machine disturbs all alike
        for name, (process, port) in servers.items():
            before = _processor_time(process.pid)
            latencies = asyncio.run(_load(port, clients, seconds, secret))
            rates[name].append(len(latencies) / seconds)
            medians[name].append(statistics.median(latencies))
            costs[name].append((_processor_time(process.pid) - before) / len(latencies))
    rate = {name: statistics.median(values) for name, values in rates.items()}
    latency = {name: 1000 * statistics.median(values) for name, values in medians.items()}
    cost = {name: 1e6 * statistics.median(values) for name, values in costs.items()}
    told = "  ".join(
        f"{name} {rate[name]:6.0f}/s {latency[name]:6.2f} ms {cost[name]:5.0f} µs" for name in servers
    )
    plain = max(value for name, value in rate.items() if name != "ours")
    print(f"{clients:3d} clients  {told}  ratio {rate['ours'] / plain:.2f}")


def _processor_time(pid: int) -> float:
    times = psutil.Process(pid).cpu_times()
    return times.user + times.system


async def _load(port: int, clients: int, seconds: float, secret: str) -> list[float]:
    body = json.dumps({"inputs": [RECORD]}).encode()
    head = f"POST /v1/predict HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {secret}\r\n"
    head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    request = head.encode() + body
    latencies: list[float] = []
    until = time.perf_counter() + seconds

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while (begun := time.perf_counter()) < until:
            writer.write(request)
            answer = await reader.readuntil(b"\r\n\r\n")
            if not answer.startswith(b"HTTP/1.1 200"):
                raise SystemExit(answer.decode())
            length = int(answer.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            await reader.readexactly(length)
            latencies.append(time.perf_counter() - begun)
        writer.close()

    await asyncio.gather(*(client() for _ in range(clients)))
    return latencies


def plain(kind: str, port: int, model: str) -> None:
    """What one writes without us: typed body, the model called in the handler, no key, no checks, no batches."""
    import torch
    import uvicorn
    from fastapi import FastAPI
    from pydantic import BaseModel

    from engine.model.predictor import load_predictor

    class Row(BaseModel):
        age: float
        city: str
        day: str

    class Inputs(BaseModel):
        inputs: list[Row]

    torch.set_num_threads(1)
    predictor = load_predictor(Path(model), "cpu")
    app = FastAPI()

    def answer(body: Inputs) -> dict:
        return {"model": "m", "outputs": predictor.predict([row.model_dump() for row in body.inputs])}

    if kind == "sync":
        app.post("/v1/predict")(answer)
    else:

        @app.post("/v1/predict")
        async def predict(body: Inputs) -> dict:
            return answer(body)

    uvicorn.run(
        app, host="127.0.0.1", port=port, http="h11", loop="asyncio", access_log=False, log_level="error"
    )


def _start(command: list[str]) -> subprocess.Popen:
    return subprocess.Popen(command, env={**os.environ, "OMP_NUM_THREADS": "1"}, stdout=subprocess.DEVNULL)


def _ready_port(events: Path) -> int:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for line in events.read_text().splitlines() if events.exists() else ():
            if '"kind":"ready"' in line:
                return int(json.loads(line)["url"].rpartition(":")[2])
        time.sleep(0.005)
    raise SystemExit("the endpoint did not become ready")


def _wait_for_port(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.02)
    raise SystemExit("the plain server did not start")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


if __name__ == "__main__":
    if "--plain" in sys.argv:
        place = sys.argv.index("--plain")
        plain(sys.argv[place + 1], int(sys.argv[place + 2]), sys.argv[place + 3])
    else:
        main()
