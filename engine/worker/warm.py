"""The warm process: it has imported what ranks need, and becomes a run's first process by copying itself.

The engine talks to it over its standard input and output, a JSON value a line each way. It is asked with
``{"run_dir", "environment"}``, and the copy answers with its identity before it goes on as the run's
shim; from then on neither needs the other. It ends with its standard input, so with the engine.
"""

import json
import os
import select
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from engine.system.forking import Forked, fork_role, settle, why_not_fork
from engine.system.processes import own_identity
from engine.system.title import entitle
from engine.worker.imports import LATER, import_for_ranks

REAP_SECONDS = 2.0  # between two looks for copies that have ended
LULL_SECONDS = 0.3  # without a request, after which there is time to import more


def main(home: str) -> int:
    """Import, say so, and answer until the engine is gone; returns the exit status."""
    import_for_ranks()
    _make_sure()
    entitle("warm", "warm", home)
    answers = os.dup(1)
    _say(answers, {"ready": os.getpid()})
    children: list[Forked] = []
    for request in _requests(children):
        children.append(_start_shim(request, answers))
    return 0


def _make_sure() -> None:
    """An import may have started a thread after all; then this process is of no use."""
    if (reason := why_not_fork()) is not None:
        raise SystemExit(f"a copy of this process would not be safe: {reason}")


def _start_shim(request: dict[str, Any], answers: int) -> Forked:
    run_dir = Path(request["run_dir"])
    with (run_dir / "logs" / "shim.txt").open("ab") as output:
        return fork_role(
            "shim",
            run_dir,
            request["environment"],
            output=output.fileno(),
            keep=[answers],
            first=lambda: _introduce(answers),
        )


def _introduce(answers: int) -> None:
    """Stand alone, then say who we are. When nobody hears it, another shim was started in our place: end."""
    os.setsid()
    os.umask(0o077)
    try:
        _say(answers, own_identity().as_json())
    except BrokenPipeError:
        os._exit(1)
    os.close(answers)


def _requests(children: list[Forked]) -> Iterator[dict[str, Any]]:
    """What is asked, until the other end is closed. In between copies that have ended are reaped."""
    waiting = b""
    later = list(LATER)
    while True:
        if not select.select([0], [], [], LULL_SECONDS if later else REAP_SECONDS)[0]:
            children[:] = [child for child in children if child.poll() is None]
            _import_one(later)
            continue
        part = os.read(0, 1 << 16)
        if not part:
            return
        *lines, waiting = (waiting + part).split(b"\n")
        yield from map(json.loads, lines)


def _import_one(later: list[str]) -> None:
    if later:
        import_module(later.pop(0))
        settle()
        _make_sure()


def _say(answers: int, value: dict[str, Any]) -> None:
    os.write(answers, json.dumps(value).encode() + b"\n")
