"""This rank's failure, for a person and for a developer: a problem with words, and the traceback."""

import errno
import time
import traceback
from pathlib import Path

from engine.schema.problem import Problem, UserError
from engine.system.files import read_json, write_json
from engine.system.paths import RunFiles
from engine.worker.out_of_memory import is_out_of_memory, memory_params

_FULL = (errno.ENOSPC, errno.EDQUOT)
_A_LITTLE = 1 << 20  # what events and logs need; a checkpoint says its own size


def write_error(
    files: RunFiles,
    attempt: int,
    rank: int,
    problem: Problem,
    trace: str = "",
    at: float | None = None,
    step: int | None = None,
) -> None:
    """Write ``errors/rank{r}.json``; of several, the earliest is the cause."""
    files.errors.mkdir(mode=0o700, exist_ok=True)
    write_json(
        error_path(files, rank),
        {
            "attempt": attempt,
            "rank": rank,
            "time": time.time() if at is None else at,
            "problem": problem.model_dump(mode="json"),
            "traceback": trace,
            "step": step,
        },
    )


def error_path(files: RunFiles, rank: int) -> Path:
    return files.errors / f"rank{rank}.json"


def first_error(files: RunFiles) -> dict | None:
    """The earliest error on record; the others are its echoes."""
    errors = [error for path in files.errors.glob("rank*.json") if isinstance(error := read_json(path), dict)]
    return min(errors, key=lambda error: error["time"], default=None)


def problem_of(error: BaseException, rank: int, phase: str) -> Problem:
    """What to tell the person: their own mistake as it is, known breakdowns by name, the rest by type and text."""
    if isinstance(error, UserError):
        return error.problems[0]
    text = _first_line(error)
    if getattr(error, "errno", None) in _FULL or "os error 28" in text:
        path = getattr(error, "filename", None) or "the run's folder"
        return Problem(
            code="disk_full", params={"path": str(path), "needed_bytes": _A_LITTLE, "free_bytes": 0}
        )
    if is_out_of_memory(error):
        return Problem(code="out_of_memory", params=memory_params(error, rank, phase))
    if _is_echo(error, text):
        return Problem(code="peer_lost", params={"rank": rank, "text": text})
    return Problem(code="rank_failed", params={"rank": rank, "type": type(error).__name__, "text": text})


def trace_of(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:500] if lines else ""


def _is_echo(error: BaseException, text: str) -> bool:
    """Another rank ended, and the connection to it with it."""
    if type(error).__name__ in ("DistNetworkError", "DistBackendError", "DistStoreError"):
        return True
    words = (
        "Connection closed by peer",
        "Connection reset by peer",
        "Broken pipe",
        "Connection refused",
        "gloo",
    )
    return isinstance(error, RuntimeError) and any(word in text for word in words)
