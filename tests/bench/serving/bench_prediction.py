"""Requests a second of what is not a language model, against LitServe and a plain FastAPI handler, in the same run.

``python tests/bench/serving/bench_prediction.py [table] [text FOLDER]``: a table's small network, and a text classifier of
transformers' layout (a finished model's folder). Needs wrk, and litserve for whoever runs the peers (``--python``). Each
server has its turn in every round, in which its peers stand still, so that a busy machine disturbs all alike; a line a
number of clients tells medians: requests/s, p50 and p99, processor time a request, memory, the generator's share of a
processor, and the ratios. LitServe runs with the best of the settings that are tried first, at the most clients.
"""

import argparse
import csv
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import requests

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from tests.bench.serving.alone import family, standing_still
from tests.bench.serving.wrk import Load, load, wrk_is_here

ROOT = Path(__file__).resolve().parents[3]
CLIENTS = (1, 8, 16, 32, 64)
READY_SECONDS = 120
RECORD = {"age": 30.5, "city": "Rome", "day": "2024-05-06"}
TEXTS = 64
LITSERVE: dict[str, list[dict[str, Any]]] = {
    "table": [
        {},
        {"max_batch_size": 16, "batch_timeout": 0.001},
        {"max_batch_size": 64, "batch_timeout": 0.001},
        {"max_batch_size": 64, "batch_timeout": 0.001, "fast_queue": True},
    ],
    "text": [
        {},
        {"max_batch_size": 8, "batch_timeout": 0.005},
        {"max_batch_size": 16, "batch_timeout": 0.01},
        {"max_batch_size": 64, "batch_timeout": 0.02},
    ],
}


@dataclass
class Server:
    """One that answers ``/v1/predict``."""

    name: str
    process: subprocess.Popen[bytes]
    port: int
    key: str = ""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1/predict"

    def memory(self) -> int:
        """Bytes of its processes, shared pages parted among those who share them."""
        return sum(process.memory_full_info().pss for process in family(self.first))

    def processor_time(self) -> float:
        """Seconds that its processes have computed; what a busy machine disturbs least."""
        times = [process.cpu_times() for process in family(self.first)]
        return sum(time.user + time.system for time in times)

    @property
    def first(self) -> psutil.Process:
        """The one that was started."""
        return psutil.Process(self.process.pid)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="+", help="table, or text and a finished model's folder")
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clients", type=int, nargs="+", default=CLIENTS)
    parser.add_argument("--bits", type=int, help="of the text classifier's weights, at our endpoint")
    parser.add_argument("--python", default=sys.executable, help="an interpreter that has litserve")
    options = parser.parse_args()
    if not wrk_is_here():
        raise SystemExit("wrk is not installed")
    kind = options.what[0]
    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        bodies = _bodies(kind)
        folder = _folder(kind, Path(place), options.what[1:])
        how = _best_litserve(kind, folder, bodies, options)
        starts = (_ours(kind, Path(place), folder, options.bits), *_peers(kind, folder, how, options.python))
        servers = [stack.enter_context(start) for start in starts]
        for clients in options.clients:
            _compare(servers, bodies, clients, options)
        if kind == "text":
            print(f"largest difference of a probability to fastapi's: {_apart(servers, bodies):.4f}")


def _apart(servers: list[Server], bodies: list[bytes]) -> float:
    """Between our answers and the plain handler's, which are transformers' in fp32."""
    ours, plain = ([_probabilities(server, body) for body in bodies] for server in (servers[0], servers[-1]))
    pairs = zip(ours, plain, strict=True)
    return max(abs(one[label] - other[label]) for one, other in pairs for label in other)


def _probabilities(server: Server, body: bytes) -> dict[str, float]:
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {server.key}"}
    answer = requests.post(server.url, body, headers=headers, timeout=60)
    return answer.json()["outputs"][0]["probabilities"]


def _bodies(kind: str) -> list[bytes]:
    if kind == "table":
        return [json.dumps({"inputs": [RECORD]}).encode()]
    with (ROOT / "resources/samples/reviews.csv").open(encoding="utf-8") as file:
        texts = [row["review"] for row in csv.DictReader(file)][:TEXTS]
    return [json.dumps({"inputs": [text]}).encode() for text in texts]


def _folder(kind: str, place: Path, given: list[str]) -> Path:
    from engine.system.paths import Home
    from tests.fakes.served_model import save_table_model

    home = Home(place / "home").create()
    if kind == "text":
        (home.runs / "text-1").mkdir()
        (home.runs / "text-1" / "model").symlink_to(Path(given[0]).resolve())
        return home.run("text-1").model
    save_table_model(home)
    return home.run("table-1").model


