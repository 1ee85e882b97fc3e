"""Builds everything a run needs, in one place, with the reasons for the order."""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.optim import Optimizer

from engine.model.build import build_model
from engine.schema.card import DatasetCard
from engine.schema.event import Evaluation
from engine.schema.job import JobFile
from engine.schema.plan import Plan
from engine.schema.problem import UserError
from engine.schema.train import TrainSpec
from engine.system.files import read_json
from engine.system.paths import RunFiles
from engine.train.batches import Batches
from engine.train.checkpoint import Checkpoints
from engine.train.evaluate import EarlyStopping, evaluate
from engine.train.meter import Meter
from engine.train.optimizer import build_optimizer, step_of
from engine.train.report import Report
from engine.train.schedule import Schedule, build_schedule
from engine.train.strategy import build_strategy
from engine.train.strategy.base import Strategy
from engine.train.task import build_task
from engine.train.task.base import Batch, Source, Task, forward
from engine.worker.orders import NO_ORDER, Orders
from engine.worker.progress import Progress
from engine.worker.rank import Rank, seed_all

MOST_EVALUATIONS = 200  # a run of thousands of short epochs is not measured after each of them

_ENDINGS = {"stop": "stopped", "pause": "paused", None: None}


@dataclass(frozen=True)
class Papers:
    """What the run directory says before anything starts."""

    spec: TrainSpec
    plan: Plan
    job: JobFile
    dataset: DatasetCard


