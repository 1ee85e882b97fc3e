"""Prints the table; see the package's own words for what is compared with what."""

import argparse
import platform
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

import torch

from engine.system.paths import Home
from tests.bench.training.launch import measured, new_run, prepare
from tests.bench.training.servers import speeds as speeds_of_servers
from tests.bench.training.setting import Setting
from tests.bench.training.table import lines, share_of_peak

PARTS = ("peers", "ranks", "strategies", "servers")
SERVER_REPEATS = 3  # each is three whole runs


def main() -> None:
    asked = _arguments()
    print(
        f"{platform.processor() or platform.machine()}, torch {torch.__version__}, {time.strftime('%Y-%m-%d')}"
    )
    with tempfile.TemporaryDirectory() as folder:
        home, source = prepare(Path(folder))
        for part in asked.part or PARTS:
            for setting in _settings(part, asked):
                began = time.monotonic()
                print("\n".join(_measure(part, home, source, setting)))
                print(f"({time.monotonic() - began:.0f} s)\n", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", action="append", choices=PARTS)
    parser.add_argument("--precision", action="append", choices=("fp32", "bf16"))
    parser.add_argument("--ranks", action="append", type=int, choices=(1, 2), help="of the peers")
    parser.add_argument("--repeats", type=int, help="of each contender, 5 unless told otherwise")
    parser.add_argument("--quick", action="store_true", help="three short repeats")
    return parser.parse_args()


def _settings(part: str, asked: argparse.Namespace) -> Iterator[Setting]:
    precisions = asked.precision or ("fp32", "bf16")
    if torch.cuda.is_available():
        yield from _gpu_settings(part, asked)
        return
    for precision in precisions:
        for ranks in (asked.ranks or (1, 2)) if part == "peers" else (2,):
            yield _paced(Setting(ranks, 2 // ranks, precision), part, asked)
        if part == "strategies":
            yield _paced(Setting(2, 1, precision, "30m", rows=4), part, asked)


def _gpu_settings(part: str, asked: argparse.Namespace) -> Iterator[Setting]:
    """The 124 M model, plain and compiled; ranks are compared where there are two GPUs, which nobody had yet."""
    if part != "peers":
        return
    setting = Setting(1, 4, "bf16", "124m", context=1024, rows=16, device="cuda:0")
    for compiled in (False, True):
        yield _paced(replace(setting, compiled=compiled), part, asked)


def _paced(setting: Setting, part: str, asked: argparse.Namespace) -> Setting:
    repeats = asked.repeats or (
        3 if asked.quick else SERVER_REPEATS if part == "servers" else setting.repeats
    )
    return replace(setting, repeats=repeats, seconds=1.0 if asked.quick else setting.seconds)


def _measure(part: str, home: Home, source: str, setting: Setting) -> list[str]:
    title = f"{part}: {setting.name}"
    if part == "servers":
        return lines(title, speeds_of_servers(home, source, setting), "ddp", "against ddp")
    run = f"{part}-{setting.size}-{setting.precision}-{setting.ranks}-{setting.compiled}"
    files = new_run(home, run, setting.spec(source))
    found: dict[str, Any] = measured(part, files, setting)
    title += f", {found['steps']} steps a repeat"
    if part == "ranks":
        return lines(title, found["speeds"], "one rank, two threads", "against one", found["processor"])
    if part == "strategies":
        return lines(title, found["speeds"], "ddp", "against ddp", found["processor"])
    left_out = [f"left out: {name}: {why}" for name, why in found["left_out"].items()]
    table = lines(title, found["speeds"], "ours", "ours / it", found["processor"])
    return [*table, share_of_peak(found), *left_out]


if __name__ == "__main__":
    main()
