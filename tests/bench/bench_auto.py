"""Is what Auto picks as fast as the best of all strategies? Each is tried on this machine, a few steps each.

``python tests/bench/bench_auto.py [word …]`` prints a line a spec: tokens or rows per second of every strategy that
works, what Auto picked, and chosen/best. Auto is asked twice: without any history, and with what the trials measured.
Only strategies whose result is that of one device count as best: Auto proposes no others.
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

STEPS = 8
GOAL = 0.95
RANKS = 2


def _cases() -> tuple[tuple[str, dict[str, Any], int], ...]:
    from tests.bench.bench_fit import decoder, encoder, mlp

    return (
        ("mlp small", mlp(64, 64), 64),
        ("mlp wide", mlp(2048, 2048), 256),
        ("encoder", encoder(128, 2, 64), 32),
        ("decoder 1m", decoder("1m"), 16),
        ("decoder 10m", decoder("10m"), 16),
    )


def main(words: list[str]) -> None:
    """Try every strategy on every spec."""
    from tests.bench.bench_fit import datasets

    shares = []
    with tempfile.TemporaryDirectory() as folder:
        cards = datasets(Path(folder))
        for case in _cases():
            if words and not any(word in case[0] for word in words):
                continue
            line = _measure(Path(folder), case, cards)
            print(json.dumps(line), flush=True)
            shares.append(line["chosen_over_best"])
    if shares:
        print(json.dumps({"specs": len(shares), "worst": min(shares), "goal": GOAL}))


def _measure(root: Path, case: tuple[str, dict[str, Any], int], cards: dict[str, Any]) -> dict[str, Any]:
    from engine.planning.auto import EXACT, propose
    from engine.planning.changes import changed
    from engine.planning.check import check_train
    from engine.planning.facts import Facts
    from engine.schema.machine import Device
    from tests.bench.bench_fit import spec_of

    name, model, batch = case
    spec = spec_of((name, model, batch, {}, {"name": "auto"}, RANKS), cards, steps=STEPS)
    card = cards[spec.task]
    cpu = Device(id="cpu", name="CPU", memory=64 << 30, slots=os.cpu_count() or 1)
    facts = Facts(devices=(cpu,), memory_free={"cpu": 64 << 30})
    speeds, history = {}, []
    for fit in check_train(spec, card, facts).fits:
        if fit.problem or fit.strategy not in EXACT:
            continue
        tried = changed(spec, {"strategy": fit.settings})
        speed = _speed(root, f"{name} {fit.strategy}".replace(" ", "-"), tried, card, facts)
        if speed:
            speeds[fit.strategy] = speed
            history.append(_entry(tried, card, facts, speed))
    first = propose(spec, card, facts).changes["strategy"]["name"]
    informed = Facts(devices=(cpu,), memory_free={"cpu": 64 << 30}, history=tuple(history))
    second = propose(spec, card, informed).changes["strategy"]["name"]
    best = max(speeds.values())
    return {
        "case": name,
        "units_per_second": {key: round(value, 1) for key, value in speeds.items()},
        "without_history": first,
        "without_history_over_best": round(speeds.get(first, 0) / best, 3),
        "chosen": second,
        "chosen_over_best": round(speeds.get(second, 0) / best, 3),
    }


def _entry(spec: Any, card: Any, facts: Any, speed: float) -> Any:
    from engine.planning.history import Measured
    from engine.planning.plan import outlook_of

    outlook = outlook_of(spec, card, facts)
    return Measured(
        **outlook.likeness.model_dump(),
        units_per_second=speed,
        computed_units_per_second=outlook.units_per_second(),
    )


def _speed(root: Path, run: str, spec: Any, card: Any, facts: Any) -> float | None:
    """Units per second, the median of the steps after the first; None for a strategy that failed."""
    from engine.planning.plan import plan_train
    from engine.schema.job import JobFile
    from engine.system.paths import Home

    plan = plan_train(spec, card, facts, STEPS)
    files = Home(root).run(run)
    files.root.mkdir(parents=True)
    files.spec.write_text(spec.model_dump_json())
    files.plan.write_text(plan.model_dump_json())
    files.job.write_text(JobFile(id=run, created=0, trial=True).model_dump_json())
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    processes = [_start_rank(files.root, rank, plan.world_size, port) for rank in range(plan.world_size)]
    endings = [process.wait() for process in processes]
    if any(endings):
        return None
    speeds: list[float] = []
    for line in files.events.read_text().splitlines():
        event = json.loads(line)
        if event["kind"] == "metrics":
            speeds += event["values"]["samples_per_second"]
    return statistics.median(speeds[1:]) * plan.units_per_row


def _start_rank(run: Path, rank: int, ranks: int, port: str) -> "subprocess.Popen[bytes]":
    from tests.bench.bench_fit import rank_environment

    fit = Path(__file__).with_name("bench_fit.py")
    return subprocess.Popen(
        [sys.executable, str(fit), "--rank", str(run)],
        stdout=subprocess.DEVNULL,
        stderr=(run / f"rank{rank}.txt").open("w"),
        env=rank_environment(rank, ranks, port),
    )


if __name__ == "__main__":
    main(sys.argv[1:])
