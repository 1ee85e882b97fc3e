"""A first start for real: a checkout of its own, the system's Python, pip, and an index in a folder."""

import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

from engine.setup.packages import PIP_TAKEN
from engine.system.paths import MAIN, ROOT

COMMAND = """
import argparse, json, sys

def add_arguments(parser):
    parser.add_argument("--home")

def run(arguments):
    import tiny
    print(json.dumps({"prefix": sys.prefix, "tiny": tiny.VALUE}))
    return 0
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose only dependency is a tiny package, and whose ``runs`` says where it runs."""
    folder = tmp_path / "check out"  # a space, as people have them
    folder.mkdir()
    shutil.copy(MAIN, folder)
    for name in ("setup", "system"):
        shutil.copytree(
            ROOT / "engine" / name, folder / "engine" / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    (folder / "engine" / "__init__.py").touch()
    (folder / "engine" / "commands").mkdir()
    (folder / "engine" / "commands" / "runs.py").write_text(COMMAND)
    (folder / "pyproject.toml").write_text(
        "[project]\nname = 'x'\ndependencies = ['tiny==1.0']\n[dependency-groups]\ntest = []\n"
    )
    return folder


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """A folder of packages that has a pip, but not yet the tiny package."""
    folder = tmp_path / "index"
    folder.mkdir()
    pip = metadata.distribution("pip")
    with zipfile.ZipFile(folder / f"pip-{PIP_TAKEN}-py3-none-any.whl", "w") as wheel:
        information = f"pip-{PIP_TAKEN}.dist-info"
        for file in pip.files or ():
            if file.parts[0] == "pip" and file.suffix != ".pyc":
                wheel.write(pip.locate_file(file), str(file))
        wheel.writestr(f"{information}/METADATA", f"Metadata-Version: 2.1\nName: pip\nVersion: {PIP_TAKEN}\n")
        wheel.writestr(
            f"{information}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{information}/RECORD", "")
    return folder


def publish_tiny(index: Path) -> None:
    with zipfile.ZipFile(index / "tiny-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("tiny.py", "VALUE = 42\n")
        wheel.writestr("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
        wheel.writestr(
            "tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr("tiny-1.0.dist-info/RECORD", "")


def begin(checkout: Path, index: Path, tmp_path: Path) -> subprocess.Popen[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    return subprocess.Popen(
        [sys._base_executable, "-I", str(checkout / "main.py"), "runs", "--home", str(tmp_path / "home")],
        env={
            **kept,
            "XDG_DATA_HOME": str(tmp_path / "data"),
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(index),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def start(checkout: Path, index: Path, tmp_path: Path) -> tuple[int, str, str]:
    process = begin(checkout, index, tmp_path)
    output, errors = process.communicate(timeout=120)
    return process.returncode, output, errors


@pytest.mark.skipif(os.name == "nt", reason="signals as Linux and macOS have them")
def test_a_first_start_survives_a_missing_network_a_kill_and_company(checkout, index, tmp_path):
    status, _, errors = start(checkout, index, tmp_path)
    assert status == 1
    assert "The packages could not be downloaded." in errors
    assert "Traceback" not in errors

    publish_tiny(index)
    first = begin(checkout, index, tmp_path)
    _wait_for(checkout / ".venv" / "modelyard-unfinished")
    os.killpg(first.pid, signal.SIGKILL)
    first.communicate()

    both = [begin(checkout, index, tmp_path), begin(checkout, index, tmp_path)]
    answers = [process.communicate(timeout=120) for process in both]
    for process, (output, errors) in zip(both, answers, strict=True):
        assert process.returncode == 0, errors
        assert '"tiny": 42' in output
        assert str(checkout / ".venv") in output
    assert sum("is setting up this environment; waiting" in errors for _, errors in answers) == 1
    assert sum("Installing" in errors for _, errors in answers) <= 1

    status, _, errors = start(checkout, index, tmp_path)
    assert (status, errors) == (0, ""), "a second start sets nothing up and says nothing"

    # As a kill while pip writes leaves it: the mark, and half a package.
    packages = next((checkout / ".venv" / "lib").glob("python3.*/site-packages"))
    (checkout / ".venv" / "modelyard-unfinished").touch()
    (packages / "tiny.py").unlink()
    status, output, errors = start(checkout, index, tmp_path)
    assert status == 0, errors
    assert '"tiny": 42' in output


def _wait_for(path: Path) -> None:
    deadline = time.monotonic() + 30
    while not path.exists():
        assert time.monotonic() < deadline, f"{path} did not appear"
        time.sleep(0.02)
