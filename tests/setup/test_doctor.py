"""What the doctor finds."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from engine.setup.doctor.home import check_disk, check_home, file_system, nearest
from engine.setup.doctor.running_engine import check_engine
from engine.system.paths import MAIN, ROOT


def doctor(main: Path, home: Path, *more: str) -> tuple[subprocess.CompletedProcess[str], dict]:
    answer = subprocess.run(
        [sys.executable, "-I", str(main), "doctor", "--home", str(home), "--json", *more],
        env={**os.environ, "XDG_DATA_HOME": str(home / "data"), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return answer, json.loads(answer.stdout.splitlines()[-1])


def test_a_complete_environment_can_start_a_run(tmp_path):
    answer, said = doctor(MAIN, tmp_path)
    assert (answer.returncode, said["ok"]) == (0, True), answer.stderr
    checks = {check["name"]: check for check in said["checks"]}
    assert {"Python", "packages", "torch", "window", "home", "disk", "memory", "engine"} <= set(checks)
    assert checks["torch"]["details"]["threads"] >= 1
    assert "✓ torch" in answer.stderr


def test_before_the_set_up_it_says_what_is_missing_and_installs_nothing(tmp_path):
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    shutil.copy(MAIN, checkout)
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8").replace('"torch==', '"no-such-torch==')
    (checkout / "pyproject.toml").write_text(project, encoding="utf-8")
    shutil.copytree(ROOT / "engine", checkout / "engine", ignore=shutil.ignore_patterns("__pycache__"))
    answer, said = doctor(checkout / "main.py", tmp_path / "home")
    assert (answer.returncode, said["ok"]) == (1, False)
    assert "python3 main.py" in answer.stderr
    assert not (checkout / ".venv").exists()


def test_a_home_that_cannot_be_written_to_stops_runs(tmp_path):
    file = tmp_path / "file"
    file.touch()
    assert check_home(file / "home").state == "broken"


def test_a_home_that_is_not_there_yet_is_judged_by_the_folder_above(tmp_path):
    assert nearest(tmp_path / "a" / "b") == tmp_path
    assert check_home(tmp_path / "a" / "b").state == "works"
    assert check_disk(tmp_path / "a" / "b").details["free"] > 0


def test_the_deepest_mount_tells_the_file_system(tmp_path):
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda / ext4 rw 0 0\nserver:/x {tmp_path} nfs4 rw 0 0\nproc /proc proc rw 0 0\n")
    assert file_system(tmp_path / "home", mounts) == "nfs4"
    assert file_system(Path("/"), mounts) == "ext4"


def test_a_stale_engine_file_is_not_an_engine(tmp_path):
    file = tmp_path / "engine.json"
    assert "not running" in check_engine(file).found
    file.write_text('{"url": "http://127.0.0.1:9", "token": "x"}')
    assert "not running" in check_engine(file).found


def test_the_token_is_never_sent_to_another_machine(tmp_path):
    file = tmp_path / "engine.json"
    file.write_text('{"url": "http://example.org", "token": "x"}')
    assert check_engine(file).state == "warning"
