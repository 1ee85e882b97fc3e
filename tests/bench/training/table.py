"""From the speeds of repeats to lines that people read."""

import statistics
from collections.abc import Mapping, Sequence
from typing import Any


def lines(
    title: str,
    speeds: Mapping[str, Sequence[float]],
    base: str,
    wording: str,
    processor: Mapping[str, float] | None = None,
) -> list[str]:
    """A line for each contender: median and best tokens/s, the median ratio pair by pair, and the processor seconds
    of a step on the first rank, which say more than the clock where others use the machine too."""
    head = f"{'':28}{'tokens/s':>10}{'best':>10}{wording:>16}{'lowest':>9}{'highest':>9}{'processor s':>13}"
    found = [f"## {title}", head]
    for name, values in speeds.items():
        pairs = ratios(speeds, name, base)
        found.append(
            f"{name:28}{statistics.median(values):10.0f}{max(values):10.0f}"
            f"{statistics.median(pairs):16.3f}{min(pairs):9.3f}{max(pairs):9.3f}"
            + (f"{processor[name]:13.3f}" if processor else "")
        )
    return found


def ratios(speeds: Mapping[str, Sequence[float]], name: str, base: str) -> list[float]:
    """What is asked for at each pair: ours over a peer, or a strategy over ddp."""
    if base == "ours":
        return [a / b for a, b in zip(speeds["ours"], speeds[name], strict=True)]
    return [a / b for a, b in zip(speeds[name], speeds[base], strict=True)]


def share_of_peak(found: Mapping[str, Any]) -> str:
    """What part of the matrix products that the device can do the steps made use of."""
    share = statistics.median(found["speeds"]["ours"]) * found["flops_per_token"] / found["peak"]
    peak = found["peak"] / 1e12
    return f"ours reaches {share:.2f} of the {peak:.2f} TFLOP/s measured on plain matrix products"
