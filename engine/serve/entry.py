"""An endpoint's process, from its first line to its last. A process boundary: what goes wrong ends in a file."""

import os
import sys
from pathlib import Path

from engine.system.paths import MAIN, RunFiles
from engine.system.processes import die_with_parent


def main(run_dir: str, program: Path = MAIN) -> int:
    """Serve what ``spec.json`` asks for until told to stop; returns the exit status."""
    die_with_parent(os.getppid())
    from engine.serve.nursery import Nursery  # imports wait: the line above must come first
    from engine.system.files import write_json

    files = RunFiles(Path(run_dir).resolve())
    attempt = int(os.environ.get("MODELYARD_ATTEMPT", "1"))
    nursery = Nursery(files.root, program)  # imports torch while this process imports the rest
    try:
        from engine.serve.endpoint import Endpoint  # the web framework

        outcome = Endpoint(files, attempt, nursery).serve()
    except Exception as error:  # boundary: the server's failure becomes its error file
        from engine.worker.error_file import problem_of, trace_of, write_error

        trace = trace_of(error)
        print(trace, file=sys.stderr, flush=True)
        write_error(files, attempt, 0, problem_of(error, 0, "serve"), trace)
        return 1
    finally:
        nursery.close()
    write_json(files.outcome, {"attempt": attempt, "outcome": outcome})
    return 0
