"""Run directories and datasets made by hand, as the engine would make them, and readers of what a run leaves."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from engine.planning.layout import layout_of
from engine.schema.card import Column, DatasetCard
from engine.schema.job import JobFile
from engine.schema.plan import Plan
from engine.schema.train import TrainSpec
from engine.system.paths import MAIN, Home, RunFiles
from engine.system.processes import HOME_VARIABLE, JOB_VARIABLE


def write_dataset(home: Home, name: str, columns: Mapping[str, Any], kinds: Mapping[str, str]) -> None:
    """A dataset of these columns."""
    folder = home.dataset(name)
    folder.mkdir(parents=True)
    table = pa.table({column: pa.array(list(values)) for column, values in columns.items()})
    with pa.OSFile(str(folder / "data.arrow"), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)
    card = DatasetCard(
        id=name,
        name=name,
        source=f"{name}.csv",
        created=0,
        bytes=table.nbytes,
        rows=table.num_rows,
        columns=tuple(Column(name=column, kind=kind) for column, kind in kinds.items()),
        fingerprint="0" * 64,
    )
    (folder / "card.json").write_text(card.model_dump_json())


def write_numbers(home: Home, name: str = "numbers", rows: int = 90, seed: int = 0) -> None:
    """A table whose target is nearly linear in three numbers and a category."""
    draw = np.random.default_rng(seed)
    a, b, c = draw.normal(size=(3, rows))
    kind = draw.integers(0, 3, rows)
    target = 40 + 12 * a - 7 * b + 3 * c + 5 * kind + draw.normal(scale=2, size=rows)
    columns = {"a": a, "b": b * 100, "c": c, "kind": [f"k{number}" for number in kind], "target": target}
    kinds = {"a": "number", "b": "number", "c": "number", "kind": "category", "target": "number"}
    write_dataset(home, name, columns, kinds)


def write_texts(home: Home, name: str = "texts", rows: int = 120, seed: int = 0) -> None:
    """Short texts of two classes that single words give away."""
    draw = np.random.default_rng(seed)
    fillers = ["the", "a", "it", "was", "film", "very", "again", "evening", "story", "we", "saw"]
    tell = {"good": ["lovely", "great", "warm"], "bad": ["dull", "awful", "cold"]}
    labels = draw.choice(["good", "bad"], rows)
    texts = [
        " ".join([*draw.choice(fillers, draw.integers(2, 9)), draw.choice(tell[label])]) for label in labels
    ]
    write_dataset(home, name, {"text": texts, "label": labels}, {"text": "text", "label": "category"})


def regression(**changes: Any) -> TrainSpec:
    """A small regression on ``numbers``; nested settings are merged."""
    base = {
        "task": "tabular_regression",
        "data": {"source": "numbers", "target": "target"},
        "model": {"name": "mlp", "hidden": (8,)},
        "training": {"epochs": 4, "batch_size": 16},
        "checkpoint": {"every_steps": 7},
    }
    return TrainSpec.model_validate(_merged(base, changes))


def classification(**changes: Any) -> TrainSpec:
    """A small classification of ``texts``."""
    base = {
        "task": "text_classification",
        "data": {"source": "texts", "target": "label", "text": "text"},
        "model": {"name": "mean_embedding", "width": 8, "dropout": 0.0},
        "training": {"epochs": 4, "batch_size": 16, "optimizer": {"name": "adamw", "learning_rate": 0.05}},
    }
    return TrainSpec.model_validate(_merged(base, changes))


def on_ranks(count: int) -> dict[str, Any]:
    """Strategy setting: ddp over this many ranks on the CPU."""
    return {"name": "ddp", "devices": ("cpu",) * count}


def write_run(home: Home, run: str, spec: TrainSpec, trial_steps: int | None = None) -> RunFiles:
    """A run directory, ready to start."""
    files = home.run(run)
    files.root.mkdir(parents=True)
    files.spec.write_text(spec.model_dump_json())
    devices = spec.strategy.devices
    layout = layout_of(spec.strategy)
    plan = Plan(
        devices=devices,
        world_size=len(devices),
        threads_per_rank=1,
        total_steps=trial_steps or 0,
        speaker=layout.speaker,
        expendable=layout.expendable,
    )
    files.plan.write_text(plan.model_dump_json())
    files.job.write_text(JobFile(id=run, created=0, trial=trial_steps is not None).model_dump_json())
    return files


def start_agent(
    files: RunFiles, attempt: int = 1, fault: str = "", program: Path = MAIN
) -> subprocess.Popen[str]:
    """The run's real agent and ranks, as the shim starts them."""
    marks = {JOB_VARIABLE: files.id, HOME_VARIABLE: str(files.home.root), "MODELYARD_ATTEMPT": str(attempt)}
    return subprocess.Popen(
        [sys.executable, "-I", str(program), "agent", str(files.root)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, **marks, "OMP_NUM_THREADS": "1", "MODELYARD_FAULT": fault},
    )


def run_agent(
    files: RunFiles, attempt: int = 1, fault: str = "", timeout: float = 120, program: Path = MAIN
) -> tuple[int, str]:
    """Run to the end; exit status, and what the agent and rank 0 printed."""
    process = start_agent(files, attempt, fault, program)
    try:
        output, _ = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    log = files.logs / "rank0.txt"
    return process.returncode, output + (log.read_text() if log.exists() else "")


def train_here(files: RunFiles, attempt: int = 1) -> None:
    """The run's only rank in this process: quick, and a failure is an exception."""
    from engine.train.run import run
    from engine.worker.progress import Progress

    environment = {"RANK": "0", "WORLD_SIZE": "1", "LOCAL_RANK": "0", "MODELYARD_ATTEMPT": str(attempt)}
    before = {name: os.environ.get(name) for name in environment}
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    os.environ.update(environment)
    progress = Progress(files, 0)
    try:
        run(files, progress)
    finally:
        progress.writer.flush()
        for number, handler in handlers.items():
            signal.signal(number, handler)
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.__setitem__(name, value)


def events_of(files: RunFiles, kind: str | None = None) -> list[dict[str, Any]]:
    """The events written so far."""
    events = [json.loads(line) for line in files.events.read_text().splitlines()]
    return [event for event in events if kind in (None, event["kind"])]


def curve_of(files: RunFiles, name: str = "loss") -> dict[int, float]:
    """Step to value, folded as every reader folds: a resumed attempt drops what came after its checkpoint."""
    curve: dict[int, float] = {}
    for event in events_of(files):
        if event["kind"] == "started":
            curve = {step: value for step, value in curve.items() if step <= event["step"]}
        if event["kind"] == "metrics":
            curve |= dict(enumerate(event["values"][name], start=event["first_step"]))
    return curve


def scores_of(files: RunFiles) -> dict[str, dict[str, Any]]:
    """Final scores by split."""
    return {event["split"]: event["values"] for event in events_of(files, "evaluation") if event["final"]}


def outcome_of(path: Path) -> str | None:
    return json.loads(path.read_text())["outcome"] if path.exists() else None


def _merged(base: dict[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for name, value in changes.items():
        nested = isinstance(value, dict) and "name" not in value and isinstance(merged.get(name), dict)
        merged[name] = _merged(merged[name], value) if nested else value
    return merged
