"""A parameter server's speed against ddp's: whole runs in turn, as a server that runs freely has no loop to pace."""

import json
from pathlib import Path
from typing import Any

from engine.system.paths import Home
from tests.bench.training.launch import tried
from tests.bench.training.setting import Setting

STEPS = 8
SKIPPED = 2  # the first ones, in which memory is taken

SERVERS: dict[str, dict[str, Any]] = {
    "ddp": {"name": "ddp"},
    "parameter_server sync": {"name": "parameter_server", "mode": "sync"},
    "parameter_server async": {"name": "parameter_server", "mode": "async"},
}


def speeds(home: Home, source: str, setting: Setting) -> dict[str, list[float]]:
    """Tokens per second of each repeat; a server is a rank more."""
    found: dict[str, list[float]] = {name: [] for name in SERVERS}
    for repeat in range(setting.repeats):
        for name, strategy in SERVERS.items():
            more = int(name != "ddp")
            devices = [setting.device] * (setting.ranks + more)
            spec = setting.spec(source, {**strategy, "devices": devices})
            run = f"{name}-{setting.precision}-{repeat}".replace(" ", "-")
            files = tried(home, run, spec, setting, STEPS)
            found[name].append(_speed(files.events, setting))
    return found


def _speed(events: Path, setting: Setting) -> float:
    elapsed: list[float] = []
    for line in events.read_text().splitlines():
        event = json.loads(line)
        if event["kind"] == "metrics":
            elapsed += event["values"]["elapsed"]
    steps = len(elapsed) - 1 - SKIPPED
    return steps * setting.global_rows * setting.context / (elapsed[-1] - elapsed[SKIPPED])
