"""A rank starts without what it does not need."""

import subprocess
import sys

from engine.system.paths import ROOT
from tests.fakes.run_folder import regression, write_numbers, write_run

SCRIPT = """
import sys
from engine.system.paths import Home
from tests.fakes.run_folder import train_here
train_here(Home.resolve(sys.argv[1]).run("run"))
print("loaded:", [name for name in ("torch._dynamo", "sympy", "fastapi", "sqlite3") if name in sys.modules])
"""


def test_a_whole_run_never_imports_the_compiler(home):
    write_numbers(home)
    write_run(home, "run", regression())
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(home.root)], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.stdout.splitlines()[-1] == "loaded: []", done.stdout + done.stderr
