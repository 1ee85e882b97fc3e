"""What a run's events add up to: its progress, its scores, its address. Reads plain dicts; decides nothing."""

from typing import Any

from engine.schema.base import Record
from engine.schema.job import Progress
from engine.schema.metrics import Judged
from engine.schema.serve import ServedModel

SPARK_POINTS = 40
RATE_MEMORY = 0.9  # share of the old rate kept per report: the time left follows the last few seconds


class Fold(Record):
    """The events so far. ``offset`` says up to which byte of ``events.jsonl``."""

    offset: int = 0
    begun: int = 0  # the newest attempt that has said ``started``
    steps_per_epoch: int | None = None
    step: int = 0
    total_steps: int | None = None
    phase: str | None = None
    loss: float | None = None
    validation_loss: float | None = None
    samples_per_second: float | None = None
    rate: float | None = None  # steps per second, recent
    elapsed: float | None = None
    stride: int = 1  # steps per point of the sparkline
    spark: tuple[float | None, ...] = ()
    pending: tuple[float | None, ...] = ()  # losses of the point that is not full yet
    best: Judged | None = None  # of the evaluations so far, by the metric that judges the run
    metrics: dict[str, dict[str, Any]] | None = None
    model_saved: bool = False
    model: str | None = None  # of a job made of runs: the best one's
    url: str | None = None
    fingerprint: str | None = None
    ready: float | None = None  # when the newest attempt of an endpoint became ready, by the wall clock
    readies: int = 0  # times that an endpoint became ready
    served: tuple[ServedModel, ...] = ()
    evaluations: tuple[
        tuple[int, dict[str, float | None]], ...
    ] = ()  # step, and numbers on the validation rows
    active: bool = False  # steps were reported, or an endpoint is ready, in the newest attempt

    def at_rest(self) -> "Fold":
        """Without what was true of the last attempt's processes alone."""
        over = {"url": None, "fingerprint": None, "ready": None, "served": (), "phase": None, "rate": None}
        return self.model_copy(update={**over, "active": False})

    def progress(self) -> Progress:
        """As lists show it."""
        per_epoch = self.steps_per_epoch
        left = None
        if self.total_steps is not None and self.rate:
            left = max(0.0, (self.total_steps - self.step) / self.rate)
        return Progress(
            step=self.step,
            total_steps=self.total_steps,
            epoch=self.step / per_epoch if per_epoch else None,
            epochs=self.total_steps / per_epoch if per_epoch and self.total_steps else None,
            seconds_left=left,
            samples_per_second=self.samples_per_second,
            phase=self.phase,
            loss=self.loss,
            validation_loss=self.validation_loss,
            best=self.best,
            spark=self.spark + ((_mean(self.pending),) if self.pending else ()),
        )


def fold_event(fold: Fold, event: dict[str, Any], offset: int) -> Fold:
    """The fold after one more event, which ends at byte ``offset``."""
    changes = _FOLDS.get(event.get("kind", ""), _nothing)(fold, event)
    return fold.model_copy(update={**changes, "offset": offset})


def _nothing(fold: Fold, event: dict[str, Any]) -> dict[str, Any]:
    return {}


