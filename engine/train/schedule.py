"""The learning rate as a function of the step: nothing to save, nothing to resume."""

import math
from collections.abc import Callable

from engine.schema.training_spec import ScheduleSpec

# step, counted from 0 -> learning rate of that step
Schedule = Callable[[int], float]

# share of the way after warm-up, 0…1 -> factor
_FALLS: dict[str, Callable[[float], float]] = {
    "constant": lambda share: 1.0,
    "linear": lambda share: 1.0 - share,
    "cosine": lambda share: (1.0 + math.cos(math.pi * share)) / 2,
}


def build_schedule(spec: ScheduleSpec, peak: float, total_steps: int) -> Schedule:
    """Rise along a line over the warm-up, reaching the peak with its last step, then fall as asked."""
    fall = _FALLS[spec.name]
    after_warmup = max(total_steps - spec.warmup_steps, 1)

    def learning_rate(step: int) -> float:
        if step < spec.warmup_steps:
            return peak * (step + 1) / spec.warmup_steps
        return peak * fall(min((step - spec.warmup_steps) / after_warmup, 1.0))

    return learning_rate
