"""Endpoints and their runners, killed and frozen while many clients ask; nothing is left over, nothing is lost."""

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator

import psutil
import pytest

from engine.system.paths import Home
from tests.conftest import wait_for
from tests.fakes.endpoint import Endpoint
from tests.fakes.runner_program import PROGRAM
from tests.fakes.served_model import endpoint_directory

pytestmark = pytest.mark.fault

CLIENTS = 8


@pytest.fixture
def endpoint(home: Home) -> Iterator[Endpoint]:
    files = endpoint_directory(home, {"name": "a", "model": "one", "workers": 2}, "b")
    started = Endpoint(files, PROGRAM).wait_until_ready()
    yield started
    started.end()


class Crowd:
    """Clients that ask for one name, one request after the other, and count the answers by status and code."""

    def __init__(self, endpoint: Endpoint, name: str, clients: int = CLIENTS) -> None:
        self.answers: Counter[tuple[int, str | None]] = Counter()
        self.retry_after: set[str | None] = set()
        self._endpoint, self._name = endpoint, name
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._ask) for _ in range(clients)]

    def __enter__(self) -> "Crowd":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def wait_for_more(self, answers: int) -> None:
        wanted = self.answers[200, None] + answers
        wait_for(lambda: self.answers[200, None] >= wanted, 30, "more answers")

    def _ask(self) -> None:
        while not self._over.is_set():
            try:
                status, headers, body = self._endpoint.told("POST", "/v1/predict", {"model": self._name})
            except OSError:
                self.answers[0, "no connection"] += 1
                time.sleep(0.05)
                continue
            self.answers[status, body["error"]["code"] if "error" in body else None] += 1
            if status != 200:
                self.retry_after.add(headers.get("retry-after"))


def test_a_runner_killed_under_load_costs_its_own_requests_alone(endpoint):
    victim, other = endpoint.runner("a"), endpoint.runner("b")
    with Crowd(endpoint, "a") as crowd, Crowd(endpoint, "b", 2) as bystanders:
        crowd.wait_for_more(50)
        victim.kill()
        wait_for(lambda: _restarts(endpoint, "a") == 1, 20, "started again")
        crowd.wait_for_more(50)
    assert set(crowd.answers) <= {(200, None), (503, "runner_lost")}
    assert crowd.answers[503, "runner_lost"] <= CLIENTS  # what was in flight with it
    assert crowd.retry_after <= {"1"}
    assert set(bystanders.answers) == {(200, None)}
    assert endpoint.runner("b") == other


def test_runners_killed_again_and_again_come_back_each_time(endpoint):
    with Crowd(endpoint, "b") as crowd:
        for kill in range(1, 4):
            endpoint.runner("b").kill()
            wait_for(lambda kill=kill: _restarts(endpoint, "b") == kill, 20, "started again")
            crowd.wait_for_more(10)
    assert set(crowd.answers) <= {(200, None), (503, "runner_lost")}


def test_a_killed_nursery_is_made_anew_with_all_that_hung_on_it(endpoint):
    nursery = psutil.Process(endpoint.process.pid).children()[0]
    before = {endpoint.runner("a"), endpoint.runner("b")}
    nursery.kill()
    wait_for(lambda: not any(map(psutil.Process.is_running, before)), 20, "gone")
    for name in ("a", "b"):
        assert endpoint.ask("POST", "/v1/predict", {"model": name})[0] in (200, 503)
        wait_for(lambda name=name: endpoint.ask("POST", "/v1/predict", {"model": name})[0] == 200, 20)
    assert not before & {endpoint.runner("a"), endpoint.runner("b")}


def test_a_killed_server_leaves_nothing_and_comes_back_at_its_address(endpoint):
    family = endpoint.family()
    assert len(family) == 4  # a nursery and three runners
    port = endpoint.port
    with Crowd(endpoint, "a") as crowd:
        crowd.wait_for_more(20)
        endpoint.process.kill()
        endpoint.process.wait(10)
        assert not psutil.wait_procs(family, 10)[1]
        endpoint.start_again()
        crowd.wait_for_more(20)
    assert endpoint.port == port
    assert set(crowd.answers) <= {(200, None), (0, "no connection"), (503, "endpoint_ends")}


def test_a_server_that_is_told_to_end_takes_frozen_runners_with_it(endpoint):
    family = endpoint.family()
    os.kill(endpoint.runner("b").pid, signal.SIGSTOP)
    endpoint.process.send_signal(signal.SIGTERM)
    assert endpoint.process.wait(20) == 0
    assert not psutil.wait_procs(family, 10)[1]


def _restarts(endpoint: Endpoint, name: str) -> int:
    told = [event["served"] for event in endpoint.events("served") if event["served"]["name"] == name]
    return told[-1]["restarts"] if told[-1]["state"] == "ready" else -1
