"""A failure in words."""

import errno

import pytest

from engine.schema.problem import UserError
from engine.system.files import read_json
from engine.system.paths import RunFiles
from engine.worker.error_file import error_path, first_error, problem_of, trace_of, write_error


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UserError("no_features"), "no_features"),
        (MemoryError(), "out_of_memory"),
        (
            RuntimeError("[enforce fail at alloc_cpu.cpp] DefaultCPUAllocator: can't allocate memory"),
            "out_of_memory",
        ),
        (
            RuntimeError("[../gloo/transport/tcp/pair.cc:534] Connection closed by peer [127.0.0.1]:1"),
            "peer_lost",
        ),
        (OSError(errno.ENOSPC, "No space left on device", "/x"), "disk_full"),
        (ValueError("odd"), "rank_failed"),
    ],
)
def test_known_breakdowns_have_names(error, code):
    assert problem_of(error, 1, "train").code == code


def test_the_earliest_error_is_the_cause(tmp_path):
    files = RunFiles(tmp_path)
    error = ValueError("odd")
    write_error(files, 1, 0, problem_of(RuntimeError("gloo: gone"), 0, "train"), at=5.0)
    write_error(files, 1, 1, problem_of(error, 1, "train"), trace_of(error), at=4.0)
    cause = first_error(files)
    assert cause["rank"] == 1
    assert "ValueError: odd" in read_json(error_path(files, 1))["traceback"]
