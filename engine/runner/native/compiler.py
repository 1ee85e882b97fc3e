"""Makes a library of the C++ beside this file, for the processor of this machine, and keeps it. Knows no model."""

import contextlib
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

SOURCES = Path(__file__).parent
MAIN_SOURCE = "decoder.cpp"
_COMPILERS = ("c++", "g++", "clang++")
_FLAGS = (
    "-std=c++17",
    "-O3",
    "-march=native",
    "-ffp-contract=fast",
    "-fno-math-errno",
    "-fPIC",
    "-shared",
    "-pthread",
)
_QUIET = ("-w",)
_LONGEST_COMPILATION = 300.0  # seconds; 5 on a quiet machine
_UNUSED_SECONDS = 30 * 86_400.0
_SEAL_BYTES = hashlib.sha256().digest_size
_NICENESS = 5  # answers come first, but come sooner once this is done


class CompilerMissingError(Exception):
    """No compiler of C++ is installed here."""


class CompilationError(Exception):
    """The compiler refused, with its own words."""


def kept_library(folder: Path) -> Path | None:
    """The library for these sources, this compiler and this processor, where it has been made before and is whole."""
    compiler = find_compiler()
    path = None if compiler is None else folder / _name(compiler)
    return path if path is not None and _is_whole(path) else None


def make_library(folder: Path) -> Path:
    """Compile at a lower priority, unless it is there.

    Raises CompilerMissingError or CompilationError.
    """
    compiler = find_compiler()
    if compiler is None:
        raise CompilerMissingError
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / _name(compiler)
    if not _is_whole(path):
        _compile(compiler, path)
        _forget_others(path)
    return path


def made_or_why(
    folder: Path, make: Callable[[Path], Path] = make_library
) -> Path | CompilerMissingError | CompilationError | OSError:
    """What ``make`` gives, or why there is none; what went wrong is told on the standard error."""
    try:
        return make(folder)
    except CompilerMissingError as error:
        return error
    except (CompilationError, OSError) as error:
        print(f"kernels were not compiled: {error}", file=sys.stderr, flush=True)
        return error


def find_compiler() -> str | None:
    """Its path."""
    return next((found for name in _COMPILERS if (found := shutil.which(name))), None)


def _compile(compiler: str, path: Path) -> None:
    """Aside, then renamed: several runners may compile at once, and whoever opens the file finds all of it."""
    descriptor, aside = tempfile.mkstemp(dir=path.parent, suffix=".part")
    os.close(descriptor)
    try:
        _run([compiler, *_FLAGS, *_QUIET, str(SOURCES / MAIN_SOURCE), "-o", aside])
        _seal(Path(aside))
        Path(aside).replace(path)
    finally:
        Path(aside).unlink(missing_ok=True)


def _run(command: Sequence[str]) -> None:
    try:
        done = subprocess.run(
            [*_politely(), *command],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_LONGEST_COMPILATION,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CompilationError(str(error)) from error
    if done.returncode:
        raise CompilationError(done.stderr.strip()[:300] or f"exit status {done.returncode}")


def _politely() -> tuple[str, ...]:
    nice = shutil.which("nice")
    return (nice, "-n", str(_NICENESS)) if nice else ()


def _seal(path: Path) -> None:
    """The digest of all bytes behind them, where the system's loader does not look."""
    with path.open("r+b") as file:
        digest = hashlib.sha256(file.read()).digest()
        file.write(digest)
        file.flush()
        os.fsync(file.fileno())


def _is_whole(path: Path) -> bool:
    """A library that was cut short, by a full disk or a lost one, would not be refused but end whoever loads it."""
    try:
        content = path.read_bytes()
    except OSError:
        return False
    with contextlib.suppress(OSError):
        os.utime(path)  # so that it is known which are in use
    return hashlib.sha256(content[:-_SEAL_BYTES]).digest() == content[-_SEAL_BYTES:]


def _forget_others(path: Path) -> None:
    """Libraries that nobody has used for long, and what compilers that were killed have left. Those of other processors stay:
    a home on a network's disk serves several machines."""
    now = time.time()
    for other in path.parent.iterdir():
        with contextlib.suppress(OSError):
            longest = _UNUSED_SECONDS if other.suffix == ".so" else _LONGEST_COMPILATION
            if other != path and now - other.stat().st_mtime > longest:
                other.unlink()


def _name(compiler: str) -> str:
    told = hashlib.sha256()
    for source in [*sorted(SOURCES.glob("*.h")), SOURCES / MAIN_SOURCE]:
        told.update(source.read_bytes())
    compiled_by = Path(compiler).resolve()
    told.update(" ".join([*_FLAGS, str(compiled_by), str(compiled_by.stat().st_mtime_ns)]).encode())
    told.update(_processor().encode())
    return f"decoder-{told.hexdigest()[:24]}.so"


def _processor() -> str:
    """What a processor can: a home may move to another machine, where instructions of this one are unknown."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(errors="replace").splitlines():
            if line.startswith(("flags", "Features")):
                return platform.machine() + line
    return f"{platform.machine()} {platform.processor()} {platform.node()}"
