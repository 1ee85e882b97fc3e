"""The learning rate as a function of the step: nothing to save, nothing to resume."""

import math
from collections.abc import Callable

from engine.schema.training_spec import ScheduleSpec

# step, counted from 0 -> learning rate of that step
Schedule = Callable[[int], float]

# share of the way after warm-up, 0…1, and the share of it that is decay -> factor
_FALLS: dict[str, Callable[[float, float], float]] = {
    "constant": lambda share, decay: 1.0,
    "linear": lambda share, decay: 1.0 - share,
    "cosine": lambda share, decay: (1.0 + math.cos(math.pi * share)) / 2,
    "warmup_stable_decay": lambda share, decay: min((1.0 - share) / decay, 1.0),
}


def build_schedule(spec: ScheduleSpec, peak: float, total_steps: int) -> Schedule:
    """The rate of step t, counted from 0, of T steps with W of warm-up.

    t < W: peak · (t + 1) / W, so the last step of the warm-up reaches the peak. Then, with s = (t − W) / (T − W):
    constant 1, linear 1 − s, cosine (1 + cos πs) / 2 (Loshchilov and Hutter, 2017), and stable, then decay
    min(1, (T − t) / D) with D = decay · T, at most T − W (Hu et al., 2024, arXiv 2404.06395), each times the peak.
    Zero would be reached with step T, which is the first that is not taken.
    """
    fall = _FALLS[spec.name]
    after_warmup = max(total_steps - spec.warmup_steps, 1)
    decay = min(spec.decay * total_steps / after_warmup, 1.0)

    def learning_rate(step: int) -> float:
        if step < spec.warmup_steps:
            return peak * (step + 1) / spec.warmup_steps
        return peak * fall(min((step - spec.warmup_steps) / after_warmup, 1.0), decay)

    return learning_rate
