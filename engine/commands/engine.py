"""``main.py engine``: be the engine of a home in this process, or stop the one that runs."""

import argparse
import os
import stat
import sys
import time
from pathlib import Path

from engine.client.find import ask_engine, create_home, find_engine
from engine.commands.options import OK, add_shared, answer, home_of, reporting, tell
from engine.schema.api import EngineFile
from engine.schema.problem import UserError
from engine.system.lock import is_locked, take_lock
from engine.system.paths import Home

FIND_SECONDS = 20.0
STOP_SECONDS = 30.0
STOP_ALL_SECONDS = 600.0  # every run writes a checkpoint first


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_shared(parser)
    parser.add_argument("--stop", action="store_true", help="stop the engine; runs and endpoints go on")
    parser.add_argument(
        "--all", action="store_true", help="with --stop: stop runs (after a checkpoint) and endpoints too"
    )


@reporting
def run(arguments: argparse.Namespace) -> int:
    if arguments.all and not arguments.stop:
        raise UserError("all_needs_stop")
    home = home_of(arguments)
    if arguments.stop:
        return _stop(home, arguments.all, arguments.json)
    return _start(home, arguments.json)


# --- being the engine


def _start(home: Home, as_json: bool) -> int:
    os.umask(0o077)
    _forbid_core_dumps()
    make_private(home)
    lock = _take_home(home)
    if isinstance(lock, EngineFile):
        _say_where(lock, as_json)
        return OK
    from engine import VERSION
    from engine.api.server import serve_home

    return serve_home(home, VERSION, lambda file: _say_where(file, as_json))


def _take_home(home: Home) -> int | EngineFile:
    """The lock of the home, or the engine that has it. One that is just ending leaves it to us."""
    deadline = time.monotonic() + FIND_SECONDS
    while time.monotonic() < deadline:
        lock = take_lock(home.lock_file)
        if lock is not None:
            return lock
        if file := find_engine(home):
            return file
        time.sleep(0.05)
    raise UserError("engine_silent", home=str(home.root))


def _say_where(file: EngineFile, as_json: bool) -> None:
    """Where it listens, without the token: what is printed ends up in logs."""
    tell(f"The engine listens at {file.url} (process {file.pid}).")
    if as_json:
        answer({"url": file.url, "pid": file.pid, "started": file.started, "version": file.version})


def make_private(home: Home) -> None:
    """The home's folders, for their owner alone; a home that is somebody else's is refused."""
    create_home(home)
    if os.name == "nt":  # user data folders are private there by inheritance
        return
    status = home.root.stat()
    if status.st_uid != os.geteuid():
        raise UserError("home_not_yours", path=str(home.root))
    if home.root == Path.home() or status.st_mode & stat.S_ISVTX:
        raise UserError("home_is_shared", path=str(home.root))
    if status.st_mode & 0o077:
        home.root.chmod(0o700)


def _forbid_core_dumps() -> None:
    """A core dump would hold the token."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


# --- stopping it


def _stop(home: Home, everything: bool, as_json: bool) -> int:
    file = _running_engine(home, everything)
    if file is None:
        tell("No engine is running.")
        return _stopped(False, as_json)
    ask_engine(file, "POST", "/v1/engine/stop", {"all": everything})
    if everything:
        tell("Stopping every run (after a checkpoint) and every endpoint …")
    if not _wait_until_gone(file, STOP_ALL_SECONDS if everything else STOP_SECONDS):
        raise UserError("engine_does_not_stop", pid=file.pid)
    tell("The engine has stopped." if everything else "The engine has stopped. Runs and endpoints go on.")
    return _stopped(True, as_json)


def _running_engine(home: Home, everything: bool) -> EngineFile | None:
    """The engine to stop. What runs without one is stopped through one: it alone knows how."""
    if not is_locked(home.lock_file):
        if not everything or not _has_runs(home):
            return None
        from engine.client.find import start_engine

        return start_engine(home)
    deadline = time.monotonic() + FIND_SECONDS
    while is_locked(home.lock_file) and time.monotonic() < deadline:
        if file := find_engine(home):
            return file
        time.sleep(0.05)
    if is_locked(home.lock_file):
        raise UserError("engine_silent", home=str(home.root))
    return None


def _has_runs(home: Home) -> bool:
    return home.runs.is_dir() and any(home.runs.iterdir())


def _wait_until_gone(file: EngineFile, seconds: float) -> bool:
    from engine.system.processes import identity_of, wait_until_gone

    identity = identity_of(file.pid)
    return identity is None or wait_until_gone(identity, seconds)


def _stopped(stopped: bool, as_json: bool) -> int:
    if as_json:
        answer({"stopped": stopped})
    return OK
