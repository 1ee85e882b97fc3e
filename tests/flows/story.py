"""The data and the spec the stories use, and how a run's curve is read."""

import csv
import json
import random
from pathlib import Path

from engine.system.paths import RunFiles


def write_table(path: Path, rows: int = 400) -> Path:
    """y = 2·a − b + 3·[kind = warm] + noise."""
    draw = random.Random(1)
    with path.open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["a", "b", "kind", "y"])
        for _ in range(rows):
            a, b, kind = draw.uniform(-2, 2), draw.uniform(-2, 2), draw.choice(["warm", "cold"])
            y = 2 * a - b + 3 * (kind == "warm") + draw.gauss(0, 0.1)
            table.writerow([f"{a:.4f}", f"{b:.4f}", kind, f"{y:.4f}"])
    return path


def train_spec(folder: Path, steps: int = 6000) -> Path:
    """A two-rank run that takes some seconds, with a checkpoint every 200 steps."""
    write_table(folder / "table.csv")
    path = folder / "table.yaml"
    path.write_text(
        f"""
kind: train
name: table
task: tabular_regression
data: {{source: table.csv, target: y}}
model: {{name: mlp, hidden: [32, 32]}}
training: {{max_steps: {steps}, batch_size: 32, optimizer: {{name: adamw, learning_rate: 0.001}}}}
strategy: {{name: ddp, devices: [cpu, cpu]}}
checkpoint: {{every_steps: 200, keep: 2}}
"""
    )
    return path


def read_event_lines(run: RunFiles) -> list[dict]:
    """Every whole event of a run."""
    if not run.events.exists():
        return []
    text = run.events.read_text()
    return [json.loads(line) for line in text[: text.rfind("\n") + 1].splitlines()]


def losses_of(run: RunFiles) -> dict[int, float]:
    """Loss by step, as a fold of the events: an attempt that resumes at k replaces what came after k."""
    losses: dict[int, float] = {}
    for event in read_event_lines(run):
        if event["kind"] == "started":
            losses = {step: loss for step, loss in losses.items() if step <= event["step"]}
        elif event["kind"] == "metrics":
            first = event["first_step"]
            losses.update({first + i: loss for i, loss in enumerate(event["values"]["loss"])})
    return losses
