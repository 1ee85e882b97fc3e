"""Predicted against measured peak memory of a rank, for many networks, batches, precisions and strategies.

``python tests/bench/bench_fit.py [word …]`` prints a line a case, those whose names hold one of the words. Every case is
a run of a few steps with a checkpoint in real processes; measured is the peak resident memory of the rank that needs
most (VmHWM). Predicted is what the check says before launch, without any history of this machine.
"""

import json
import os
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

MIB = 1 << 20
STEPS = 3
GOAL = 0.10  # of the measured peak
TASKS = {
    **dict.fromkeys(("mlp", "resnet_mlp", "ft_transformer"), "tabular_regression"),
    "decoder": "language_model",
}  # of the networks; all others read texts


def mlp(*hidden: int) -> dict[str, Any]:
    return {"name": "mlp", "hidden": hidden}


def encoder(width: int, layers: int, tokens: int) -> dict[str, Any]:
    return {"name": "transformer_encoder", "width": width, "layers": layers, "heads": 4, "max_tokens": tokens}


def decoder(size: str, context: int = 128) -> dict[str, Any]:
    return {"name": "decoder", "size": size, "context": context}


# name, model, batch, training, strategy and its options, ranks
CASES: tuple[tuple[str, dict[str, Any], int, dict[str, Any], dict[str, Any], int], ...] = (
    ("mlp small", mlp(64, 64), 64, {}, {"name": "single"}, 1),
    ("mlp wide", mlp(2048, 2048), 256, {}, {"name": "single"}, 1),
    ("mlp large batch", mlp(1024, 1024), 4096, {}, {"name": "single"}, 1),
    ("mlp deep", mlp(*(1024,) * 6), 1024, {}, {"name": "single"}, 1),
    ("mlp sgd", mlp(4096, 4096), 256, {"optimizer": {"name": "sgd"}}, {"name": "single"}, 1),
    ("mlp ddp", mlp(4096, 4096), 512, {}, {"name": "ddp"}, 2),
    ("mlp zero1", mlp(4096, 4096), 512, {}, {"name": "zero1"}, 2),
    ("mlp fsdp", mlp(4096, 4096), 512, {}, {"name": "fsdp"}, 2),
    (
        "residual mlp",
        {"name": "resnet_mlp", "width": 1024, "inner": 2048},
        1024,
        {},
        {"name": "single"},
        1,
    ),
    ("ft_transformer", {"name": "ft_transformer", "width": 256, "heads": 8}, 512, {}, {"name": "single"}, 1),
    ("mlp server", mlp(4096, 4096), 512, {}, {"name": "parameter_server"}, 3),
    (
        "embedding",
        {"name": "mean_embedding", "vocabulary": 20_000, "width": 256},
        256,
        {},
        {"name": "single"},
        1,
    ),
    (
        "embedding ddp",
        {"name": "mean_embedding", "vocabulary": 20_000, "width": 512},
        256,
        {},
        {"name": "ddp"},
        2,
    ),
    ("encoder small", encoder(64, 2, 64), 32, {}, {"name": "single"}, 1),
    ("encoder", encoder(256, 4, 64), 64, {}, {"name": "single"}, 1),
    ("encoder bf16", encoder(256, 4, 64), 64, {"precision": "bf16"}, {"name": "single"}, 1),
    ("encoder full", encoder(256, 4, 64), 256, {"activation_checkpointing": "full"}, {"name": "single"}, 1),
    ("encoder pipeline", encoder(256, 4, 64), 64, {}, {"name": "pipeline"}, 2),
    ("decoder 1m", decoder("1m"), 16, {}, {"name": "single"}, 1),
    ("decoder 10m", decoder("10m"), 16, {}, {"name": "single"}, 1),
    ("decoder 10m bf16", decoder("10m"), 16, {"precision": "bf16"}, {"name": "single"}, 1),
    ("decoder 10m accumulate", decoder("10m"), 16, {"accumulation": 4}, {"name": "single"}, 1),
    (
        "decoder 10m selective",
        decoder("10m"),
        32,
        {"activation_checkpointing": "selective"},
        {"name": "single"},
        1,
    ),
    ("decoder 10m full", decoder("10m"), 32, {"activation_checkpointing": "full"}, {"name": "single"}, 1),
    ("decoder 10m ema", decoder("10m"), 8, {"ema": 0.99}, {"name": "single"}, 1),
    ("decoder 10m ddp", decoder("10m"), 16, {}, {"name": "ddp"}, 2),
    ("decoder 10m zero1", decoder("10m"), 16, {}, {"name": "zero1"}, 2),
    ("decoder 10m fsdp", decoder("10m"), 16, {}, {"name": "fsdp"}, 2),
    ("decoder 10m pipeline", decoder("10m"), 16, {}, {"name": "pipeline"}, 2),
    ("decoder 10m gpipe", decoder("10m"), 16, {}, {"name": "pipeline", "schedule": "gpipe"}, 2),
    ("decoder 10m local_sgd", decoder("10m"), 16, {}, {"name": "local_sgd", "period": 2}, 2),
    ("decoder 10m diloco", decoder("10m"), 16, {}, {"name": "diloco", "period": 2}, 2),
    ("decoder 10m server", decoder("10m"), 16, {}, {"name": "parameter_server"}, 3),
    ("decoder 1m tensor", decoder("1m"), 32, {}, {"name": "tensor_parallel"}, 2),
    ("decoder 30m", decoder("30m"), 8, {}, {"name": "single"}, 1),
    ("decoder 30m ddp", decoder("30m"), 8, {}, {"name": "ddp"}, 2),
    ("decoder 30m fsdp", decoder("30m"), 8, {}, {"name": "fsdp"}, 2),
    ("decoder 30m tensor", decoder("30m"), 8, {}, {"name": "tensor_parallel"}, 2),
    ("decoder 30m muon", decoder("30m"), 8, {"optimizer": {"name": "muon"}}, {"name": "single"}, 1),
    ("decoder 30m mesh", decoder("30m"), 8, {}, {"name": "mesh", "mesh": {"data": 2, "tensor": 2}}, 4),
)


