"""Our own loop, with everything a run does beside its steps but validation."""

from dataclasses import replace
from typing import Any

from engine.system.paths import RunFiles
from engine.train.loop import train
from engine.train.running import Run
from engine.train.setup import read_papers, set_up
from engine.worker.progress import Progress
from engine.worker.rank import Rank
from tests.bench.training.setting import NEVER


def open_run(files: RunFiles, rank: Rank, **strategy: Any) -> Run:
    """A run of these files, its strategy's settings changed if asked."""
    papers = read_papers(files)
    if strategy:
        value = papers.spec.model_dump(mode="json")
        value["strategy"] = {"devices": value["strategy"]["devices"], **strategy}
        papers = replace(papers, spec=type(papers.spec).model_validate(value))
    run = set_up(files, papers, rank, Progress(files, rank.index))
    run._epochs_between = NEVER
    return run


class Ours:
    """Steps of a run, as many as asked for."""

    def __init__(self, run: Run) -> None:
        self._run = run
        settle = run.strategy.settle
        # The end of a repeat is not the end of a run, at which local steps would be averaged out of turn.
        run.strategy.settle = lambda step, last: settle(step, last=False)

    def __call__(self, steps: int) -> None:
        self._run.total_steps = self._run.step + steps
        train(self._run)
        if self._run.ending:  # a signal: a run would pause, a measurement has no more to say
            raise SystemExit(f"the run was {self._run.ending}")
