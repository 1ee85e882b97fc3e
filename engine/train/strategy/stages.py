"""Where a network is cut into stages: contiguous parts whose costs, measured on this device, are even."""

import time
from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from engine.model.networks.network import Network
from engine.train.task.base import Batch

_REPEATS = 3


def links_of(network: Network) -> list[list[str]]:
    """The parts of the chain, grouped as a cut keeps them together: one without weights goes with the part before it."""
    links: list[list[str]] = []
    for name in network.chain:
        if not links or any(True for _ in network.get_submodule(name).parameters()):
            links.append([])
        links[-1].append(name)
    return links


def measured_costs(network: Network, batch: Batch) -> np.ndarray:
    """Seconds of forward and backward of each link on this batch, each part the best of a few tries."""
    entered: dict[str, tuple[Tensor, ...]] = {}
    handles = [
        network.get_submodule(name).register_forward_pre_hook(
            lambda module, arguments, name=name: entered.__setitem__(name, arguments)
        )
        for name in network.chain
    ]
    with torch.no_grad():
        network(batch.inputs)
    for handle in handles:
        handle.remove()
    costs = np.array(
        [
            sum(_cost(network.get_submodule(name), entered[name]) for name in link)
            for link in links_of(network)
        ]
    )
    network.zero_grad(set_to_none=True)
    return costs


def cut_evenly(costs: Sequence[float] | np.ndarray, stages: int) -> list[range]:
    """Contiguous ranges, one a stage and none empty, whose largest sum of costs is as small as can be.

    Dynamic programming over (stages, parts): the classic linear partition problem.
    """
    parts = len(costs)
    sums = np.concatenate([[0.0], np.cumsum(costs)])
    best = np.full((stages + 1, parts + 1), np.inf)
    came_from = np.zeros((stages + 1, parts + 1), dtype=int)
    best[0, 0] = 0.0
    for stage in range(1, stages + 1):
        for end in range(stage, parts + 1):
            worst = [max(best[stage - 1, start], sums[end] - sums[start]) for start in range(stage - 1, end)]
            choice = int(np.argmin(worst))
            best[stage, end], came_from[stage, end] = worst[choice], stage - 1 + choice
    ranges: list[range] = []
    end = parts
    for stage in range(stages, 0, -1):
        start = int(came_from[stage, end])
        ranges.append(range(start, end))
        end = start
    return ranges[::-1]


def _cost(part: torch.nn.Module, arguments: tuple[Tensor, ...]) -> float:
    return min(_timed(part, arguments) for _ in range(_REPEATS))


def _timed(part: torch.nn.Module, arguments: tuple[Tensor, ...]) -> float:
    first, *context = (
        argument.detach() if isinstance(argument, Tensor) else argument for argument in arguments
    )
    if first.is_floating_point():
        first.requires_grad_(True)
    began = time.perf_counter()
    output = part(first, *context)
    if output.requires_grad:
        output.sum().backward()
    if output.is_cuda:
        torch.cuda.synchronize(output.device)
    return time.perf_counter() - began