def main(words: list[str]) -> None:
    """Run the cases and print the table."""
    ratios = []
    with tempfile.TemporaryDirectory() as folder:
        cards = datasets(Path(folder))
        for number, case in enumerate(CASES):
            if words and not any(word in case[0] for word in words):
                continue
            line = _measure(Path(folder), f"case{number}", case, cards)
            print(json.dumps(line), flush=True)
            if line.get("ratio"):
                ratios.append(line["ratio"])
    near = sum(abs(ratio - 1) <= GOAL for ratio in ratios)
    middle = statistics.median(ratios) if ratios else None
    print(json.dumps({"cases": len(ratios), "within_10_percent": near, "median_ratio": middle}))


def _measure(root: Path, run: str, case: tuple, cards: dict[str, Any]) -> dict[str, Any]:
    from engine.planning.facts import Facts
    from engine.planning.plan import plan_train
    from engine.schema.job import JobFile
    from engine.schema.machine import Device
    from engine.system.paths import Home

    name, spec = case[0], spec_of(case, cards)
    facts = Facts(devices=(Device(id="cpu", name="CPU", memory=1 << 40, slots=2),))
    plan = plan_train(spec, cards[spec.task], facts).model_copy(update={"threads_per_rank": 1})
    files = Home(root).run(run)
    files.root.mkdir(parents=True)
    files.spec.write_text(spec.model_dump_json())
    files.plan.write_text(plan.model_dump_json())
    files.job.write_text(JobFile(id=run, created=0).model_dump_json())
    peaks = _peaks(files.root, plan.world_size)
    memory = {key: round(value / MIB) for key, value in plan.memory.model_dump().items() if value > MIB / 2}
    if None in peaks:
        return {"case": name, "failed": peaks, "predicted": round(plan.memory.total / MIB)}
    measured = max(peaks)
    return {
        "case": name,
        "predicted_mib": round(plan.memory.total / MIB),
        "measured_mib": round(measured / MIB),
        "ratio": round(plan.memory.total / measured, 3),
        "ranks_mib": [round(peak / MIB) for peak in peaks],
        "memory": memory,
    }


