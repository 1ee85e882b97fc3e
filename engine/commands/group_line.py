"""A job made of runs as lines of text: the fold of its events for a terminal. Pure; prints nothing."""

from collections.abc import Mapping
from typing import Any

from engine.commands.run_line import number
from engine.schema.job import Job
from engine.schema.search_spec import SearchSpec
from engine.schema.sweep_spec import SweepSpec
from engine.schema.train import TrainSpec

WORDS = {"folds": "fold", "sweep": "trial", "search": "model"}
_LIVE = ("starting", "running", "stopping", "pausing")
_ENDED = ("finished", "failed", "stopped", "pruned", "budget")
_SAID = {"budget": "ended, the time was over", "pruned": "given up"}


class GroupLine:
    """What the events said so far, in few words."""

    def __init__(self, job: Job) -> None:
        self._word = WORDS[job.kind]
        self._split = "test" if job.kind == "folds" else "validation"
        self._metric = metric_of(job)
        self._of: int | None = None
        self._done = 0
        self._states: dict[int, str] = {}
        self._best: tuple[int, float | None] | None = None
        self._scores: dict[int, float | None] = {}

    def apply(self, event: dict[str, Any]) -> list[str]:
        """Take in one event; gives the lines that stay: a part that ended, and what all of them add up to."""
        match event:
            case {"kind": "started", "total_steps": total}:
                self._of = total
            case {"kind": "part", "part": part, "state": state}:
                is_news = self._states.get(part) != state
                self._states[part], self._done = state, event["done"]
                self._of, best = event.get("of"), event.get("best")
                self._scores[part] = event.get("score")
                self._best = (best, self._scores.get(best)) if best is not None else None
                return [self._ended(event)] if is_news and state in _ENDED else []
            case {"kind": "summary"}:
                return self._summary(event)
        return []

    def text(self) -> str:
        """For example: ``3 of 8 trials · 2 running · best loss 0.1234 (trial 1)``."""
        running = sum(state in _LIVE for state in self._states.values())
        if not self._done and not running:
            return "waiting for its devices"
        of = f" of {self._of:,}" if self._of else ""
        parts = [f"{self._done:,}{of} {self._word}s", f"{running} running"]
        if self._best is not None:
            parts.append(f"best {self._metric} {number(self._best[1])} ({self._word} {self._best[0]})")
        return " · ".join(parts)

    def _ended(self, event: dict[str, Any]) -> str:
        state = event["state"]
        said = f"{self._word} {event['part']} {_SAID.get(state, state)}"
        is_fold = self._split == "test"
        score = event["metrics"].get("test", {}).get(self._metric) if is_fold else event.get("score")
        if score is not None:
            said += f" · {self._split} {self._metric} {number(score)}"
        settings = settings_line(event["values"])
        return f"{said} · {settings}" if settings else said

    def _summary(self, event: dict[str, Any]) -> list[str]:
        test = event["metrics"].get("test", {})
        if self._word == "fold":
            return [
                f"test {name} {number(value['mean'])} ± {number(value['sd']) if value['sd'] is not None else '–'}"
                for name, value in test.items()
                if isinstance(value, dict) and value.get("mean") is not None
            ]
        if event.get("best") is None:
            return []
        best = f"best: {self._word} {event['best']} · validation {self._metric} {number(event['score'])}"
        return [best + _honest(self._metric, test)]


def metric_of(job: Job) -> str:
    """What the parts of a job are judged by."""
    if isinstance(job.spec, SweepSpec | SearchSpec):
        return job.spec.judged_by
    return job.spec.training.metric if isinstance(job.spec, TrainSpec) else "loss"


def settings_line(values: Mapping[str, Any]) -> str:
    """Settings by the last word of their path; of a whole model its name."""
    return ", ".join(f"{path.rpartition('.')[2]} {_shown(value)}" for path, value in values.items())


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return str(value.get("name", value))
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _honest(metric: str, test: Mapping[str, Any]) -> str:
    """The score on the test rows, and what a simple guess would have had."""
    if (score := test.get(metric)) is None:
        return ""
    baseline = test.get("baseline") or {}
    guess = baseline.get(metric)
    return f" · test {metric} {number(score)}" + (f", baseline {number(guess)}" if guess is not None else "")
