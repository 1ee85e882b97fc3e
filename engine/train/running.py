"""A run while it goes on: everything the loop needs, and when what is due. Knows no file but through its parts."""

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor
from torch.optim import Optimizer

from engine.schema.event import Evaluation, Straggler
from engine.schema.problem import UserError
from engine.schema.train import TrainSpec
from engine.system.paths import RunFiles
from engine.train.average import WeightAverage
from engine.train.checkpoint import Checkpoints
from engine.train.evaluate import Scores, evaluate
from engine.train.feeder import Feeder
from engine.train.judge import Judge
from engine.train.loss_scale import LossScale
from engine.train.meter import Lot, Meter
from engine.train.optimizer import step_of
from engine.train.origin import Origin
from engine.train.report import Report
from engine.train.samples import say_samples
from engine.train.schedule import Schedule
from engine.train.shards import local
from engine.train.straggler import Watch, named
from engine.train.strangers import Neighbourhood
from engine.train.strategy.base import Strategy
from engine.train.task.base import Task
from engine.train.work import Peaks
from engine.worker.orders import NO_ORDER, Order, Orders
from engine.worker.rank import Rank

if TYPE_CHECKING:
    from engine.train.setup import Papers

WATCH_SECONDS = 2.0  # between two looks at how the ranks compare
MOST_EVALUATIONS = 200  # a run of thousands of short epochs is not measured after each of them

_ENDINGS = {"stop": "stopped", "pause": "paused", None: None}


