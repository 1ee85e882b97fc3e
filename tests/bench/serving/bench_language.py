"""Tokens a second of served language models against what a person would serve them with instead, in the same run.

``python tests/bench/serving/bench_language.py --peers FOLDER --sizes 30m 124m``. All servers are there at once and are
asked one after the other, round by round, so that what else the machine does hits all of them; peers that are not asked
stand still. A line for each: time to the first token, tokens/s of a stream and of all, how long a text took (p50, p99),
memory, and for one stream the share of the machine's memory bandwidth that its weights' bytes came to; then our ratios to
the best peer of the same bits.
"""

import argparse
import http.client
import json
import statistics
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from tests.fakes.endpoint import Endpoint

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))

from engine.system.files import read_json, write_json  # noqa: E402
from tests.bench.serving.alone import family, standing_still  # noqa: E402
from tests.bench.serving.language_models import CONTEXT, save_model  # noqa: E402
from tests.bench.serving.language_peers import Asked, bandwidth, completion, start  # noqa: E402

PROMPT, NEW = 64, 128  # tokens
CLIENTS = (1, 8, 32)
OURS = {"ours 16 bit": 16, "ours 8 bit": 8, "ours 4 bit": 4}


@dataclass
class Seen:
    """What the clients of one server saw, over all rounds."""

    first: list[float] = field(default_factory=list)  # seconds
    whole: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)  # tokens a second, of a round


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--sizes", nargs="+", default=["30m", "124m"])
    parser.add_argument("--clients", nargs="+", type=int, default=CLIENTS)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--without", nargs="+", default=[], help="names of peers to leave out")
    options = parser.parse_args()
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            _compare(size, Path(folder), options)


def _compare(size: str, work: Path, options: argparse.Namespace) -> None:
    from engine.system.paths import Home
    from tests.conftest import wait_for
    from tests.fakes.endpoint import Endpoint
    from tests.fakes.served_model import SECRET, endpoint_directory

    home = Home(work / "home").create()
    model = save_model(home, size)
    weights = (home.run(model).model / "model.safetensors").stat().st_size / 4  # parameters, about
    served = [
        {"name": name.replace(" ", "-"), "model": model, "bits": bits, "runner": "builtin"}
        for name, bits in OURS.items()
    ]
    begun = time.perf_counter()
    endpoint = Endpoint(endpoint_directory(home, *served))
    wait_for(lambda: endpoint.events("ready"), 300, "ready")
    print(f"{size}: start to ready {time.perf_counter() - begun:.2f} s, of three in one endpoint")
    process = psutil.Process(endpoint.process.pid)
    servers = {
        name: Asked(name, endpoint.port, "/v1/completions", completion(name.replace(" ", "-")), process, SECRET, bits)
        for name, bits in OURS.items()
    }  # fmt: skip
    peers = start(options.peers, home.run(model).model, work, CONTEXT, max(options.clients), options.without)
    try:
        servers |= {name: peer for name, peer in peers.items() if _answers(peer)}
        _wait_for_kernels(home.kernels)
        print(
            f"{size}: one more in it, from the spec to its first token {_warm_start(endpoint, model):.2f} s"
        )
        for clients in options.clients:
            _print(clients, _measured(servers, clients, options.rounds), servers, weights)
    finally:
        endpoint.end()
        for peer in peers.values():
            for process in family(peer.process):
                process.kill()


def _warm_start(endpoint: "Endpoint", model: str) -> float:
    """Seconds in which a model answers that is added to an endpoint whose workers are warm. It is taken out again."""
    from tests.conftest import wait_for

    before = read_json(endpoint.files.spec)
    begun = time.perf_counter()
    write_json(
        endpoint.files.spec, {**before, "models": [*before["models"], {"name": "late", "model": model}]}
    )
    asked = {"model": "late", "prompt": [300], "max_tokens": 1}
    wait_for(lambda: endpoint.ask("POST", "/v1/completions", asked)[0] == http.HTTPStatus.OK, 60, "an answer")
    seconds = time.perf_counter() - begun
    write_json(endpoint.files.spec, before)
    return seconds


