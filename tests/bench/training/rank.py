"""One rank of a measurement: its contenders take turns in this process."""

import json
import os
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

import torch
import torch.distributed as dist

from engine.schema.model_spec import DECODER_SHAPES
from engine.system.paths import RunFiles
from engine.train import run as whole
from engine.train.work import Work, measured_peak
from engine.worker.progress import Progress
from engine.worker.rank import Rank, join
from tests.bench.training.ours import Ours, open_run
from tests.bench.training.peers import PEERS, Ground, Loop, Rows
from tests.bench.training.setting import Setting

LEAST_STEPS = 2
Part = Callable[[RunFiles, Rank, Setting], dict[str, Any]]
STRATEGIES: dict[str, dict[str, Any]] = {
    "ddp": {"name": "ddp"},
    "ddp, bf16 gradients": {"name": "ddp", "compression": "bf16"},
    "zero1": {"name": "zero1"},
    "fsdp": {"name": "fsdp"},
    "fsdp, keeps weights": {"name": "fsdp", "reshard_after_forward": False},
    "tensor_parallel": {"name": "tensor_parallel"},
    "pipeline gpipe": {"name": "pipeline", "schedule": "gpipe"},
    "pipeline 1f1b": {"name": "pipeline", "schedule": "1f1b"},
    "local_sgd": {"name": "local_sgd"},
    "diloco": {"name": "diloco"},
}


def entered(arguments: list[str], parts: Mapping[str, Part]) -> None:
    """Meet the other ranks, do the part that is asked for, and print what it found."""
    part, folder, settings = arguments
    setting = Setting(**json.loads(settings))
    files = RunFiles(Path(folder))
    if part == "whole":
        whole.conclude = lambda _: None  # scores of all three parts would take longer than the steps
        whole.run(files, Progress(files, int(os.environ["RANK"])))
        print("\n{}", flush=True)
        os._exit(0)
    rank = join((setting.device,) * setting.ranks, setting.threads)
    if setting.ranks == 1:  # or frameworks take the only process for one of a group
        for name in ("RANK", "LOCAL_RANK", "WORLD_SIZE", "LOCAL_WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT"):
            os.environ.pop(name, None)
    found = parts[part](files, rank, setting)
    if rank.is_first:
        print("\n" + json.dumps(found), flush=True)
    if rank.world_size > 1:
        dist.barrier()
    os._exit(0)  # loops of other people stand still in threads of their own


def peers(files: RunFiles, rank: Rank, setting: Setting) -> dict[str, Any]:
    """Ours against everybody who is installed."""
    own = open_run(files, rank)
    ground = Ground(setting, own, Rows.of(own))
    loops: dict[str, Loop] = {"ours": Ours(own)}
    failed = {}
    chosen = os.environ.get("MODELYARD_BENCH_PEERS", "").split(",")
    for name, build in PEERS.items():
        if chosen != [""] and name not in chosen:
            continue
        try:
            loops[name] = build(ground)
            loops[name](1)
        except ImportError as error:
            failed[name] = str(error)
            loops.pop(name, None)
        except Exception:  # one peer's fault must not hide the others'
            if rank.world_size > 1:
                raise
            failed[name] = traceback.format_exc(limit=-2)
            loops.pop(name, None)
    result = _alternate(loops, rank, setting)
    work = Work(own.spec, own.task.shape)
    flops = work.of(ground.rows.inputs[:1]) / setting.context
    return {**result, "left_out": failed, "flops_per_token": flops, "peak": _peak(rank, setting)}


def strategies(files: RunFiles, rank: Rank, setting: Setting) -> dict[str, Any]:
    """Ours on two ranks, however they share the work; the baseline is ddp."""
    loops = {name: Ours(open_run(files, rank, **STRATEGIES[name])) for name in _strategies_for(setting)}
    return _alternate(loops, rank, setting)


def _strategies_for(setting: Setting) -> list[str]:
    """The 10 M model has five heads, which two ranks cannot share; a model that can be split shows what that costs."""
    if DECODER_SHAPES[setting.size].heads % setting.ranks:
        return [name for name in STRATEGIES if name != "tensor_parallel"]
    return ["ddp", "tensor_parallel"]


def ranks(files: RunFiles, rank: Rank, setting: Setting) -> dict[str, Any]:
    """Two ranks of one thread each against one of two threads, at the same global batch."""
    two = Ours(open_run(files, rank))
    alone = Rank(0, 1, rank.device)
    one = Ours(open_run(files, alone, name="single", devices=[setting.device])) if rank.is_first else None

    def single(steps: int) -> None:
        if one is None:
            return  # the other rank sleeps at the barrier
        torch.set_num_threads(setting.ranks * setting.threads)
        one(steps)
        torch.set_num_threads(setting.threads)

    return _alternate({"two ranks": two, "one rank, two threads": single}, rank, setting)


def _alternate(loops: Mapping[str, Loop], rank: Rank, setting: Setting) -> dict[str, Any]:
    """Tokens per second of every repeat of every loop, and the processor seconds that each took on this rank."""
    for loop in loops.values():
        _timed(loop, 1, rank)
    first = next(iter(loops.values()))
    steps = _steps(_timed(first, 1, rank), rank, setting)
    tokens = steps * setting.global_rows * setting.context
    speeds: dict[str, list[float]] = {name: [] for name in loops}
    used = dict.fromkeys(loops, 0.0)
    for repeat in range(setting.repeats):
        # Who comes first in a round differs: frequency and caches favour no place.
        turn = repeat % len(loops)
        names = [*list(loops)[turn:], *list(loops)[:turn]]
        for name in names:
            before = time.process_time()
            speeds[name].append(tokens / _timed(loops[name], steps, rank))
            used[name] += time.process_time() - before
    per_step = {name: seconds / steps / setting.repeats for name, seconds in used.items()}
    return {"speeds": speeds, "steps": steps, "processor": per_step}


def _timed(loop: Callable[[int], None], steps: int, rank: Rank) -> float:
    """Seconds from when all ranks are ready to when all are done."""
    _meet(rank)
    began = time.perf_counter()
    loop(steps)
    _meet(rank)
    return time.perf_counter() - began


def _meet(rank: Rank) -> None:
    if rank.device.type == "cuda":
        torch.cuda.synchronize(rank.device)
    if rank.world_size > 1:
        dist.barrier()


def _steps(seconds: float, rank: Rank, setting: Setting) -> int:
    steps = torch.tensor([max(round(setting.seconds / seconds), LEAST_STEPS)], device=rank.device)
    if rank.world_size > 1:
        dist.broadcast(steps, 0)
    return int(steps)


def _peak(rank: Rank, setting: Setting) -> float:
    """FLOP/s that all ranks reach together on plain matrix products."""
    peaks = [measured_peak(rank.device, setting.precision) for _ in range(5)]
    return max(peaks) * setting.ranks


PARTS: dict[str, Part] = {"peers": peers, "strategies": strategies, "ranks": ranks}

if __name__ == "__main__":
    entered(sys.argv[1:], PARTS)