@contextmanager
def _ours(kind: str, place: Path, folder: Path, bits: int | None) -> Iterator[Server]:
    """The real server: HTTP with a key, and a runner of its own."""
    from engine.system.paths import MAIN, Home
    from tests.fakes.served_model import SECRET, endpoint_directory

    served = {"name": kind, "model": f"{kind}-1", "bits": bits}
    files = endpoint_directory(Home(place / "home"), served)
    begun = time.perf_counter()
    command = [sys.executable, "-I", str(MAIN), "server", str(files.root)]
    with _running(command, {"MODELYARD_ATTEMPT": "1"}) as process:
        port = _when_ready(files.events, process)
        print(f"start to ready: {time.perf_counter() - begun:.2f} s", flush=True)
        yield Server("ours", process, port, SECRET)


def _peers(kind: str, folder: Path, how: dict[str, Any], python: str) -> Iterator[Any]:
    yield _peer("litserve", kind, folder, how, python)
    yield _peer("fastapi", kind, folder, {}, sys.executable)


@contextmanager
def _peer(name: str, kind: str, folder: Path, how: dict[str, Any], python: str) -> Iterator[Server]:
    port = _free_port()
    program = Path(__file__).with_name(f"{name}_peer.py")
    command = [python, str(program), kind, str(folder), str(port), json.dumps(how)]
    with _running(command, {}) as process:
        server = Server(name, process, port)
        _wait_until_it_answers(server, _bodies(kind)[0])
        yield server


@contextmanager
def _running(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        started = family(psutil.Process(process.pid))
        process.terminate()
        _, left = psutil.wait_procs(started, timeout=10)
        for one in left:
            one.kill()


def _best_litserve(kind: str, folder: Path, bodies: list[bytes], options: Any) -> dict[str, Any]:
    rates = []
    for how in LITSERVE[kind]:
        with _peer("litserve", kind, folder, how, options.python) as server:
            rates.append(load(server.url, bodies, max(options.clients), options.seconds).rate)
        print(f"litserve {how or 'as it is'}: {rates[-1]:.0f}/s", flush=True)
    return LITSERVE[kind][rates.index(max(rates))]


def _compare(servers: list[Server], bodies: list[bytes], clients: int, options: Any) -> None:
    loads: dict[str, list[Load]] = {server.name: [] for server in servers}
    costs: dict[str, list[float]] = {server.name: [] for server in servers}
    for _ in range(options.rounds):
        for server in servers:
            before = server.processor_time()
            with standing_still(other.first for other in servers[1:] if other is not server):
                loads[server.name].append(load(server.url, bodies, clients, options.seconds, server.key))
            answered = max(1, loads[server.name][-1].requests)
            costs[server.name].append((server.processor_time() - before) / answered)
    rates = {name: statistics.median(one.rate for one in some) for name, some in loads.items()}
    told = []
    for server in servers:
        some = loads[server.name]
        p50, p99 = (1000 * statistics.median(getattr(one, what) for one in some) for what in ("p50", "p99"))
        failed = sum(one.failed for one in some)
        told.append(
            f"{server.name} {rates[server.name]:6.0f}/s {p50:6.1f}/{p99:.1f} ms"
            f" {1000 * statistics.median(costs[server.name]):.2f} ms of processor {server.memory() >> 20} MiB"
            + (f" ({failed} failed)" if failed else "")
        )
    share = statistics.median(one.share for some in loads.values() for one in some)
    ratios = ", ".join(f"{rates['ours'] / rates[server.name]:.2f} × {server.name}" for server in servers[1:])
    print(f"{clients:3d} clients  {'  '.join(told)}  generator {share:.0%}  ours {ratios}", flush=True)


def _when_ready(events: Path, process: subprocess.Popen[bytes]) -> int:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        for line in events.read_text().splitlines() if events.exists() else ():
            if '"kind":"ready"' in line:
                return int(json.loads(line)["url"].rpartition(":")[2])
        time.sleep(0.01)
    raise SystemExit("the endpoint did not become ready")


def _wait_until_it_answers(server: Server, body: bytes) -> None:
    asked = urllib.request.Request(server.url, body, {"Content-Type": "application/json"})  # noqa: S310
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(asked, timeout=60).read()  # noqa: S310
            return
        except OSError:
            time.sleep(0.05)
    raise SystemExit(f"{server.name} did not answer")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


if __name__ == "__main__":
    main()
