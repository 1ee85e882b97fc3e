"""What the engine asks of a live run, as ``order.json``; the run's own processes look at it."""

from engine.system.files import read_json, write_json
from engine.system.paths import RunFiles


def give_order(files: RunFiles, attempt: int, order: str, *, now: bool = False) -> None:
    """Ask for a "stop" or a "pause"; ``now`` does not wait for a checkpoint."""
    asked = _current(files, attempt)
    write_json(files.order, {**asked, "order": order, "now": now})


def ask_for_checkpoint(files: RunFiles, attempt: int) -> None:
    """Ask for one more checkpoint, whatever else was asked."""
    asked = _current(files, attempt)
    write_json(files.order, {**asked, "checkpoint": asked["checkpoint"] + 1})


def _current(files: RunFiles, attempt: int) -> dict:
    told = read_json(files.order)
    if isinstance(told, dict) and told.get("attempt") == attempt:
        return {"order": None, "checkpoint": 0, **told}
    return {"attempt": attempt, "order": None, "checkpoint": 0}