@dataclass
class Run:
    """Everything the loop needs."""

    files: RunFiles
    papers: "Papers"
    rank: Rank
    task: Task
    batches: Feeder
    strategy: Strategy
    optimizer: Optimizer
    schedule: Schedule
    total_steps: int
    meter: Meter
    report: Report
    orders: Orders
    checkpoints: Checkpoints
    judge: Judge
    peaks: Peaks
    origin: Origin = field(default_factory=Origin)
    began_from: str = ""  # what a glance at it has seen
    loss_scale: LossScale | None = None
    average: WeightAverage | None = None
    parameters: int = 0  # of the whole model, over all ranks
    step: int = 0
    elapsed: float = 0.0  # seconds of training before this start
    ending: str | None = None  # "finished" early, "paused" or "stopped"
    wants_checkpoint: bool = False
    wants_pin: bool = False  # the next checkpoint holds the best weights so far
    gradient_clip: float | None = field(init=False)
    optimize: Any = field(init=False)

    def __post_init__(self) -> None:
        self.gradient_clip = self.spec.training.gradient_clip
        self.optimize = step_of(self.optimizer)
        if self.loss_scale is not None:
            self.strategy.loss_scale = self.loss_scale.scale
        epochs = -(-self.total_steps // self.batches.steps_per_epoch)
        self._epochs_between = max(-(-epochs // MOST_EVALUATIONS), 1)
        self.meter.peak = self.peaks.known(self.spec.training.precision)
        self._watch, self._watched, self._neighbourhood = Watch(), 0.0, Neighbourhood()

    @property
    def spec(self) -> TrainSpec:
        return self.papers.spec

    def as_json(self) -> dict[str, Any]:
        """What a checkpoint keeps beside tensors and step."""
        return {
            "elapsed": self.report.elapsed(),
            "began_from": self.began_from,
            "judge": self.judge.as_json(),
            "pinned": self.checkpoints.pinned,
        }

    def take_up(self, step: int, state: dict[str, Any]) -> None:
        """Go on from there; raises UserError where what was learnt belongs to other weights."""
        self.origin.must_be(state.get("began_from"))
        self.step, self.elapsed = step, state["elapsed"]
        self.judge.load(state.get("judge", {}))
        if not self.checkpoints.pin(state.get("pinned")):
            self.judge.forget_best()

    def take_up_loss_scale(self, state: Tensor) -> None:
        """Go on with this one; ranks that step alone have each their own."""
        if self.loss_scale is not None:
            self.loss_scale.load(state)
            self.strategy.loss_scale = self.loss_scale.scale

    # --- a step

    def may_step(self, norm: Tensor) -> bool:
        """False for fp16 gradients that overflowed: the step is left out and the loss scaled less. All ranks agree."""
        return self.loss_scale is None or self.loss_scale.see(float(norm))

    def after_update(self, norm: Tensor) -> Tensor:
        """Average the weights, take the next loss scale; the gradient's true norm."""
        if self.average is not None:
            self.average.update()
        if self.loss_scale is None:
            return norm
        self.strategy.loss_scale = self.loss_scale.scale
        true = norm.new_tensor(self.loss_scale.unscaled(float(norm)))
        # An overflow was dealt with; only where no scale helps has the run come to its end.
        return true if self.loss_scale.is_hopeless else true.nan_to_num(0.0, 0.0, 0.0)

    # --- between steps

    def tell_lot(self) -> None:
        """Close the lot of steps on every rank, say what they brought, and take the order that came with it."""
        first = self.step - len(self.meter)
        rows = np.array([self.batches.rows_of_step(step) for step in range(first, self.step)])
        order = self.orders.look() if self.rank.is_first else NO_ORDER
        units = np.array([self.batches.units_of_step(step) for step in range(first, self.step)])
        lot = self.meter.close(first, rows, order, units)
        self.take(lot)
        self._watch_ranks(lot)

    def _watch_ranks(self, lot: Lot) -> None:
        """Now and then: who holds the others up; and once, how fast this device could be."""
        seconds = float(lot.marks[-1]) - self._watched
        if seconds < WATCH_SECONDS:
            return
        first, self._watched = not self._watched, float(lot.marks[-1])
        if first:  # the first steps are slower on every rank
            return
        if self.meter.peak is None:
            peaks = self.peaks.measure(self.spec.training.precision)
            self.meter.peak = peaks[self.spec.training.precision]
            if self.rank.is_first:
                self.peaks.keep(peaks)
        if not self.rank.is_first:
            return
        verdict = self._watch.look(lot.ranks, lot.symptoms)
        if verdict is not None and verdict.cause == "other_process":
            stranger = self._neighbourhood.busiest(self.files.id)
            verdict = named(verdict, stranger)
        if verdict is not None:
            self.report.say(Straggler, step=self.step, **asdict(verdict))
        elif self._watch.suspects:
            self._neighbourhood.look()

    def take(self, lot: Lot) -> None:
        """Say what a lot brought, and obey the order that came with it."""
        self.report.lot(lot, self.schedule)
        self.checkpoints.tell(self.report)
        self.obey(lot.order)
        if (bad := lot.first_bad_step()) is not None:
            raise self.loss_not_finite(bad)

    def obey(self, order: Order) -> None:
        """Remember what is asked."""
        self.ending = self.ending or _ENDINGS[order.end]
        self.wants_checkpoint = self.wants_checkpoint or order.checkpoint

    @property
    def evaluation_is_due(self) -> bool:
        """At the end of an epoch, of every n-th when epochs are many; and at the end of a run that keeps its best."""
        at_the_end = self.step == self.total_steps and self.spec.training.weights == "best"
        return at_the_end or self.step % self.steps_between_evaluations == 0

    @property
    def steps_between_evaluations(self) -> int:
        return self.batches.steps_per_epoch * self._epochs_between

    def watch_validation(self) -> None:
        """Measure on the validation rows; keep what is best, and end early when asked to and nothing improves."""
        scores = self.evaluate("validation")
        if scores is None:
            return
        values = scores.values
        best = self.judge.see(values, self.step)
        self.report.say(
            Evaluation,
            at_once=False,
            step=self.step,
            split="validation",
            values=values,
            best=best,
            judged=self.judge.best,
        )
        with self.strategy.measured(self.average):
            say_samples(self)
        if best and self.keeps_best:
            self.wants_pin = self.wants_checkpoint = True
        if self.judge.is_over and self.ending is None:
            self.ending = "finished"

    @property
    def keeps_best(self) -> bool:
        """Whether the model is made of the best weights; a trial makes none."""
        return self.spec.training.weights == "best" and not self.papers.job.trial

    def evaluate(self, split: str, *, pictures: bool = False) -> Scores | None:
        """Scores of a split, the same on every rank; with averaged weights where there are any."""
        size = self.spec.training.batch_size
        with self.strategy.measured(self.average):
            return evaluate(self.task, self.strategy, split, self.rank, size, pictures=pictures)

    @property
    def checkpoint_is_due(self) -> bool:
        return self.wants_checkpoint or self.step % self.spec.checkpoint.every_steps == 0

    def save_checkpoint(self) -> None:
        """Tell the open lot first: a checkpoint may only claim steps that are known and finite."""
        if len(self.meter):
            self.tell_lot()
        self._refuse_broken_weights()
        if self.wants_pin:
            self.checkpoints.pin_next(self.step)
        self.wants_checkpoint = self.wants_pin = False
        self.strategy.before_save(self.step)
        self.checkpoints.save(self)

    def _refuse_broken_weights(self) -> None:
        """The last update's loss may have been finite and its weights no longer be; nobody could go on from those."""
        with torch.no_grad():
            broken = [float(not local(t).isfinite().all()) for t in self.strategy.trained.values()]
        if self.rank.sum_over_ranks(np.array([sum(broken)]))[0]:
            raise self.loss_not_finite(self.step - 1)

    def loss_not_finite(self, step: int) -> UserError:
        """What to say when the numbers ran away at this step, counted from 0."""
        rate = f"{self.schedule(step):.3g}"
        return UserError(
            "loss_not_finite", field="training.optimizer.learning_rate", step=step + 1, learning_rate=rate
        )
