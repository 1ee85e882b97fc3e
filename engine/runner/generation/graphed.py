"""Steps of single tokens on a GPU as CUDA graphs: launched at once in place of kernel by kernel, for which a small
network's eager step spends most of its time. Prompts take the eager way.

A graph has one shape: so many texts, so many blocks of each. Both are filled up to the next power of two with rows that
read and write the scratch block, which nobody looks at.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from engine.runner.generation.blocks import SCRATCH
from engine.runner.generation.llama_step import LlamaStep
from engine.runner.generation.paged_cache import PagedCache
from engine.runner.generation.stepper import Batch, Stepped

Replay = Callable[[], None]
Capture = Callable[[Callable[[], Tensor]], tuple[Replay, Tensor]]

GRAPHED, NOT_GRAPHED = "step_graphed", "step_not_graphed"  # codes of why steps are computed as they are
_MOST_TEXTS = 256
_WARM_STEPS = 2  # before a capture: libraries set themselves up in their first calls


@dataclass(frozen=True)
class _Graph:
    batch: Batch  # what it reads
    replay: Replay
    logits: Tensor  # where it writes


class GraphedStep:
    """A ``Stepper`` beside the eager one; a shape that cannot be captured stays eager."""

    def __init__(self, eager: LlamaStep, capture: Capture | None = None) -> None:
        self.vocabulary, self.width, self.context = eager.vocabulary, eager.width, eager.context
        self.device, self.bits, self.cache_shape = eager.device, eager.bits, eager.cache_shape
        self.why = GRAPHED
        self._eager, self._capture = eager, capture or _captured
        self._graphs: dict[tuple[int, int], _Graph] = {}

    def attach(self, cache: PagedCache) -> None:
        self._eager.attach(cache)
        self._graphs.clear()

    def step(self, batch: Batch) -> Stepped:
        texts = batch.decodes
        is_plain = texts == len(batch.spans) == batch.wanted.shape[0] and not batch.keeps_hidden
        if not is_plain or texts > _MOST_TEXTS or self.why != GRAPHED:
            return self._eager.step(batch)
        shape = _power(texts), _power(batch.block_tables.shape[1])
        if shape not in self._graphs and not self._make(shape):
            return self._eager.step(batch)
        graph = self._graphs[shape]
        _fill(graph.batch, batch)
        graph.replay()
        return Stepped(graph.logits[:texts].clone())

    def _make(self, shape: tuple[int, int]) -> bool:
        batch = _blank(*shape, self.device)
        compute = lambda: self._eager.step(batch).logits  # noqa: E731 - a word for what is captured
        try:
            for _ in range(_WARM_STEPS):
                compute()
            replay, logits = self._capture(compute)
        except RuntimeError as error:
            print(f"steps were not captured: {error}", file=sys.stderr, flush=True)
            self.why = NOT_GRAPHED
            return False
        self._graphs[shape] = _Graph(batch, replay, logits)
        return True


def graphed(stepper: object) -> GraphedStep | None:
    """None for what does not compute on a GPU, or not in Llama's layout."""
    is_fit = isinstance(stepper, LlamaStep) and stepper.device.type == "cuda"
    return GraphedStep(stepper) if is_fit else None  # type: ignore[arg-type]


def _captured(compute: Callable[[], Tensor]) -> tuple[Replay, Tensor]:
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        logits = compute()
    return graph.replay, logits


def _blank(texts: int, blocks: int, device: torch.device) -> Batch:
    """Every row in the scratch block."""

    def zeros(*size: int) -> Tensor:
        return torch.zeros(size, dtype=torch.int64, device=device)

    rows = torch.arange(texts + 1, device=device)
    return Batch(
        tokens=zeros(texts),
        positions=zeros(texts),
        slots=zeros(texts),
        starts=rows,
        block_tables=torch.full((texts, blocks), SCRATCH, device=device),
        lengths=torch.ones(texts, dtype=torch.int64, device=device),
        wanted=rows[:-1],
        decodes=texts,
        spans=tuple((row, row + 1) for row in range(texts)),
        known=(1,) * texts,
    )


def _fill(to: Batch, given: Batch) -> None:
    """The given rows, and behind them rows of scratch."""
    texts, blocks = given.block_tables.shape
    more = to.block_tables.shape[0] - texts
    for name, value in (("tokens", 0), ("positions", 0), ("slots", 0), ("lengths", 1)):
        getattr(to, name).copy_(functional.pad(getattr(given, name), (0, more), value=value))
    wider = to.block_tables.shape[1] - blocks
    to.block_tables.copy_(functional.pad(given.block_tables, (0, wider, 0, more), value=SCRATCH))


def _power(number: int) -> int:
    """The next power of two."""
    return 1 << (number - 1).bit_length()
