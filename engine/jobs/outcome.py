"""How one attempt ended, from what it left behind: its outcome, its ranks' errors, its exit status."""

import signal
from typing import Any

from engine.system.files import read_json
from engine.system.paths import RunFiles


def decide_exit(
    files: RunFiles, attempt: int, *, status: int, order: str | None, forced: bool, out_of_memory: bool
) -> dict[str, Any]:
    """``exit.json`` without its time. The earliest error is the cause; the others are echoes."""
    if outcome := _outcome(files, attempt):
        return {"outcome": outcome, "code": status, "error": None}
    if forced and order:
        return {"outcome": "paused" if order == "pause" else "stopped", "code": status, "error": None}
    error = _first_error(files, attempt)
    if out_of_memory and (error is None or error.get("code") in _DEATHS):
        error = {"code": "killed_out_of_memory", "params": {}}
    return {"outcome": "failed", "code": status, "error": error or _death(files, status)}


_DEATHS = frozenset({"rank_killed", "rank_died", "killed", "agent_lost"})


def _outcome(files: RunFiles, attempt: int) -> str | None:
    value = read_json(files.outcome)
    if isinstance(value, dict) and value.get("attempt") == attempt:
        return value.get("outcome")
    return None


def _first_error(files: RunFiles, attempt: int) -> dict[str, Any] | None:
    told = [read_json(path) for path in files.errors.glob("rank*.json")]  # others are of earlier starts
    ours = [error for error in told if isinstance(error, dict) and error.get("attempt") == attempt]
    if not ours:
        return None
    return min(ours, key=lambda error: error.get("time", 0.0)).get("problem")


def _death(files: RunFiles, status: int) -> dict[str, Any]:
    kind = (read_json(files.spec) or {}).get("kind", "train")
    if status < 0:
        name = signal.Signals(-status).name if -status in set(signal.Signals) else str(-status)
        return {"code": "agent_lost" if kind == "train" else "server_killed", "params": {"signal": name}}
    return {"code": "worker_failed", "params": {"code": status}}
