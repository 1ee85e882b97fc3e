"""Another program writes tokens for a runner: what it is asked, what is taken from it, and how it ends."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.runner.external.llama_cpp import LlamaCpp
from engine.runner.external.peer import Peer, PeerFailedError, Task
from engine.runner.external.vllm import Vllm
from engine.runner.generation.request import GenerationRequest
from tests.fakes import peer_program
from tests.fakes.peer_program import END, next_token

PROGRAM = [sys.executable, peer_program.__file__]


class FakeLlamaCpp(LlamaCpp):
    def command(self, port: int) -> list[str]:
        return [*PROGRAM, *super().command(port)]


def llama_cpp() -> Peer:
    return FakeLlamaCpp("llama-server", Path("model.gguf"), 64, 2, 1, "cpu")


def vllm() -> Peer:
    return Vllm(PROGRAM, Path("model"), 64, 2, 1, "cpu", 16)


@pytest.fixture(params=[llama_cpp, vllm], ids=["llama.cpp", "vllm"])
def peer(request: pytest.FixtureRequest) -> Iterator[Peer]:
    made = request.param()
    made.start()
    yield made
    made.close()


def task(*tokens: int, most: int = 5, **asked: object) -> Task:
    return Task(tokens, most, GenerationRequest(temperature=0, **asked), 0, frozenset([END]))


def expected(tokens: list[int], most: int) -> list[int]:
    seen = list(tokens)
    for _ in range(most):
        seen.append(next_token(seen))
    return seen[len(tokens) :]


def test_tokens_come_as_they_are_written(peer: Peer) -> None:
    assert list(peer.write(task(5, 8), peer.connection())) == expected([5, 8], 5)


def test_the_end_of_a_text_is_a_token_like_any_other(peer: Peer) -> None:
    assert list(peer.write(task(40, 50), peer.connection())) == [END]


def test_a_text_may_go_on_after_its_end(peer: Peer) -> None:
    written = list(peer.write(task(40, 50, ignore_end=True), peer.connection()))
    assert written == expected([40, 50], 5)


def test_a_text_that_is_cut_ends_at_once(peer: Peer) -> None:
    connection = peer.connection()
    written = peer.write(task(1, 8, most=400), connection)
    assert next(written) == 9
    threading.Timer(0.1, connection.cut).start()
    begin = time.monotonic()
    assert len(list(written)) < 300
    assert time.monotonic() - begin < 5


def test_a_text_that_breaks_off_is_a_failure(peer: Peer) -> None:
    with pytest.raises(PeerFailedError):
        list(peer.write(task(2, 8), peer.connection()))


def test_others_on_this_machine_cannot_ask_it(peer: Peer) -> None:
    peer.key = "guessed"
    with pytest.raises(PeerFailedError):
        list(peer.write(task(5, 8), peer.connection()))


def test_a_program_that_ends_at_once_is_a_failure() -> None:
    with pytest.raises(PeerFailedError):
        Vllm([sys.executable, "-c", "raise SystemExit(3)"], Path("model"), 64, 2, 1, "cpu", 16).start()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel must tell")
def test_it_ends_with_the_runner_even_when_that_is_killed(tmp_path: Path) -> None:
    code = (
        "import sys, os, signal; sys.path[:0] = sys.argv[1:2]\n"
        "from tests.runner.external.test_peer import vllm\n"
        "peer = vllm(); peer.start(); print(peer._process.pid, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    root = str(Path(__file__).parents[3])
    told = subprocess.run([sys.executable, "-c", code, root], capture_output=True, text=True, check=False)
    assert told.returncode == -signal.SIGKILL
    pid = int(told.stdout)
    deadline = time.monotonic() + 10
    while Path(f"/proc/{pid}/cmdline").exists() and Path(f"/proc/{pid}/cmdline").read_bytes():
        assert time.monotonic() < deadline
        os.sched_yield()