def spec_of(case: tuple, cards: dict[str, Any], steps: int = STEPS) -> Any:
    """The spec of a case on the datasets made for it."""
    from engine.schema.train import TrainSpec

    _, model, batch, training, strategy, ranks = case
    task = TASKS.get(model["name"], "text_classification")
    data: dict[str, Any] = {"source": cards[task].id}
    if task == "tabular_regression":
        data["target"] = "target"
    if task == "text_classification":
        data |= {"target": "label", "text": "text"}
    value = {
        "task": task,
        "data": data,
        "model": model,
        "training": {"max_steps": steps, "batch_size": batch, **training},
        "strategy": {**strategy, "devices": ["cpu"] * ranks},
        "checkpoint": {"every_steps": 2},
    }
    return TrainSpec.model_validate(value)


def datasets(root: Path) -> dict[str, Any]:
    """A table, a table of texts and a plain text, imported as the engine imports them."""
    import numpy as np

    from engine.data.intake.importing import import_file
    from engine.system.paths import Home

    home = Home(root).create()
    draw = np.random.default_rng(0)
    words = [f"w{number:05d}"[: 2 + number % 5] + str(number) for number in range(30_000)]

    def lines(count: int, length: int) -> list[str]:
        return [" ".join(words[n] for n in draw.integers(0, len(words), length)) for _ in range(count)]

    table = root / "numbers.csv"
    numbers = draw.normal(size=(6000, 10))
    header = ",".join([*(f"x{n}" for n in range(9)), "target"])
    np.savetxt(table, numbers, delimiter=",", header=header, comments="")
    texts = root / "texts.csv"
    rows = zip(lines(1200, 64), draw.choice(["good", "bad"], 1200), strict=True)
    texts.write_text("text,label\n" + "\n".join(f"{text},{label}" for text, label in rows))
    plain = root / "plain.txt"
    plain.write_text("\n".join(lines(300, 20)))
    found = {"tabular_regression": table, "text_classification": texts, "language_model": plain}
    return {task: import_file(path, home.datasets) for task, path in found.items()}


def _peaks(run: Path, ranks: int) -> list[int | None]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    processes = [_start_rank(run, rank, ranks, port) for rank in range(ranks)]
    return [_peak_of(process) for process in processes]


def _start_rank(run: Path, rank: int, ranks: int, port: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, __file__, "--rank", str(run)],
        stdout=subprocess.PIPE,
        stderr=(run / f"rank{rank}.txt").open("w"),
        text=True,
        env=rank_environment(rank, ranks, port),
    )


def rank_environment(rank: int, ranks: int, port: str) -> dict[str, str]:
    """What torch's agent would tell a rank."""
    marks = {"RANK": rank, "LOCAL_RANK": rank, "WORLD_SIZE": ranks, "MASTER_PORT": port, "OMP_NUM_THREADS": 1}
    environment = {**os.environ, **{key: str(value) for key, value in marks.items()}}
    environment |= {"MASTER_ADDR": "127.0.0.1", "GLOO_SOCKET_IFNAME": "lo", "MODELYARD_ATTEMPT": "1"}
    return environment


def _peak_of(process: subprocess.Popen[str]) -> int | None:
    """Bytes; None for a rank that failed."""
    output = process.communicate()[0]
    return json.loads(output.splitlines()[-1]) if process.returncode == 0 else None


def _rank(run: Path) -> None:
    """One rank of a case, as engine.worker runs it; its last line is its peak in bytes."""
    from engine.system.paths import RunFiles
    from engine.train.run import run as train
    from engine.worker.progress import Progress

    files = RunFiles(run)
    train(files, Progress(files, int(os.environ["RANK"])))
    sys.stdout.write(f"\n{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}\n")
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--rank"]:
        _rank(Path(sys.argv[2]))
    else:
        main(sys.argv[1:])
