"""main.py: which words start what."""

import subprocess
import sys

import pytest

from engine.commands.test import defaults
from engine.system.paths import MAIN


def main(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", str(MAIN), *arguments], capture_output=True, text=True, timeout=60, check=False
    )


def test_help_lists_every_command():
    answer = main("--help")
    assert answer.returncode == 0
    for command in (
        "app",
        "engine",
        "train",
        "runs",
        "models",
        "serve",
        "keys",
        "audit",
        "doctor",
        "install",
        "uninstall",
        "test",
    ):
        assert f"\n  {command} " in answer.stdout


def test_an_unknown_command_is_refused_with_the_known_ones():
    answer = main("trian")
    assert answer.returncode == 2
    assert "train" in answer.stderr


@pytest.mark.parametrize(
    "command",
    ["app", "engine", "train", "runs", "models", "serve", "keys", "audit", "doctor", "install", "test"],
)
def test_every_command_explains_itself(command):
    answer = main(command, "--help")
    assert answer.returncode == 0, answer.stderr
    assert f"usage: main.py {command}" in answer.stdout


def test_an_old_python_gets_a_sentence():
    """No old Python is at hand everywhere: the same code, told that it runs on one."""
    code = f"import sys, runpy; sys.version_info = (3, 8, 1); sys.argv = [{str(MAIN)!r}]; " + (
        f"runpy.run_path({str(MAIN)!r}, run_name='__main__')"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert answer.returncode == 1
    assert "needs Python 3.11" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_main_parses_on_the_oldest_python_3_that_people_have():
    import ast

    ast.parse(MAIN.read_text(encoding="utf-8"), feature_version=(3, 6))


def test_a_role_imports_nothing_but_its_own_module():
    """A rank's start pays for every import of the dispatcher."""
    code = (
        "import sys; before = set(sys.modules); import runpy; "
        f"module = runpy.run_path({str(MAIN)!r}, run_name='dispatcher'); "
        "seen = {}; module['main'].__globals__['_module'] = "
        "lambda name: type('Role', (), {'main': staticmethod(lambda folder: seen.update(role=name, run=folder) or 7)}); "
        "status = module['main'](['worker', '/run']); "
        "print(seen, status, sorted({'argparse', 'json', 'pathlib', 'tomllib'} & (set(sys.modules) - before)))"
    )
    answer = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert answer.stdout.strip() == "{'role': 'engine.worker.entry', 'run': '/run'} 7 []"


def test_the_test_command_leaves_out_slow_tests_unless_told_otherwise():
    assert defaults([]) == ["-n", "2", "-m", "not slow"]
    assert defaults(["-n", "0", "-m", "slow"]) == []
    assert defaults(["tests/jobs", "-k", "queue"]) == ["-n", "2", "-m", "not slow"]
