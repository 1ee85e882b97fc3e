"""A person's choice of a runner holds; “auto” takes the fastest that is installed, and measures once."""

from pathlib import Path

import pytest

from engine.runner.external import choose as choosing
from engine.runner.external.choose import ASKED, FASTEST, SEALED, Model, choose
from engine.runner.external.rates import Rates, rates_of_peer, rates_of_stepper
from engine.runner.setup import Setup
from engine.schema.problem import UserError
from engine.schema.serve import LimitsSpec, ServedSpec
from tests.runner.external.test_peer import vllm
from tests.runner.generation.test_compiled import PLAIN, eager_step

SLOW, FAST = Rates(1e-3, 1e-3), Rates(1e9, 1e9)


def model(folder: Path, runner: str = "auto", *, sealed: bool = False) -> Model:
    served = ServedSpec(name="a", model="a", runner=runner)
    setup = Setup(served, LimitsSpec(), folder / "model", 1, lambda problem: "")
    return Model(setup, sealed, 97, 64, 16, lambda: None)


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """vLLM is, in the shape of a program that adds numbers; gives the measurements that were made."""
    measured: list[str] = []

    def make(model: Model) -> object:
        return vllm()

    monkeypatch.setitem(choosing._MAKERS, "vllm", make)
    monkeypatch.setitem(choosing._MAKERS, "llama_cpp", lambda model: None)
    monkeypatch.setitem(choosing._PROGRAMS, "vllm", lambda: "vllm")
    monkeypatch.setitem(choosing._PROGRAMS, "llama_cpp", lambda: None)
    monkeypatch.setattr(choosing, "rates_of_peer", lambda *_: measured.append("vllm") or Rates(100, 400))
    return measured


def test_the_fastest_is_taken_and_measured_once(tmp_path: Path, installed: list[str]) -> None:
    for _ in range(2):
        choice = choose(model(tmp_path), lambda: SLOW)
        assert choice.peer is not None and choice.peer.name == "vllm"
        assert choice.why == FASTEST
        assert (choice.rates["vllm_one"], choice.rates["vllm_many"]) == (100, 400)
    assert installed == ["vllm"]


def test_the_built_in_one_stays_where_it_is_the_fastest(tmp_path: Path, installed: list[str]) -> None:
    choice = choose(model(tmp_path), lambda: FAST)
    assert choice.peer is None
    assert choice.why == FASTEST


def test_nothing_is_measured_where_nothing_else_is_installed(
    tmp_path: Path, installed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(choosing._MAKERS, "vllm", lambda model: None)
    choice = choose(model(tmp_path), lambda: pytest.fail("measured"))
    assert (choice.peer, choice.why, choice.rates) == (None, None, {})


def test_what_a_person_asks_for_is_not_measured(tmp_path: Path, installed: list[str]) -> None:
    choice = choose(model(tmp_path, "vllm"), lambda: pytest.fail("measured"))
    assert choice.peer is not None and choice.why == ASKED
    assert choose(model(tmp_path, "builtin"), lambda: pytest.fail("measured")).peer is None


def test_a_runner_that_is_not_there_or_knows_another_layout_is_said(
    tmp_path: Path, installed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UserError, match="not installed"):
        choose(model(tmp_path, "llama_cpp"), lambda: SLOW)
    monkeypatch.setitem(choosing._PROGRAMS, "llama_cpp", lambda: "/usr/bin/llama-server")
    with pytest.raises(UserError, match="cannot run this model"):
        choose(model(tmp_path, "llama_cpp"), lambda: SLOW)


def test_weights_that_are_sealed_are_given_to_nobody(tmp_path: Path, installed: list[str]) -> None:
    assert choose(model(tmp_path, sealed=True), lambda: SLOW).why == SEALED
    with pytest.raises(UserError, match="encrypted"):
        choose(model(tmp_path, "vllm", sealed=True), lambda: SLOW)


def test_a_rate_is_of_all_texts_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.runner.external.rates._SECONDS", 0.05)
    rates = rates_of_stepper(eager_step(PLAIN))
    assert rates.many > rates.one > 0
    peer = vllm()
    peer.start()
    assert rates_of_peer(peer, 97, 64).one > 0
    peer.close()
