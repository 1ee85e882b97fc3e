"""How an attempt ended, from what it left behind."""

from pathlib import Path
from typing import Any

import pytest

from engine.jobs.outcome import decide_exit
from engine.jobs.shim import thread_variables
from engine.system.files import write_json
from engine.system.paths import RunFiles


@pytest.fixture
def files(tmp_path: Path) -> RunFiles:
    (tmp_path / "errors").mkdir()
    write_json(tmp_path / "spec.json", {"kind": "train"})
    return RunFiles(tmp_path)


def _decide(files: RunFiles, status: int = 1, **more: Any) -> dict[str, Any]:
    facts = {"order": None, "forced": False, "out_of_memory": False, **more}
    return decide_exit(files, 2, status=status, **facts)


def _error(files: RunFiles, rank: int, time: float, code: str, attempt: int = 2) -> None:
    value = {"attempt": attempt, "rank": rank, "time": time, "problem": {"code": code}}
    write_json(files.errors / f"rank{rank}.json", value)


def test_the_outcome_of_this_attempt_counts(files: RunFiles):
    write_json(files.outcome, {"attempt": 2, "outcome": "paused"})
    assert _decide(files, 0) == {"outcome": "paused", "code": 0, "error": None}


def test_the_outcome_of_an_earlier_attempt_does_not(files: RunFiles):
    write_json(files.outcome, {"attempt": 1, "outcome": "finished"})
    assert _decide(files)["error"]["code"] == "worker_failed"


def test_the_earliest_error_is_the_cause(files: RunFiles):
    _error(files, 0, 5.0, "peer_lost")
    _error(files, 1, 4.0, "rank_failed")
    _error(files, 2, 1.0, "rank_failed", attempt=1)
    assert _decide(files)["error"] == {"code": "rank_failed"}


def test_a_death_while_the_system_ended_processes_is_said_as_that(files: RunFiles):
    _error(files, 0, 5.0, "rank_killed")
    assert _decide(files, out_of_memory=True)["error"]["code"] == "killed_out_of_memory"
    _error(files, 0, 5.0, "rank_failed")
    assert _decide(files, out_of_memory=True)["error"]["code"] == "rank_failed"


def test_a_killed_agent_and_a_killed_server_are_named(files: RunFiles):
    assert _decide(files, -9)["error"] == {"code": "agent_lost", "params": {"signal": "SIGKILL"}}
    write_json(files.spec, {"kind": "serve"})
    assert _decide(files, -11)["error"] == {"code": "server_killed", "params": {"signal": "SIGSEGV"}}


def test_an_order_that_had_to_be_forced_is_kept(files: RunFiles):
    assert _decide(files, -15, order="pause", forced=True)["outcome"] == "paused"
    assert _decide(files, -15, order="stop", forced=True)["outcome"] == "stopped"


def test_ranks_get_the_threads_of_the_plan():
    assert thread_variables({"threads_per_rank": 3})["OMP_NUM_THREADS"] == "3"
    assert thread_variables({})["OMP_NUM_THREADS"] == "1"
