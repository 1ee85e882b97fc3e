"""A served model's process, from its first line to its last. A process boundary: what goes wrong ends in a file."""

import os
import sys
from pathlib import Path

from engine.system.processes import die_with_parent


def main(run_dir: str) -> int:
    """Serve the model that ``spec.json`` names until told to stop; returns the exit status."""
    die_with_parent(os.getppid())
    from engine.system.files import write_json  # imports wait: the line above must come first
    from engine.system.paths import RunFiles
    from engine.worker.error_file import problem_of, trace_of, write_error

    files = RunFiles(Path(run_dir).resolve())
    attempt = int(os.environ.get("MODELYARD_ATTEMPT", "1"))
    try:
        from engine.serve.endpoint import Endpoint  # torch and the web framework

        outcome = Endpoint(files, attempt).serve()
    except Exception as error:  # boundary: the server's failure becomes its error file
        trace = trace_of(error)
        print(trace, file=sys.stderr, flush=True)
        write_error(files, attempt, 0, problem_of(error, 0, "serve"), trace)
        return 1
    write_json(files.outcome, {"attempt": attempt, "outcome": outcome})
    return 0
