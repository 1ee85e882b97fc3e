"""Requests that a peer writes are told in the frames of the built-in runner; what a peer cannot do is refused in words."""

import json
import socket
import threading
from collections.abc import Iterator

import pytest
import torch

from engine.model.model_files import open_files
from engine.runner.exchange import Frame, FrameReader, Kind, frame
from engine.runner.external.loop import ExternalLoop
from engine.runner.external.peer import Peer
from engine.runner.external.serving import Outline
from engine.runner.generation.intake import Intake
from engine.runner.generation.opening import Asked, Opened, open_model
from engine.runner.generation.preparation import Preparation
from engine.runner.link import Link, LinkClosed
from engine.system.paths import Home
from tests.fakes.served_model import save_language_model
from tests.runner.external.test_peer import expected, vllm


class Server:
    """The other end of the runner's socket."""

    def __init__(self, wire: socket.socket) -> None:
        self._wire, self._reader, self._frames = wire, FrameReader(), []
        wire.settimeout(20)

    def ask(self, kind: Kind, number: int, **payload: object) -> None:
        self._wire.sendall(frame(kind, number, json.dumps(payload).encode() if payload else b""))

    def until(self, *kinds: Kind) -> list[Frame]:
        """All frames up to the first of such a kind."""
        found: list[Frame] = []
        while True:
            while self._frames:
                found.append(self._frames.pop(0))
                if found[-1].kind in kinds:
                    return found
            self._frames += self._reader.feed(self._wire.recv(1 << 16))


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    home = Home(tmp_path_factory.mktemp("home")).create()
    save_language_model(home)
    whole = open_model(open_files(home.run("language-1").model), Asked(torch.device("cpu"), torch.float32))
    return Opened(whole.card, whole.preprocessing, Outline(whole.stepper.vocabulary, 64))  # type: ignore[arg-type]


@pytest.fixture
def server(opened: Opened) -> Iterator[Server]:
    ours, theirs = socket.socketpair()
    link, peer = Link(theirs), vllm()
    peer.start()
    intake = Intake(link, Preparation(opened, "letters", link.send))
    intake.start()
    lost = threading.Event()
    loop = ExternalLoop(link, intake, peer, 4, lost.set)
    thread = threading.Thread(target=_run, args=(loop,), daemon=True)
    thread.start()
    yield Server(ours)
    ours.close()
    thread.join(10)
    assert not lost.is_set()
    peer.close()
    assert lost.wait(10)


def _run(loop: ExternalLoop) -> None:
    try:
        loop.run()
    except LinkClosed:
        return


def tokens_of(frames: list[Frame], index: int = 0) -> list[int]:
    deltas = [delta for told in frames if told.kind == Kind.DELTA for delta in json.loads(told.payload)]
    return [token for delta in deltas if delta["index"] == index for token in delta["tokens"]]


def test_an_answer_begins_is_told_and_ends(server: Server) -> None:
    server.ask(Kind.GENERATE, 7, tokens=[5, 8], max_tokens=6, temperature=0, ignore_end=True)
    frames = server.until(Kind.END)
    assert frames[0].kind == Kind.BEGUN and {told.number for told in frames} == {7}
    assert tokens_of(frames) == expected([5, 8], 6)
    told = json.loads(frames[-1].payload)
    assert (told["prompt_tokens"], told["completion_tokens"]) == (2, 6)


def test_several_answers_go_side_by_side(server: Server) -> None:
    server.ask(Kind.GENERATE, 1, tokens=[5, 8], max_tokens=4, n=2, ignore_end=True)
    frames = server.until(Kind.END)
    assert tokens_of(frames, 0) == tokens_of(frames, 1) == expected([5, 8], 4)


def test_a_prediction_is_answered_whole(server: Server) -> None:
    server.ask(Kind.PREDICT, 3, inputs=["so it"])
    (answer,) = server.until(Kind.ANSWER, Kind.REFUSED)
    assert answer.payload[:2] == (200).to_bytes(2, "little")
    assert set(json.loads(answer.payload[2:])["outputs"][0]) == {"text"}


@pytest.mark.parametrize(
    ("asked", "what"), [({"schema": True}, "response_format"), ({"logprobs": 2}, "logprobs")]
)
def test_what_a_peer_cannot_do_is_refused_in_words(server: Server, asked: dict, what: str) -> None:
    server.ask(Kind.GENERATE, 4, tokens=[5, 8], **asked)
    (refused,) = server.until(Kind.REFUSED)
    told = json.loads(refused.payload)
    assert told["status"] == 400
    assert told["problem"]["code"] == "runner_cannot" and told["problem"]["params"]["what"] == what


def test_what_fails_unforeseen_is_refused_and_the_next_is_answered(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> Iterator[int]:
        raise KeyError("choices")

    with monkeypatch.context() as patched:
        patched.setattr(Peer, "write", fail)
        server.ask(Kind.GENERATE, 8, tokens=[5, 8], max_tokens=2)
        (refused,) = server.until(Kind.REFUSED)[-1:]
    told = json.loads(refused.payload)
    assert (told["status"], told["problem"]["code"]) == (500, "model_failed")
    server.ask(Kind.GENERATE, 9, tokens=[5, 8], max_tokens=2, temperature=0, ignore_end=True)
    assert tokens_of(server.until(Kind.END)) == expected([5, 8], 2)


def test_a_cancelled_answer_says_nothing_more(server: Server) -> None:
    server.ask(Kind.GENERATE, 5, tokens=[1, 8], max_tokens=60, ignore_end=True)
    server.until(Kind.DELTA)
    server.ask(Kind.CANCEL, 5)
    server.ask(Kind.GENERATE, 6, tokens=[5, 8], max_tokens=3, ignore_end=True)
    server.until(Kind.END)
    server.ask(Kind.GENERATE, 8, tokens=[1, 8], max_tokens=10, ignore_end=True)  # takes half a second
    assert {told.number for told in server.until(Kind.END)} == {8}


def test_a_text_that_the_peer_loses_can_be_asked_for_again(server: Server) -> None:
    server.ask(Kind.GENERATE, 9, tokens=[2, 8], max_tokens=9)
    refused = server.until(Kind.REFUSED)[-1]
    assert json.loads(refused.payload)["status"] == 503