def _answers(peer: Asked) -> bool:
    """Whether it does within some minutes; one that ended is told."""
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline and peer.process.is_running() and peer.process.status() != "zombie":
        try:
            connection = http.client.HTTPConnection("127.0.0.1", peer.port, timeout=5)
            connection.request("GET", "/health")
            if connection.getresponse().status == http.HTTPStatus.OK:
                return True
        except OSError:
            pass
        time.sleep(0.2)
    print(f"{peer.name}: did not start, left out")
    return False


def _wait_for_kernels(folder: Path) -> None:
    """They are compiled beside the first answers."""
    deadline = time.monotonic() + 120
    while not list(folder.glob("*.so")) and time.monotonic() < deadline:
        time.sleep(0.2)


def _measured(servers: dict[str, Asked], clients: int, rounds: int) -> dict[str, Seen]:
    seen = {name: Seen() for name in servers}
    for number in range(rounds + 1):
        for name, server in servers.items():
            others = [other.process for key, other in servers.items() if key not in (name, *OURS)]
            with standing_still(others):
                _round(server, clients, seen[name] if number else Seen(), number)  # the first is slow
    return seen


def _round(server: Asked, clients: int, seen: Seen, number: int) -> None:
    counts: list[int] = []
    begun = time.perf_counter()
    threads = [
        threading.Thread(target=_ask, args=(server, _prompt(number, client), seen, counts))
        for client in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(counts) < clients or min(counts) < 1:
        raise SystemExit(f"{server.name} answered {len(counts)} of {clients} clients")
    seen.rates.append(clients * NEW / (time.perf_counter() - begun))


def _ask(server: Asked, prompt: list[int], seen: Seen, counts: list[int]) -> None:
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {server.key}"}
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=600)
    begun = time.perf_counter()
    connection.request("POST", server.path, json.dumps(server.body(prompt, NEW)), headers)
    answer = connection.getresponse()
    if answer.status != http.HTTPStatus.OK:
        print(server.name, answer.read(500))
        return
    events = 0
    for line in answer:
        if line.startswith(b"data: "):
            if not events:
                seen.first.append(time.perf_counter() - begun)
            events += 1
    seen.whole.append(time.perf_counter() - begun)
    counts.append(events)


def _prompt(number: int, client: int) -> list[int]:
    """No two begin alike: nothing is to be found in a cache."""
    return [300 + (number * 37 + client * 101 + place * 13) % 3000 for place in range(PROMPT)]


def _print(clients: int, seen: dict[str, Seen], servers: dict[str, Asked], weights: float) -> None:
    load, most = psutil.getloadavg()[0], bandwidth()
    print(f"\n{clients} clients (load {load:.1f}, bandwidth {most / 1e9:.0f} GB/s)")
    print("                        first ms  tokens/s  a stream   p50 s   p99 s  memory MB  of bandwidth")
    rates = {name: statistics.median(found.rates) for name, found in seen.items()}
    for name, found in seen.items():
        share = f"{rates[name] * weights * servers[name].bits / 8 / most:10.0%}" if clients == 1 else ""
        print(
            f"{name:22} {statistics.median(found.first) * 1e3:9.0f} {rates[name]:9.0f} {rates[name] / clients:9.1f}"
            f" {statistics.median(found.whole):7.2f} {max(found.whole):7.2f} {_memory(servers[name].process):10.0f}"
            f" {share}"
        )
    for name, bits in OURS.items():
        rivals = {other: rates[other] for other in rates if other not in OURS and servers[other].bits == bits}
        for other, rate in rivals.items():
            print(f"{name} is {rates[name] / rate:.2f} x {other}")


def _memory(process: psutil.Process) -> float:
    """Of the process and all below it, in MB; pages that they share are counted once."""
    return sum(one.memory_full_info().pss for one in family(process) if one.is_running()) / 1e6


if __name__ == "__main__":
    main()