@dataclass
class Run:
    """Everything the loop needs."""

    files: RunFiles
    papers: Papers
    rank: Rank
    task: Task
    batches: Batches
    strategy: Strategy
    optimizer: Optimizer
    schedule: Schedule
    total_steps: int
    meter: Meter
    report: Report
    orders: Orders
    checkpoints: Checkpoints
    stopping: EarlyStopping
    step: int = 0
    elapsed: float = 0.0  # seconds of training before this start
    ending: str | None = None  # "finished" early, "paused" or "stopped"
    wants_checkpoint: bool = False
    gradient_clip: float | None = field(init=False)
    optimize: Any = field(init=False)

    def __post_init__(self) -> None:
        self.gradient_clip = self.spec.training.gradient_clip
        self.optimize = step_of(self.optimizer)
        epochs = -(-self.total_steps // self.batches.steps_per_epoch)
        self._epochs_between = max(-(-epochs // MOST_EVALUATIONS), 1)

    @property
    def spec(self) -> TrainSpec:
        return self.papers.spec

    def loss(self, batch: Batch) -> Tensor:
        """Sum of the losses of this rank's rows."""
        with self.precision():
            output = forward(self.strategy.model, batch)
        return self.task.loss(output, batch.targets)

    def precision(self) -> AbstractContextManager:
        """bf16 computes the matrix products in half the bits; weights and losses stay fp32."""
        if self.spec.training.precision == "fp32":
            return _AS_IT_IS
        return torch.autocast(self.rank.device.type, dtype=torch.bfloat16)

    def tell_lot(self) -> None:
        """Close the lot of steps on every rank, say what they brought, and take the order that came with it."""
        first = self.step - len(self.meter)
        rows = np.array([self.batches.rows_of_step(step) for step in range(first, self.step)])
        lot = self.meter.close(first, rows, self.orders.look() if self.rank.is_first else NO_ORDER)
        self.report.lot(lot, self.schedule)
        self.ending = self.ending or _ENDINGS[lot.order.end]
        self.wants_checkpoint = self.wants_checkpoint or lot.order.checkpoint
        if (bad := lot.first_bad_step()) is not None:
            raise self.loss_not_finite(bad)

    @property
    def evaluation_is_due(self) -> bool:
        """At the end of an epoch; of every n-th when epochs are many."""
        return self.step % (self.batches.steps_per_epoch * self._epochs_between) == 0

    def watch_validation(self) -> None:
        """Measure on the validation rows, and end early when asked to and nothing improves."""
        values = self.evaluate("validation")
        if values is None:
            return
        best = self.stopping.see(values["loss"])
        self.report.say(
            Evaluation, at_once=False, step=self.step, split="validation", values=values, best=best
        )
        if self.stopping.is_over and self.ending is None:
            self.ending = "finished"

    def evaluate(self, split: str) -> dict[str, Any] | None:
        size = max(self.spec.training.batch_size // self.rank.world_size, self.task.best_batch)
        with self.precision():
            return evaluate(self.task, self.strategy.model, split, self.rank, size)

    @property
    def checkpoint_is_due(self) -> bool:
        return self.wants_checkpoint or self.step % self.spec.checkpoint.every_steps == 0

    def save_checkpoint(self) -> None:
        """Tell the open lot first: a checkpoint may only claim steps that are known and finite."""
        if len(self.meter):
            self.tell_lot()
        self._refuse_broken_weights()
        self.wants_checkpoint = False
        self.checkpoints.save(self)

    def _refuse_broken_weights(self) -> None:
        """The last update's loss may have been finite and its weights no longer be; nobody could go on from those."""
        broken = [float(not tensor.isfinite().all()) for tensor in self.strategy.parameters]
        if self.rank.sum_over_ranks(np.array([sum(broken)]))[0]:
            raise self.loss_not_finite(self.step - 1)

    def loss_not_finite(self, step: int) -> UserError:
        """What to say when the numbers ran away at this step, counted from 0."""
        rate = f"{self.schedule(step):.3g}"
        return UserError(
            "loss_not_finite", field="training.optimizer.learning_rate", step=step + 1, learning_rate=rate
        )


_AS_IT_IS: AbstractContextManager = nullcontext()


def read_papers(files: RunFiles) -> Papers:
    """Spec, plan, job and the dataset's card; raises UserError when the dataset is gone."""
    spec = TrainSpec.model_validate(read_json(files.spec))
    card = read_json(files.home.dataset(spec.data.source) / "card.json")
    if card is None:
        raise UserError("dataset_missing", field="data.source", dataset=spec.data.source)
    plan, job = Plan.model_validate(read_json(files.plan)), JobFile.model_validate(read_json(files.job))
    return Papers(spec, plan, job, DatasetCard.model_validate(card))


def set_up(files: RunFiles, papers: Papers, rank: Rank, progress: Progress) -> Run:
    """Data, model, strategy, optimizer, instruments; then whatever an earlier attempt left."""
    spec = papers.spec
    progress.enter("data")
    folder = files.home.dataset(spec.data.source)
    source = Source(spec, papers.dataset, folder / "data.arrow", papers.plan.features, rank.device)
    task = build_task(source)
    batches = Batches(task, spec, rank)
    total_steps = _total_steps(papers, batches.steps_per_epoch)

    progress.enter("model")
    # The same seed on every rank, before anything else draws: the first weights do not depend on how many ranks there are.
    seed_all(spec.training.seed)
    model = build_model(spec.model, task.preprocessing.width, task.outputs)
    # Strategy before optimizer: the optimizer must hold the tensors that the strategy trains.
    strategy = build_strategy(spec.strategy, model.to(rank.device), rank)
    optimizer = build_optimizer(spec.training.optimizer, strategy.parameters)
    # From here on chance differs by rank, or all ranks would drop the same activations.
    seed_all(spec.training.seed * 100_003 + rank.index + 1)

    early = spec.training.early_stopping
    orders = Orders(files.order, rank.attempt)
    orders.obey_signals()
    run = Run(
        files=files,
        papers=papers,
        rank=rank,
        task=task,
        batches=batches,
        strategy=strategy,
        optimizer=optimizer,
        schedule=build_schedule(spec.training.schedule, spec.training.optimizer.learning_rate, total_steps),
        total_steps=total_steps,
        meter=Meter(rank),
        report=Report(progress),
        orders=orders,
        checkpoints=Checkpoints(files.checkpoints, spec.checkpoint.keep),
        stopping=EarlyStopping(early.patience, early.min_delta) if early else EarlyStopping(None),
    )
    progress.enter("load")
    run.checkpoints.resume(run)  # last: it overwrites what was built above
    return run


def _total_steps(papers: Papers, steps_per_epoch: int) -> int:
    """Epochs and steps, whichever ends first; a trial ends where its plan says."""
    training = papers.spec.training
    limits = [
        training.epochs * steps_per_epoch if training.epochs else None,
        training.max_steps,
        papers.plan.total_steps if papers.job.trial else None,
    ]
    return min(limit for limit in limits if limit)
