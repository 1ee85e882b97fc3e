"""What a forked process calls itself: in ``ps``, ``top`` and our own list, it would be its parent otherwise."""

import contextlib
import ctypes
import sys
from pathlib import Path

_PR_SET_NAME = 15
_LONGEST = 15  # bytes the kernel keeps of a name


def entitle(name: str, role: str, run_dir: str) -> None:
    """Be ``modelyard-<name>`` with the command line ``modelyard role run_dir``. Best effort; Linux only."""
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None).prctl(_PR_SET_NAME, f"modelyard-{name}".encode()[:_LONGEST])
    with contextlib.suppress(OSError, ValueError, IndexError):
        _write_command_line(("modelyard", role, run_dir))


def _write_command_line(words: tuple[str, ...]) -> None:
    """Over the words this process was started with, which lie in its own memory; longer ones are cut."""
    own = Path("/proc/self/cmdline").read_bytes()
    fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
    start, end = int(fields[45]), int(fields[46])  # fields 48 and 49, arg_start and arg_end, see proc(5)
    if start == 0 or end - start != len(own):
        return
    line = b"\0".join(word.encode() for word in words)[: end - start - 1]  # a 0 at the end says: only this
    ctypes.memmove(start, line.ljust(end - start, b"\0"), end - start)
