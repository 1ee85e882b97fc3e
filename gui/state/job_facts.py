"""What lists show of any job, whatever its kind: what it is about, and its one score. Plain values, no Qt."""

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from engine.schema.job import Job

_FOLDS_JUDGED_ON = ("test", "validation")  # a fold is held out as test rows


class JobScore(NamedTuple):
    """The score that stands for a whole job; ``sd`` is known of folds alone."""

    metric: str
    value: float
    sd: float | None = None


def run_of(spec: Any) -> Any:
    """What is trained: of a sweep its base; else the spec itself."""
    return spec.base if spec.kind == "sweep" else spec


def model_name(spec: Any) -> str | None:
    """None where Auto chooses among models."""
    model = getattr(run_of(spec), "model", None)
    return model.name if model is not None else None


def devices_of(job: "Job") -> tuple[str, ...]:
    """Those it has; before it starts, those it asks for."""
    spec = run_of(job.spec)
    return tuple(job.devices or (spec.devices if spec.kind == "search" else spec.strategy.devices))


def metric_of(spec: Any) -> str:
    """By which score its evaluations, or its parts, are judged."""
    return str(spec.judged_by if spec.kind in ("sweep", "search") else spec.training.metric)


def state_of(job: "Job") -> str:
    """The state; of a part that was ended before its time, why: “pruned”, “budget”."""
    cut = job.part.cut if job.part is not None else None
    return cut if cut and job.state == "stopped" else str(job.state)


def score_of(job: "Job", metric: str | None = None) -> JobScore | None:
    """The mean over folds, else the score on the validation rows: of a sweep or Auto the best part's.

    ``metric`` is what its group judges by, which need not be what the run itself does.
    """
    metric, metrics = metric or metric_of(job.spec), job.metrics or {}
    if job.kind == "folds":
        return mean_over_folds(metric, metrics)
    value = (metrics.get("validation") or {}).get(metric)
    if isinstance(value, int | float):
        return JobScore(metric, float(value))
    best = job.progress.best
    return JobScore(best.metric, best.value) if best is not None and best.metric == metric else None


def mean_over_folds(metric: str, metrics: dict[str, Any]) -> JobScore | None:
    """A score's mean and deviation on the rows that were held out."""
    for split in _FOLDS_JUDGED_ON:
        told = (metrics.get(split) or {}).get(metric)
        if isinstance(told, dict) and isinstance(told.get("mean"), int | float):
            return JobScore(metric, float(told["mean"]), told.get("sd"))
    return None
