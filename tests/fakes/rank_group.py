"""Several runs one after the other on the same real ranks: what starting ranks costs is paid once for all of them.

``run_on_ranks(runs, ranks)`` starts this file as that many processes, which meet as any ranks do, and follow each
run from set-up to model. Each rank leaves beside the run what its state weighs: ``held-rank0.json``.
"""

import json
import os
import socket
import subprocess
import sys
import traceback
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from engine.system.paths import RunFiles  # noqa: E402 - only now can it be found


def run_on_ranks(runs: Sequence[RunFiles], ranks: int, timeout: float = 200) -> None:
    """Follow these runs on this many ranks; raises AssertionError with a rank's words when one fails."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    marks = {"WORLD_SIZE": ranks, "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": port, "OMP_NUM_THREADS": 1}
    marks |= {"GLOO_SOCKET_IFNAME": "lo" if sys.platform.startswith("linux") else "lo0"}
    processes = [
        subprocess.Popen(
            [sys.executable, __file__, *(str(files.root) for files in runs)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, **{k: str(v) for k, v in {**marks, "RANK": rank, "LOCAL_RANK": rank}.items()}},
        )
        for rank in range(ranks)
    ]
    try:
        outputs = [process.communicate(timeout=timeout)[0] for process in processes]
    finally:
        for process in processes:
            process.kill()
    failed = [output for process, output in zip(processes, outputs, strict=True) if process.returncode]
    assert not failed, failed[0][-6000:]


def held_by(files: RunFiles, rank: int) -> dict[str, Any]:
    """Bytes of parameters, gradients and optimizer state that a rank held after the last step."""
    return json.loads((files.root / f"held-rank{rank}.json").read_text())


def _follow(roots: Sequence[str]) -> int:
    from engine.train.run import run_on
    from engine.train.setup import read_papers
    from engine.worker.progress import Progress
    from engine.worker.rank import join, leave

    runs = [RunFiles(Path(root)) for root in roots]
    rank = join(read_papers(runs[0]).plan.devices, 1)
    for files in runs:
        progress = Progress(files, rank.index)
        run = run_on(files, read_papers(files), rank, progress)
        progress.writer.flush()
        (files.root / f"held-rank{rank.index}.json").write_text(json.dumps(_weigh(run)))
        del run
    leave(rank)
    return 0


def _weigh(run: Any) -> dict[str, Any]:
    from engine.train.optimizer import state_of
    from engine.train.shards import local

    own = [local(parameter) for parameter in run.strategy.trained.values()]
    everything = [local(p) for module in run.strategy.modules for p in module.parameters()]
    state = [local(tensor) for tensor in state_of(run.optimizer, run.strategy.trained).values()]
    return {
        "parameters": sum(tensor.nbytes for tensor in everything),
        "trained": sum(tensor.nbytes for tensor in own),
        "optimizer": sum(tensor.nbytes for tensor in state if tensor.ndim),
    }


if __name__ == "__main__":
    try:
        status = _follow(sys.argv[1:])
    except BaseException:  # a process boundary: the words go to the test
        traceback.print_exc()
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)
