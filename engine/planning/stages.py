"""A chain of parts cut into stages of about equal work, each stage neighbours."""

from collections.abc import Sequence

from engine.planning.anatomy import Part

Link = tuple[Part, ...]


def links_of(parts: Sequence[Part]) -> list[Link]:
    """The parts that can be told apart by a cut: one without matrices goes with the part before it."""
    links: list[list[Part]] = []
    for part in parts:
        if part.matrices or not links:
            links.append([part])
        else:
            links[-1].append(part)
    return [tuple(link) for link in links]


def cut_into_stages(parts: Sequence[Part], stages: int) -> tuple[tuple[Part, ...], ...]:
    """The cut whose costliest stage costs least; every stage has a link, so there are at most as many as links."""
    if stages <= 1:
        return (tuple(parts),)
    links = links_of(parts)
    stages = max(min(stages, len(links)), 1)
    costs = [sum(_cost(part) for part in link) for link in links]
    low, high = max(costs), sum(costs)
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if _needed(costs, middle) <= stages else (middle, high)
    return _cut(links, costs, high, stages)


def _cost(part: Part) -> float:
    """Work of a pass; what only looks things up still takes its time."""
    return part.flops + 1000.0 * part.kernels * part.positions


def _needed(costs: Sequence[float], most: float) -> int:
    stages, filled = 1, 0.0
    for cost in costs:
        if filled + cost > most:
            stages, filled = stages + 1, 0.0
        filled += cost
    return stages


def _cut(
    links: Sequence[Link], costs: Sequence[float], most: float, stages: int
) -> tuple[tuple[Part, ...], ...]:
    cut: list[list[Part]] = [[]]
    filled = 0.0
    for number, (link, cost) in enumerate(zip(links, costs, strict=True)):
        must = len(links) - number <= stages - len(cut)  # or a later stage would be empty
        if cut[-1] and (filled + cost > most or must):
            cut.append([])
            filled = 0.0
        cut[-1].extend(link)
        filled += cost
    return tuple(tuple(stage) for stage in cut)
