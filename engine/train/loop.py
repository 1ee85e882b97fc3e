"""The training loop. It knows no task, no strategy and no file; everything it needs is in Run."""

from engine.system.faultpoint import faultpoint
from engine.train.running import Run


def train(run: Run) -> None:
    """Run optimizer steps until the budget is spent or something asks to end."""
    meter, strategy = run.meter, run.strategy
    while run.step < run.total_steps and run.ending is None:  # every rank gets the same answer
        meter.start()
        batch = run.batches.of_step(run.step)
        meter.count(batch)
        meter.mark("data")
        loss = strategy.gradients(batch, meter)  # summed over this rank's rows
        strategy.sync()
        meter.mark("sync")
        norm = strategy.gradient_norm()
        if run.may_step(norm):
            strategy.clip(norm, run.gradient_clip)
            run.optimize(run.schedule(run.step))
        strategy.settle(run.step, last=run.step + 1 == run.total_steps)
        strategy.forget_gradients()
        norm = run.after_update(norm)
        meter.mark("optimizer")
        meter.finish(loss, norm)
        run.step += 1
        faultpoint("loop.step", step=run.step, rank=run.rank.index, attempt=run.rank.start)

        if meter.lot_is_full or run.step == run.total_steps:
            run.tell_lot()
        if run.evaluation_is_due:
            run.watch_validation()
        if run.checkpoint_is_due:
            run.save_checkpoint()
