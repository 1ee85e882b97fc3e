"""Names the ranks that could not write their own error: killed by a signal, or dead before their first line."""

import os
import signal
import time
from pathlib import Path

from engine.schema.problem import Problem
from engine.system.files import read_json, write_json
from engine.system.paths import RunFiles
from engine.worker.error_file import error_path, first_error, write_error

_HISTORY = "earlier-"  # error files of starts that a later start followed


def record_lost_ranks(files: RunFiles, failed: dict[int, int]) -> None:
    """Write an error file for each failed rank that left none in this start."""
    attempt = int(os.environ.get("MODELYARD_ATTEMPT", "1"))
    for rank, code in failed.items():
        if not error_path(files, rank).exists():
            write_error(files, attempt, rank, _problem(rank, code), at=_before_its_echoes(files))


def record_hung_rank(files: RunFiles, rank: int, seconds: float) -> None:
    """Write the error file of a rank that is about to be killed because it does nothing."""
    attempt = int(os.environ.get("MODELYARD_ATTEMPT", "1"))
    problem = Problem(code="rank_hung", params={"rank": rank, "seconds": round(seconds)})
    write_error(files, attempt, rank, problem, at=_before_its_echoes(files))


def record_start_failed(files: RunFiles, error: OSError) -> None:
    """The system has no room for the ranks: that is the cause, and no rank is there to say it."""
    attempt = int(os.environ.get("MODELYARD_ATTEMPT", "1"))
    problem = Problem(code="start_failed", params={"reason": error.strerror or str(error)})
    write_error(files, attempt, 0, problem)


def record_expendable_loss(files: RunFiles, rank: int, code: int) -> None:
    """A rank that the others do without: its error becomes history, and the run goes on."""
    record_lost_ranks(files, {rank: code})
    path = error_path(files, rank)
    path.replace(_history_path(files, path.name))
    print(f"agent: going on without rank {rank}, which ended with status {code}", flush=True)


def record_left_out(files: RunFiles, device: str, ranks: int) -> None:
    """Say for the next start that it has a device less; it has ``ranks`` ranks."""
    problem = Problem(code="device_left_out", params={"device": device, "ranks": ranks})
    value = {"time": time.time(), "problem": problem.model_dump(mode="json")}
    write_json(_history_path(files, "left-out.json"), value)
    print(f"agent: going on without {device}, on {ranks} ranks", flush=True)


def keep_errors_as_history(files: RunFiles) -> None:
    """A start that follows a failure has errors of its own; the earlier ones stay for whoever looks for them."""
    cause = first_error(files)
    for path in files.errors.glob("rank*.json"):
        path.replace(_history_path(files, path.name))
    if cause:
        print(f"agent: starting again after {cause['problem']['code']} on rank {cause['rank']}", flush=True)


def cause_of_restart(files: RunFiles) -> Problem | None:
    """Why the start before this one ended, as a warning; None when there is nothing on record."""
    histories = [
        value for path in files.errors.glob(f"{_HISTORY}*.json") if isinstance(value := read_json(path), dict)
    ]
    if not histories:
        return None
    newest = max(value["time"] for value in histories)
    recent = [value for value in histories if newest - value["time"] < 10]
    cause = min(recent, key=_weight)
    return Problem.model_validate({**cause["problem"], "severity": "warning"})


def _weight(value: dict) -> tuple[bool, float]:
    """The earliest is the cause of the others; that a device is left out says more than the loss it came of."""
    return value["problem"]["code"] != "device_left_out", value["time"]


def _history_path(files: RunFiles, name: str) -> Path:
    return files.errors / f"{_HISTORY}{time.time_ns()}-{name}"


def _problem(rank: int, code: int) -> Problem:
    if code < 0:
        return Problem(code="rank_killed", params={"rank": rank, "signal": signal.Signals(-code).name})
    return Problem(code="rank_not_starting", params={"rank": rank, "status": code})


def _before_its_echoes(files: RunFiles) -> float:
    """The others noticed within milliseconds and wrote it down; the agent looks fifty times a second."""
    error = first_error(files)
    return min(time.time(), error["time"] - 0.001) if error else time.time()
