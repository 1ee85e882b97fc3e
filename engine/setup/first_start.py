"""A first start as a person sees it: a terminal, a small window, or a log file that is named."""

import argparse
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from engine.setup.build import Build, sweep_log
from engine.setup.environment import Environment
from engine.setup.error import SetupError
from engine.setup.face import Face, LineFace
from engine.setup.libraries import missing_libraries, packages_of
from engine.setup.system_packages import install_command, manager, run_install
from engine.system.paths import Home

INTERRUPTED = 130  # what a shell reports after Ctrl-C


def set_up(environment: Environment, groups: Sequence[str], command: str, options: Sequence[str]) -> int:
    """Make the environment complete; returns 0, or the exit status after the failure was said."""
    log, yes = _log_of(options), "--yes" in options
    if command == "app" and not _has_terminal() and _can_show_window():
        return _in_window(environment, groups, log, yes)
    unseen = command == "app" and not _has_terminal()
    face = _NotifyingFace(sys.stderr) if unseen else LineFace(sys.stderr)
    build = Build(environment, groups, log, face, yes)
    error = _run(build, face)
    face.close()
    if error is None:
        return 0
    face.fail(error)
    return INTERRUPTED if isinstance(error, InterruptedSetupError) else 1


def bring_libraries(options: Sequence[str]) -> int:
    """Have what Qt needs from the system; returns 0, or 1 after it was said what is missing."""
    missing = missing_libraries()
    if not missing:
        return 0
    log, face = _log_of(options), LineFace(sys.stderr)
    found = manager()
    command = install_command(packages_of(missing, found)) if found else None
    if command and run_install(command, "--yes" in options, log, face.say) and not missing_libraries():
        return 0
    error = SetupError(
        "The window cannot open.",
        f"Qt needs system libraries that are not there: {', '.join(missing)}.",
        f"Install them, then start again: {command.for_person}"
        if command
        else "Install them, then start again.",
    )
    face.fail(error)
    if not _has_terminal():
        _show_or_announce(error)
    return 1


class _NotifyingFace(LineFace):
    """For a double click without tkinter: what matters also comes as a notification, with the log's name."""

    def say(self, text: str) -> None:
        super().say(text)
        _announce(text)

    def fail(self, error: SetupError) -> None:
        super().fail(error)
        _announce(str(error))


class InterruptedSetupError(SetupError):
    """The person ended the set-up."""


def _run(build: Build, face: Face) -> SetupError | None:
    try:
        build.run()
    except SetupError as error:
        return error
    except KeyboardInterrupt:
        return InterruptedSetupError(
            "The set-up was interrupted.", "", "Start again to go on; what was downloaded completely is kept."
        )
    except OSError as error:
        return SetupError(
            "The set-up failed.", f"{error}.", "Free some space or mend the folder, then start again."
        )
    return None


def _in_window(environment: Environment, groups: Sequence[str], log: Path, yes: bool) -> int:
    from engine.setup.window import SetupWindow, WindowFace

    face = WindowFace()
    build = Build(environment, groups, log, face, yes)

    def work() -> None:
        error = _run(build, face)
        if error is not None:
            face.fail(error)
        face.close()

    worker = threading.Thread(target=work)
    worker.start()
    SetupWindow(face, build.cancel).run()
    worker.join()
    if face.error is None:
        return 0
    return INTERRUPTED if isinstance(face.error, InterruptedSetupError) else 1


def _log_of(options: Sequence[str]) -> Path:
    """``logs/setup.log`` in the home the command is going to use."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--home")
    home = Home.resolve(parser.parse_known_args(list(options))[0].home).create()
    log = home.logs / "setup.log"
    sweep_log(log)
    log.touch(mode=0o600)
    return log


def _has_terminal() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()


def _can_show_window() -> bool:
    if find_spec("tkinter") is None or find_spec("_tkinter") is None:
        return False
    from engine.setup.window import can_open_window

    return can_open_window()


def _show_or_announce(error: SetupError) -> None:
    if _can_show_window():
        from engine.setup.window import show_trouble

        show_trouble(error)
    else:
        _announce(str(error))


def _announce(text: str) -> None:
    """A desktop notification, where there is a way to send one."""
    notify = shutil.which("notify-send")
    if notify and (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        subprocess.run([notify, "Modelyard", text], check=False, capture_output=True, timeout=10)
