"""Steps per second of the whole program against a plain PyTorch loop of the same network, batches and data.

``python tests/bench/bench_steps.py`` prints one line a case: the medians of alternating repeats, and the ratio. The
plain loop measures nothing and takes torch's optimizers as they come; "fused" is the same loop with the optimizer
that we choose. On two ranks it wraps the network in DistributedDataParallel.
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import torch
from torch.nn import functional
from torch.nn.parallel import DistributedDataParallel

from engine.data.sharding import deal_at_random
from engine.model.networks.build import build_model
from engine.system.paths import Home, RunFiles
from engine.train.loop import train
from engine.train.setup import Run, read_papers, set_up
from engine.worker.progress import Progress
from engine.worker.rank import join, leave
from tests.fakes.run_folder import classification, on_ranks, regression, write_numbers, write_run, write_texts

REPEATS = 9
SECONDS = 0.6  # of each repeat, about

NETWORKS = {
    "mlp": lambda **more: regression(model={"name": "mlp"}, **more),
    "mean_embedding": lambda **more: classification(
        model={"name": "mean_embedding", "width": 64, "dropout": 0.1}, **more
    ),
    "transformer": lambda **more: classification(model={"name": "transformer_encoder"}, **more),
}


def main() -> None:
    for ranks in (1, 2):
        for network in NETWORKS:
            print(json.dumps({"network": network, "ranks": ranks, **_measure(network, ranks)}), flush=True)


def _measure(network: str, ranks: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        home = Home(Path(folder)).create()
        write_numbers(home, rows=442)
        write_texts(home, rows=2000)
        training = {"epochs": 1_000_000, "batch_size": 32, "optimizer": {"name": "adamw"}}
        strategy = on_ranks(2) if ranks == 2 else {"name": "single", "devices": ("cpu",)}
        spec = NETWORKS[network](training=training, strategy=strategy, checkpoint={"every_steps": 10**9})
        files = write_run(home, "bench", spec)
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
        probe.close()
        processes = [_start_rank(files, rank, ranks, port) for rank in range(ranks)]
        outputs = [process.communicate()[0] for process in processes]
        return json.loads(outputs[0].splitlines()[-1])


def _start_rank(files: RunFiles, rank: int, ranks: int, port: str) -> subprocess.Popen[str]:
    marks = {
        "RANK": rank,
        "LOCAL_RANK": rank,
        "WORLD_SIZE": ranks,
        "MASTER_ADDR": "127.0.0.1",
        "MASTER_PORT": port,
    }
    environment = {**os.environ, **{name: str(value) for name, value in marks.items()}}
    environment |= {"OMP_NUM_THREADS": "1", "GLOO_SOCKET_IFNAME": "lo"}
    return subprocess.Popen(
        [sys.executable, __file__, str(files.root)], stdout=subprocess.PIPE, text=True, env=environment
    )


def _rank(files: RunFiles) -> None:
    """Ours, the plain loop and the fused plain loop in turn, in the same process on the same data."""
    papers = read_papers(files)
    rank = join(papers.plan.devices, 1)
    run = set_up(files, papers, rank, Progress(files, rank.index))
    loops = {"ours": _ours(run), "plain": _plain(run, fused=None), "fused": _plain(run, fused=True)}
    steps = _steps_in(loops["ours"], rank.world_size)
    times: dict[str, list[float]] = {name: [] for name in loops}
    for loop in loops.values():
        loop(steps // 4)
    for _ in range(REPEATS):
        for name, loop in loops.items():
            began = time.perf_counter()
            loop(steps)
            times[name].append(steps / (time.perf_counter() - began))
    rates = {name: statistics.median(values) for name, values in times.items()}
    against = {
        other: statistics.median(a / b for a, b in zip(times["ours"], times[other], strict=True))
        for other in ("plain", "fused")
    }
    print(
        json.dumps(
            {
                "steps_per_second": round(rates["ours"]),
                "to_plain": round(against["plain"], 3),
                "to_fused": round(against["fused"], 3),
            }
        )
    )
    leave(rank)


def _steps_in(loop: Callable[[int], None], world_size: int) -> int:
    loop(50)
    began = time.perf_counter()
    loop(100)
    steps = torch.tensor([max(int(SECONDS * 100 / (time.perf_counter() - began)), 20)])
    if world_size > 1:
        torch.distributed.broadcast(steps, 0)
    return int(steps)


def _ours(run: Run) -> Callable[[int], None]:
    """The loop with everything a run does beside its steps, but for validation, which a plain loop has not."""
    run._epochs_between = 10**9

    def loop(steps: int) -> None:
        run.total_steps = run.step + steps
        train(run)

    return loop


def _plain(run: Run, fused: bool | None) -> Callable[[int], None]:
    spec, task, rank = run.spec, run.task, run.rank
    model = build_model(spec.model, task.shape)
    wrapped = DistributedDataParallel(model) if rank.world_size > 1 else model
    optimizer = torch.optim.AdamW(wrapped.parameters(), lr=1e-3, weight_decay=0.0, fused=fused)
    size, per_epoch = spec.training.batch_size, run.batches.steps_per_epoch
    rows_of = deal_at_random(task.rows("train"), size, rank.index, rank.world_size, 0)
    step = 0

    def loop(steps: int) -> None:
        nonlocal step
        for _ in range(steps):
            batch = task.batch("train", torch.from_numpy(rows_of(*divmod(step, per_epoch))))
            output = wrapped(batch.inputs)
            if spec.task == "tabular_regression":
                loss = functional.mse_loss(output[:, 0], batch.targets)
            else:
                loss = functional.cross_entropy(output, batch.targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            step += 1

    return loop


if __name__ == "__main__":
    _rank(RunFiles(Path(sys.argv[1]))) if len(sys.argv) > 1 else main()
