"""A double click on the menu entry, on a real X display: what its Exec says opens a window."""

import os
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from engine.system.paths import MAIN
from tests.conftest import wait_for

pytestmark = [
    pytest.mark.flow,
    pytest.mark.skipif(not (shutil.which("Xvfb") and shutil.which("xdotool")), reason="Xvfb and xdotool"),
]


@pytest.fixture
def display(tmp_path):
    """An X display of our own, on whatever number is free."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
        pass_fds=(write,),
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as number:
        name = f":{number.readline().strip()}"
    yield name
    server.terminate()
    server.wait(timeout=10)


def test_the_menu_entry_opens_the_window(display, modelyard, tmp_path):
    environment = {
        **{name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"},
        "DISPLAY": display,
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "MODELYARD_HOME": str(modelyard.home.root),
    }
    subprocess.run([sys.executable, str(MAIN), "install"], env=environment, check=True, capture_output=True)
    entry = Path(tmp_path / "data" / "applications" / "modelyard.desktop").read_text(encoding="utf-8")
    command = next(line for line in entry.splitlines() if line.startswith("Exec=")).removeprefix("Exec=")
    window = subprocess.Popen(shlex.split(command), env=environment, stdin=subprocess.DEVNULL)
    try:
        wait_for(lambda: windows_called("Modelyard", display), 60, "a window")
        wait_for(modelyard.home.engine_file.exists, 60, "the engine it starts")
    finally:
        window.send_signal(signal.SIGKILL)
        window.wait(timeout=10)


def windows_called(name: str, display: str) -> list[str]:
    found = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--name", name],
        env={**os.environ, "DISPLAY": display},
        capture_output=True,
        text=True,
        check=False,
    )
    return found.stdout.split()
