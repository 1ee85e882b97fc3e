"""One training run, as its table of contents."""

from engine.schema.event import Ended, Note, Started
from engine.system.files import write_json
from engine.system.paths import RunFiles
from engine.train.conclude import conclude
from engine.train.loop import train
from engine.train.running import Run
from engine.train.setup import Papers, read_papers, set_up
from engine.train.versions import versions
from engine.worker.progress import Progress
from engine.worker.rank import Rank, join, leave
from engine.worker.verdict import cause_of_restart


def run(files: RunFiles, progress: Progress) -> None:
    """Set up or resume, train, conclude, and leave word of how it ended."""
    papers = read_papers(files)
    plan = papers.plan
    rank = join(plan.devices, plan.threads_per_rank, plan.speaker, plan.expendable)
    run_on(files, papers, rank, progress)
    leave(rank)


def run_on(files: RunFiles, papers: Papers, rank: Rank, progress: Progress) -> Run:
    """The run of a rank that has met the others."""
    this = set_up(files, papers, rank, progress)
    this.report.go_on_from(this.elapsed)  # starting up is not training
    _say_started(this)
    if not this.step:
        for note in this.task.notes:
            this.report.say(Note, problem=note)
    if rank.restart and (cause := cause_of_restart(files)):
        this.report.say(Note, problem=cause)
    progress.enter("train")
    try:
        this.strategy.train(this, train)
    finally:
        progress.step = this.step
        this.batches.close()
        this.checkpoints.let_finish()

    if this.strategy.concludes:
        _close(this)
    this.strategy.part()
    return this


def _close(run: Run) -> None:
    """The last checkpoint, the model of a finished run, and the word of how it ended."""
    outcome = _outcome(run)
    if not run.papers.job.trial or outcome != "finished":
        run.save_checkpoint()
        run.checkpoints.finish(run.report)
    if outcome == "finished":
        conclude(run)
    _say_ended(run, outcome)


def _outcome(run: Run) -> str:
    """A pause that came with the last step changes nothing any more."""
    return "finished" if run.step >= run.total_steps else run.ending or "finished"


def _say_started(run: Run) -> None:
    run.report.say(
        Started,
        attempt=run.rank.attempt,
        step=run.step,
        total_steps=run.total_steps,
        steps_per_epoch=run.batches.steps_per_epoch,
        world_size=run.rank.world_size,
        devices=run.rank.devices,
        backend=run.rank.backend,
        parameters=run.parameters,
        units="rows" if run.task.units_per_row == 1 else "tokens",
        units_per_row=run.task.units_per_row,
        rows=run.task.split.counts(),
        cleaned=run.task.cleaned,
        fingerprint=run.papers.dataset.fingerprint,
        versions=versions(),
    )


def _say_ended(run: Run, outcome: str) -> None:
    """The event first: whoever sees the file may rely on the events being complete."""
    early = outcome == "finished" and run.step < run.total_steps
    run.report.say(Ended, outcome=outcome, step=run.step, early=early, judged=run.judge.best)
    run.report.sync()
    if run.rank.is_first:
        write_json(run.files.outcome, {"attempt": run.rank.attempt, "outcome": outcome})
