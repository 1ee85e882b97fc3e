"""What a rank sends in one step under each strategy, in bytes and messages."""

from collections.abc import Iterator
from typing import NamedTuple

from engine.planning.activations import FULL
from engine.planning.anatomy import Anatomy
from engine.planning.layout import Layout
from engine.schema.strategy_spec import (
    DdpSpec,
    DilocoSpec,
    FsdpSpec,
    LocalSgdSpec,
    ParameterServerSpec,
    Zero1Spec,
)
from engine.schema.train import TrainSpec

BUCKET = 25 << 20  # bytes that gradients are sent in


class Sent(NamedTuple):
    """One kind of message of a step."""

    bytes: float
    messages: float
    may_hide: bool  # goes on behind the computation


def traffic_of(spec: TrainSpec, anatomy: Anatomy, layout: Layout) -> Iterator[Sent]:
    """Everything a rank sends in a step; a ring sends 2 (n − 1)/n of what it sums (Patarasu and Yuan, 2009)."""
    weights = FULL * anatomy.trained
    ring = (layout.data - 1) / layout.data
    match spec.strategy:
        case ParameterServerSpec():  # every worker pushes and pulls; the wire of a server is what they share
            yield Sent(2 * weights * layout.data / layout.servers, 2 * layout.servers, False)
        case LocalSgdSpec(period=period) | DilocoSpec(period=period):
            yield Sent(2 * ring * weights / period, 1, False)
        case FsdpSpec() as strategy:
            passes = 3 if strategy.reshard_after_forward else 2  # gathered once or twice, reduced once
            share = (layout.shards - 1) / layout.shards
            yield Sent(passes * weights * share, passes * len(anatomy.blocks), True)
        case _:
            yield from _gradients(spec, anatomy, layout)
            yield from _activations(spec, anatomy, layout)


def _gradients(spec: TrainSpec, anatomy: Anatomy, layout: Layout) -> Iterator[Sent]:
    if layout.data == 1:
        return
    ring = (layout.data - 1) / layout.data
    own = FULL * anatomy.trained / (layout.tensor * layout.pipeline)
    sent = own * _compressed(spec)
    yield Sent(2 * ring * sent, 1 + own / BUCKET, True)
    if isinstance(spec.strategy, Zero1Spec):  # and what each has updated goes to the others
        yield Sent(ring * own, layout.world, False)


def _activations(spec: TrainSpec, anatomy: Anatomy, layout: Layout) -> Iterator[Sent]:
    """Between ranks that share a layer, and from stage to stage."""
    rows = layout.rows_per_rank(spec.training.batch_size)
    widest = max((part.leaves * part.positions for part in anatomy.blocks or anatomy.parts), default=0)
    crossing = FULL * rows * widest
    if layout.tensor > 1:
        layers = len(anatomy.blocks)
        share = 2 * (layout.tensor - 1) / layout.tensor
        # Twice a layer in each direction (Shoeybi et al., 2019).
        yield Sent(4 * layers * share * crossing, 4 * layers * layout.passes(spec.training), False)
    if layout.pipeline > 1:
        yield Sent(2 * crossing, 2 * layout.micro_batches, True)


def _compressed(spec: TrainSpec) -> float:
    """Share of the bytes that compression leaves."""
    match spec.strategy:
        case DdpSpec(compression="fp16" | "bf16"):
            return 0.5
        case DdpSpec(compression="powersgd"):
            return 0.05
        case _:
            return 1.0
