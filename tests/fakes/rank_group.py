"""Several runs one after the other on the same real ranks: what starting ranks costs is paid once for all of them.

``run_on_ranks(runs, ranks)`` starts this file, which imports torch and becomes that many processes; they meet as any
ranks do, and follow each run from set-up to model. Each rank leaves beside the run what its state weighs: ``held-rank0.json``.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import traceback
from collections.abc import Sequence
from contextlib import closing, suppress
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from engine.system.files import read_json  # noqa: E402 - only now can it be found
from engine.system.forking import ONE_THREAD  # noqa: E402
from engine.system.paths import RunFiles  # noqa: E402


def run_on_ranks(runs: Sequence[RunFiles], ranks: int, timeout: float = 200) -> None:
    """Follow these runs on this many ranks; raises AssertionError with their words when one fails."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    marks = {"WORLD_SIZE": ranks, "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": port}
    marks |= {"GLOO_SOCKET_IFNAME": "lo" if sys.platform.startswith("linux") else "lo0"}
    group = subprocess.Popen(
        [sys.executable, __file__, *(str(files.root) for files in runs)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, **ONE_THREAD, **{name: str(value) for name, value in marks.items()}},
        start_new_session=True,
    )
    try:
        output = group.communicate(timeout=timeout)[0]
    finally:
        with suppress(ProcessLookupError):
            os.killpg(group.pid, signal.SIGKILL)
    assert group.returncode == 0, output[-6000:]


def held_by(files: RunFiles, rank: int) -> dict[str, Any]:
    """Bytes of parameters, gradients and optimizer state that a rank held after the last step."""
    return json.loads((files.root / f"held-rank{rank}.json").read_text())


def _ranks(roots: Sequence[str]) -> int:
    """Import once, become as many processes, and wait for all of them; the first that fails ends the others."""
    from engine.train.strategy import STRATEGIES
    from engine.worker.imports import import_for_ranks

    import_for_ranks()
    for root in roots:
        spec = read_json(RunFiles(Path(root)).spec)
        name = spec["strategy"]["name"]
        import_module(f"engine.train.strategy.{STRATEGIES[name].rpartition('.')[0]}")
        if spec["model"]["name"] == "pretrained":
            import_module("transformers.models.llama.modeling_llama")
            import_module("peft")
    pids = [_fork(rank, roots) for rank in range(int(os.environ["WORLD_SIZE"]))]
    failed = 0
    for _ in pids:
        _, status = os.wait()
        if status and not failed:
            failed = 1
            for pid in pids:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGTERM)
    return failed


def _fork(rank: int, roots: Sequence[str]) -> int:
    if pid := os.fork():
        return pid
    os.environ |= {"RANK": str(rank), "LOCAL_RANK": str(rank)}
    try:
        status = _follow(roots)
    except BaseException:  # a process boundary: the words go to the test
        traceback.print_exc()
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


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
    sys.exit(_ranks(sys.argv[1:]))
