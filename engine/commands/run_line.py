"""One run as a line of text: the fold of its events for a terminal. Pure; prints nothing."""

from typing import Any

from engine.setup.progress import duration


class RunLine:
    """What the events said so far, in few words."""

    def __init__(self) -> None:
        self.phase = ""
        self.step = 0
        self.total: int | None = None
        self.loss: float | None = None
        self.validation: float | None = None
        self._from: tuple[int, float] | None = None  # where this attempt's pace is measured from
        self._elapsed = 0.0

    def apply(self, event: dict[str, Any]) -> tuple[str, ...]:
        """Take in one event of the run; nothing of it stays on a line of its own."""
        match event:
            case {"kind": "started", "step": step}:
                self.step, self.total, self._from = step, event.get("total_steps"), None
            case {"kind": "phase", "name": name}:
                self.phase = name
            case {"kind": "metrics", "first_step": first, "values": {"loss": [*losses]}} if losses:
                self._step(first + len(losses) - 1, losses[-1], event.get("elapsed", 0.0))
            case {"kind": "evaluation", "split": "validation", "values": {"loss": loss}}:
                self.validation = loss
        return ()

    def _step(self, step: int, loss: float | None, elapsed: float) -> None:
        self.step, self.loss, self._elapsed = step, loss, elapsed
        if self._from is None:
            self._from = (step, elapsed)

    @property
    def seconds_left(self) -> float | None:
        """By the pace of this attempt; None while that is unknown."""
        if self._from is None or self.total is None or self.step <= self._from[0]:
            return None
        pace = (self._elapsed - self._from[1]) / (self.step - self._from[0])
        return max(0.0, pace * (self.total - self.step))

    def text(self) -> str:
        """For example: ``step 1,200 of 6,000 · loss 0.1234 · validation 0.13 · 12 s left``."""
        if self.loss is None and self.step == 0:
            return PHASES.get(self.phase, "waiting for its devices")
        of = f" of {self.total:,}" if self.total else ""
        parts = [f"step {self.step:,}{of}", f"loss {number(self.loss)}"]
        if self.validation is not None:
            parts.append(f"validation {number(self.validation)}")
        if (left := self.seconds_left) is not None and self.step != self.total:
            parts.append(f"{duration(left)} left")
        if self.phase in ("evaluate", "save"):
            parts.append(PHASES[self.phase])
        return " · ".join(parts)


PHASES = {
    "imports": "starting",
    "data": "reading the data",
    "model": "making the model",
    "load": "loading the checkpoint",
    "train": "training",
    "evaluate": "measuring",
    "save": "saving the model",
}


def number(value: float | None) -> str:
    """A loss in four figures; a value that is not finite comes as None."""
    return "not finite" if value is None else f"{value:.4g}"
