"""Starts the ranks of a measurement and takes what the first one found."""

import json
import os
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.system.paths import Home, RunFiles
from tests.bench.training.setting import Setting
from tests.bench.training.text import write_text


def prepare(root: Path) -> tuple[Home, str]:
    """A home with the text in it, and the dataset's id."""
    from engine.data.intake.importing import import_file

    home = Home(root / "home").create()
    write_text(root / "python.txt")
    return home, import_file(root / "python.txt", home.datasets, form="text").id


def new_run(home: Home, name: str, spec: Any, trial_steps: int | None = None) -> RunFiles:
    from tests.fakes.run_folder import write_run

    return write_run(home, name, spec, trial_steps)


def measured(part: str, files: RunFiles, setting: Setting) -> dict[str, Any]:
    """What ``part`` prints on the first rank; raises RuntimeError when a rank failed."""
    return measured_by(Path(__file__).with_name("rank.py"), part, files, setting)


def measured_by(script: Path, part: str, files: RunFiles, setting: Setting) -> dict[str, Any]:
    """The same by another script."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    processes = [_start(script, part, files, setting, rank, port) for rank in range(setting.ranks)]
    outputs = [process.communicate()[0] for process in processes]
    for rank, process in enumerate(processes):
        if process.returncode:
            raise RuntimeError((files.root / f"bench{rank}.txt").read_text()[-4000:])
    return json.loads(outputs[0].splitlines()[-1])


def tried(home: Home, name: str, spec: Any, setting: Setting, steps: int) -> RunFiles:
    """A whole run of a few steps, a trial, on as many ranks as its spec has devices."""
    files = new_run(home, name, spec, steps)
    measured("whole", files, replace(setting, ranks=len(spec.strategy.devices)))
    return files


def _start(
    script: Path, part: str, files: RunFiles, setting: Setting, rank: int, port: int
) -> "subprocess.Popen[str]":
    marks: dict[str, Any] = {
        "RANK": rank,
        "LOCAL_RANK": rank,
        "WORLD_SIZE": setting.ranks,
        "LOCAL_WORLD_SIZE": setting.ranks,
        "MASTER_ADDR": "127.0.0.1",
        "MASTER_PORT": port,
        "GLOO_SOCKET_IFNAME": "lo",
        "OMP_NUM_THREADS": setting.threads,
        "MKL_NUM_THREADS": setting.threads,
        "TOKENIZERS_PARALLELISM": "false",
        "HF_HUB_OFFLINE": 1,
    }
    environment = {**os.environ, **{name: str(value) for name, value in marks.items()}}
    return subprocess.Popen(
        [sys.executable, str(script), part, str(files.root), setting.as_json()],
        stdout=subprocess.PIPE,
        stderr=(files.root / f"bench{rank}.txt").open("w"),
        text=True,
        env=environment,
    )
