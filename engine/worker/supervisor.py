"""Keeps the ranks of one run: starts them together, names the first that is lost, and starts all of them again.

Everything stays inside this machine: the ranks meet at a socket on loopback, made anew for every start. They are
copies of this process, which has imported what they need, where a copy is safe.
"""

import signal
import sys
import time
from collections.abc import Mapping

from engine.schema.plan import Plan
from engine.system.files import read_json
from engine.system.paths import RunFiles
from engine.system.stillness import STILL_SECONDS, Stillness
from engine.worker.budget import Budget, last_step
from engine.worker.error_file import first_error
from engine.worker.group import Group
from engine.worker.roster import Roster
from engine.worker.verdict import (
    keep_errors_as_history,
    record_expendable_loss,
    record_hung_rank,
    record_left_out,
    record_lost_ranks,
    record_start_failed,
)

POLL_SECONDS = 0.02
LEAVE_SECONDS = 30.0  # for a checkpoint, once told to end


class Supervisor:
    """One life of the agent; ``own`` is the environment that the ranks are to inherit."""

    def __init__(self, files: RunFiles, own: Mapping[str, str], can_fork: bool) -> None:
        self._files, self._own, self._can_fork = files, own, can_fork
        self._plan = Plan.model_validate(read_json(files.plan))
        self._roster = Roster(self._plan.devices, self._plan.elastic)
        self._budget = Budget(files)
        self._stillness = Stillness()
        self._asked: list[int] = []  # signals that told us to end

    def run(self) -> int:
        """Run the ranks to their end; returns the exit status."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda number, frame: self._asked.append(number))
        restart = 0
        while True:
            keep_errors_as_history(self._files)
            group = Group(self._files, self._own, self._can_fork)
            try:
                group.start(self._roster.devices, self._plan.threads_per_rank, restart, self._plan.speaker)
            except OSError as error:  # no room for another process or descriptor
                record_start_failed(self._files, error)
                return 1
            failed = self._watch(group)
            if self._asked:
                return self._leave(group)
            if not failed:
                return 0
            # The others wait for the lost one, and their state is the last checkpoint: a graceful end would only
            # take time.
            group.kill()
            record_lost_ranks(self._files, failed)
            if not self._may_start_again(failed):
                return 1
            restart += 1

    def _watch(self, group: Group) -> dict[int, int]:
        """Until all have ended in order, or we are told to end: nothing; else who is lost, with its status."""
        while not self._asked:
            has_ended = not group.live()
            failed = group.failed()
            for rank in [rank for rank in failed if self._can_do_without(rank, group)]:
                record_expendable_loss(self._files, rank, failed.pop(rank))
                group.go_on_without(rank)
            if failed or has_ended:
                return failed
            self._end_what_hangs(group)
            time.sleep(POLL_SECONDS)
        return {}

    def _can_do_without(self, rank: int, group: Group) -> bool:
        """Whether another rank does this one's work. After a device was left out, nobody knows which."""
        expendable = self._plan.expendable if self._roster.is_whole else ()
        return rank in expendable and any(other in expendable for other in group.live())

    def _end_what_hangs(self, group: Group) -> None:
        """Kill ranks that live and do nothing; then they are lost ranks like others, with a reason of their own."""
        ranks = {child.pid: rank for rank, child in group.live().items()}
        culprits = self._stillness.culprits(ranks)
        if culprits:
            group.dump_stacks()
        for pid in culprits:
            record_hung_rank(self._files, ranks[pid], STILL_SECONDS)
            if (child := group.live().get(ranks[pid])) is not None:
                child.kill()

    def _may_start_again(self, failed: dict[int, int]) -> bool:
        error = first_error(self._files)
        is_one_rank = sum(status < 0 for status in failed.values()) < 2  # of several that hang, who knows
        if error is not None and is_one_rank:
            device = self._roster.take_loss(error, last_step(self._files))
            if device is not None:
                record_left_out(self._files, device, len(self._roster.devices))
                self._budget.begin_anew()
                return True
        return self._budget.allows_restart()

    def _leave(self, group: Group) -> int:
        """Have the ranks save and leave. A second signal is passed on too: it means at once."""
        print(f"agent: ended by {signal.Signals(self._asked[0]).name}", file=sys.stderr)
        deadline = time.monotonic() + LEAVE_SECONDS
        told = 0
        while group.live() and time.monotonic() < deadline:
            if told < len(self._asked):
                told += 1
                group.tell(signal.SIGTERM)
            time.sleep(POLL_SECONDS)
        group.kill()
        return 0 if group.all_left_in_order() else 128 + self._asked[0]
