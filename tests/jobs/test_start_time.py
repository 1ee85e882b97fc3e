"""The service and the shim start light."""

import subprocess
import sys

from engine.system.paths import ROOT

HEAVY = ("torch", "pyarrow", "numpy", "fastapi", "PySide6")


def _loaded_by(module: str) -> set[str]:
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import {module}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_service_loads_neither_torch_nor_arrow():
    assert not _loaded_by("engine.jobs.service") & set(HEAVY)


def test_the_shim_loads_not_even_pydantic():
    assert not _loaded_by("engine.jobs.shim") & {*HEAVY, "pydantic", "sqlite3", "yaml"}
