"""One rank of a run, from its first line to its last. A process boundary: whatever happens here ends in a file."""

import contextlib
import faulthandler
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from engine.system.faultpoint import faultpoint
from engine.system.processes import die_with_parent
from engine.worker.environment import AGENT_VARIABLE

if TYPE_CHECKING:
    from engine.system.paths import RunFiles


def main(run_dir: str) -> int:
    """Train; returns the exit status."""
    if agent := os.environ.get(AGENT_VARIABLE):
        die_with_parent(int(agent))
    from engine.system.paths import RunFiles  # imports wait: the line above must come first

    files = RunFiles(Path(run_dir).resolve())
    index = int(os.environ["RANK"])
    _print_to(files.logs / f"rank{index}.txt")
    if hasattr(signal, "SIGUSR1"):
        faulthandler.register(signal.SIGUSR1, all_threads=True)  # the agent asks before it ends what hangs
    faultpoint("rank.start", rank=index, attempt=int(os.environ.get("MODELYARD_ATTEMPT", "1")))
    return _train(files, index)


def _train(files: "RunFiles", index: int) -> int:
    from engine.worker.error_file import problem_of, trace_of, write_error
    from engine.worker.progress import Progress

    progress = Progress(files, index)
    try:
        from engine.train.run import run  # torch: a second of imports, which the progress names

        run(files, progress)
    except BaseException as error:  # boundary: a rank's failure becomes its error file
        trace = trace_of(error)
        print(trace, file=sys.stderr, flush=True)
        attempt = int(os.environ.get("MODELYARD_ATTEMPT", "1"))
        with contextlib.suppress(OSError):  # on a full disk the log may have taken what the error file cannot
            problem = problem_of(error, index, progress.phase)
            write_error(files, attempt, index, problem, trace, step=progress.step)
        with contextlib.suppress(OSError):
            progress.writer.flush()
        return _end(1)
    return _end(0)


def _print_to(path: Path) -> None:
    """Everything this process prints, its libraries included, goes to the end of its log."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    log = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.close(log)
    sys.stdout.reconfigure(line_buffering=True)  # what was said before a kill is there


def _end(status: int) -> int:
    """Leave without the interpreter's farewell: torch's takes 0.1 s, and gloo's threads can hang in it."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)