def _started(fold: Fold, event: dict[str, Any]) -> dict[str, Any]:
    """A new attempt: what was reported after its first step is written anew."""
    step = event["step"]
    return {
        "best": fold.best if fold.best is not None and fold.best.step <= step else None,
        "begun": event.get("attempt", fold.begun),
        "step": step,
        "total_steps": event.get("total_steps"),
        "steps_per_epoch": event.get("steps_per_epoch"),
        "spark": fold.spark[: step // fold.stride],
        "evaluations": tuple(told for told in fold.evaluations if told[0] <= step),
        "pending": (),
        "rate": None,
        "elapsed": None,
        "active": False,
        "url": None,
        "fingerprint": None,
        "ready": None,
        "served": (),
    }


def _phase(fold: Fold, event: dict[str, Any]) -> dict[str, Any]:
    return {"phase": event.get("name")}


def _metrics(fold: Fold, event: dict[str, Any]) -> dict[str, Any]:
    values = event.get("values", {})
    losses = values.get("loss") or ()
    count = max((len(series) for series in values.values()), default=0)
    step = event["first_step"] + count - 1
    changes: dict[str, Any] = {"step": step, "active": True, "phase": "train"}
    changes |= _spark(fold, losses)
    changes |= _rate(fold, event.get("elapsed"), count)
    if losses:
        changes["loss"] = losses[-1]
    if speeds := values.get("samples_per_second"):
        changes["samples_per_second"] = speeds[-1]
    return changes


def _rate(fold: Fold, elapsed: float | None, steps: int) -> dict[str, Any]:
    if elapsed is None:
        return {}
    if fold.elapsed is None or elapsed <= fold.elapsed:
        return {"elapsed": elapsed}
    now = steps / (elapsed - fold.elapsed)
    rate = now if fold.rate is None else RATE_MEMORY * fold.rate + (1 - RATE_MEMORY) * now
    return {"elapsed": elapsed, "rate": rate}


def _spark(fold: Fold, losses: Any) -> dict[str, Any]:
    points, pending, stride = list(fold.spark), list(fold.pending), fold.stride
    for loss in losses:
        pending.append(loss)
        if len(pending) < stride:
            continue
        points.append(_mean(pending))
        pending = []
        if len(points) >= SPARK_POINTS:
            points = [_mean(points[i : i + 2]) for i in range(0, len(points), 2)]
            stride *= 2
    return {"spark": tuple(points), "pending": tuple(pending), "stride": stride}


def _mean(values: Any) -> float | None:
    finite = [value for value in values if value is not None]
    return sum(finite) / len(finite) if finite else None


def _evaluation(fold: Fold, event: dict[str, Any]) -> dict[str, Any]:
    values, split = event.get("values", {}), event.get("split")
    changes: dict[str, Any] = {}
    if split == "validation" and "loss" in values:
        changes["validation_loss"] = values["loss"]
    if judged := event.get("judged"):
        changes["best"] = Judged.model_validate(judged)
    if split == "validation" and not event.get("final"):
        scores = {name: value for name, value in values.items() if _is_score(value)}
        changes["evaluations"] = (*fold.evaluations, (event.get("step", fold.step), scores))
    if event.get("final"):
        changes["metrics"] = {**(fold.metrics or {}), split: values}
    return changes


def _is_score(value: Any) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))


def _model(fold: Fold, event: dict[str, Any]) -> dict[str, Any]:
    metrics = event.get("metrics") or fold.metrics
    return {"model_saved": True, "metrics": metrics}


def _ready(fold: Fold, event: dict[str, Any]) -> dict[str, Any]:
    return {
        "url": event.get("url"),
        "fingerprint": event.get("fingerprint"),
        "ready": event.get("time"),
        "readies": fold.readies + 1,
        "active": True,
        "phase": "ready",
    }


def _served(fold: Fold, event: dict[str, Any]) -> dict[str, Any]:
    """A name keeps its place, so that lists do not jump."""
    new = ServedModel.model_validate(event["served"])
    if all(old.name != new.name for old in fold.served):
        return {"served": (*fold.served, new)}
    return {"served": tuple(new if old.name == new.name else old for old in fold.served)}


def _unserved(fold: Fold, event: dict[str, Any]) -> dict[str, Any]:
    return {"served": tuple(old for old in fold.served if old.name != event["name"])}


def _part(fold: Fold, event: dict[str, Any]) -> dict[str, Any]:
    """Of a job made of runs: what a step is to a run, a part is to it."""
    done, elapsed = event["done"], event.get("elapsed") or 0.0
    rate = done / elapsed if done and elapsed else None
    return {"step": done, "total_steps": event.get("of"), "rate": rate, "elapsed": elapsed}


def _summary(fold: Fold, event: dict[str, Any]) -> dict[str, Any]:
    return {"metrics": event.get("metrics") or None, "model": event.get("model")}


def _ended(fold: Fold, event: dict[str, Any]) -> dict[str, Any]:
    return {"rate": None}  # a run that stopped early has no time left to tell


_FOLDS = {
    "started": _started,
    "phase": _phase,
    "metrics": _metrics,
    "evaluation": _evaluation,
    "model": _model,
    "ready": _ready,
    "served": _served,
    "unserved": _unserved,
    "part": _part,
    "summary": _summary,
    "ended": _ended,
}
