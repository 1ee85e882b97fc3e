"""Starts the ranks of a run with torch elastic, watches them, and starts them again together when one is lost.

Everything stays inside this machine: the meeting point is this process's own memory, and what the ranks open is
bound to loopback. torchrun's ``--standalone`` listens on every interface.
"""

import os
import signal
import socket
import sys
from typing import Any

from torch.distributed import HashStore
from torch.distributed.elastic.agent.server.api import RunResult, WorkerGroup, WorkerSpec
from torch.distributed.elastic.agent.server.local_elastic_agent import LocalElasticAgent
from torch.distributed.elastic.multiprocessing import SignalException
from torch.distributed.elastic.multiprocessing.api import LogsDest, LogsSpecs
from torch.distributed.elastic.rendezvous import RendezvousHandler, RendezvousInfo, RendezvousStoreInfo

from engine.schema.plan import Plan
from engine.system.files import read_json
from engine.system.paths import MAIN, RunFiles
from engine.system.stillness import STILL_SECONDS, Stillness
from engine.worker.budget import Budget
from engine.worker.entry import AGENT_VARIABLE
from engine.worker.rank import LOOPBACK
from engine.worker.verdict import keep_errors_as_history, record_hung_rank, record_lost_ranks

_MONITOR_SECONDS = 0.1
_NEVER = 1_000_000  # torch's own limit on restarts; ours, in Budget, counts only those without progress


def run_ranks(files: RunFiles) -> int:
    """Run the ranks of one run to their end; returns the exit status."""
    plan = Plan.model_validate(read_json(files.plan))
    _prepare_environment(plan)
    agent = Agent(_worker_spec(files, plan), files)
    try:
        failed = agent.run().is_failed()
    except SignalException as asked:
        print(f"agent: ended by {asked.sigval.name}", file=sys.stderr)
        return 0 if agent.all_ranks_left_in_order() else 128 + asked.sigval
    return 1 if failed else 0


class Agent(LocalElasticAgent):
    """Torch's agent, with a budget for restarts and no patience with the ranks beside a failed one."""

    def __init__(self, spec: WorkerSpec, files: RunFiles) -> None:
        super().__init__(spec, logs_specs=_OwnLogs(), exit_barrier_timeout=5)
        self._files = files
        self._budget = Budget(files)
        self._stillness = Stillness()

    def all_ranks_left_in_order(self) -> bool:
        return self._pcontext is not None and all(code == 0 for code in self._exit_codes().values())

    def _start_workers(self, worker_group: WorkerGroup) -> dict[int, Any]:
        keep_errors_as_history(self._files)
        return super()._start_workers(worker_group)

    def _monitor_workers(self, worker_group: WorkerGroup) -> RunResult:
        self._end_what_hangs()
        failed = {rank: code for rank, code in self._exit_codes().items() if code}
        if failed and self._pcontext is not None:
            # The others wait for the lost one, and their state is the last checkpoint: a graceful end would only
            # take time (torch gives them 30 s). Only now does torch look, so that the first failure is named.
            self._pcontext.close(signal.SIGKILL)
            record_lost_ranks(self._files, failed)
            if not self._budget.allows_restart():
                self._remaining_restarts = 0
        return super()._monitor_workers(worker_group)

    def _end_what_hangs(self) -> None:
        """Kill ranks that live and do nothing; then they are lost ranks like others, with a reason of their own."""
        live = {self._pid(rank): rank for rank, code in self._exit_codes().items() if code is None}
        for pid in self._stillness.culprits(live):
            record_hung_rank(self._files, live[pid], STILL_SECONDS)
            os.kill(pid, signal.SIGKILL)

    def _pid(self, rank: int) -> int:
        return self._pcontext.subprocess_handlers[rank].proc.pid  # type: ignore[union-attr]

    def _exit_codes(self) -> dict[int, int | None]:
        handlers = self._pcontext.subprocess_handlers if self._pcontext else {}
        return {rank: handler.proc.poll() for rank, handler in handlers.items()}


class _Meeting(RendezvousHandler):
    """One agent on one machine meets itself: a fresh store in memory and a fresh port for every start of the group."""

    def __init__(self, run_id: str) -> None:
        self._run_id = run_id
        self._closed = False

    def get_backend(self) -> str:
        return "memory"

    def next_rendezvous(self) -> RendezvousInfo:
        return RendezvousInfo(HashStore(), 0, 1, RendezvousStoreInfo(LOOPBACK, _free_port()))

    def is_closed(self) -> bool:
        return self._closed

    def set_closed(self) -> None:
        self._closed = True

    def num_nodes_waiting(self) -> int:
        return 0

    def get_run_id(self) -> str:
        return self._run_id

    def shutdown(self) -> bool:
        return True


class _OwnLogs(LogsSpecs):
    """Each rank opens its own log, to append to it; torch's redirection would begin it anew at each start."""

    def reify(self, envs: dict[int, dict[str, str]]) -> LogsDest:
        nothing = dict.fromkeys(envs, "")
        return LogsDest(nothing, nothing, nothing, nothing, nothing)

    @property
    def root_log_dir(self) -> str:
        return ""


def _worker_spec(files: RunFiles, plan: Plan) -> WorkerSpec:
    return WorkerSpec(
        role="rank",
        local_world_size=plan.world_size,
        rdzv_handler=_Meeting(files.id),
        entrypoint=sys.executable,
        args=("-I", str(MAIN), "worker", str(files.root)),
        max_restarts=_NEVER,
        monitor_interval=_MONITOR_SECONDS,
    )


def _prepare_environment(plan: Plan) -> None:
    """What the ranks inherit."""
    os.environ.update(
        {
            AGENT_VARIABLE: str(os.getpid()),
            "OMP_NUM_THREADS": str(max(plan.threads_per_rank, 1)),
            "GLOO_SOCKET_IFNAME": "lo" if sys.platform.startswith("linux") else "lo0",
            "NCCL_SOCKET_IFNAME": "lo",
            "TORCH_ELASTIC_WORKER_IDENTICAL": "1",  # one role: no table of roles to agree on
            "PYTHONUNBUFFERED": "1",
        }
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]
