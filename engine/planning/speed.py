"""How long a step takes: work over the device's speed, kernels that each take a moment, bytes over the wire.

Rough by formula; what earlier runs measured here corrects it (``history``).
"""

from dataclasses import dataclass

from engine.planning.activations import FULL, is_half
from engine.planning.anatomy import Anatomy
from engine.planning.devices import threads_per_rank
from engine.planning.facts import Facts
from engine.planning.layout import Layout
from engine.planning.stages import cut_into_stages
from engine.planning.traffic import traffic_of
from engine.schema.machine import Device
from engine.schema.strategy_spec import StrategySpec, Zero1Spec
from engine.schema.train import TrainSpec

CORE_FP32 = 90e9  # FLOP/s of matrix products that a core with AVX-512 reaches
# FLOP/s of dense matrix products by data sheet; the name is looked for in the device's.
GPU_PEAKS: tuple[tuple[str, dict[str, float]], ...] = (
    ("H200", {"fp32": 67e12, "tf32": 495e12, "half": 989e12}),
    ("H100", {"fp32": 67e12, "tf32": 495e12, "half": 989e12}),
    ("A100", {"fp32": 19.5e12, "tf32": 156e12, "half": 312e12}),
    ("L40", {"fp32": 90e12, "tf32": 90e12, "half": 181e12}),
    ("4090", {"fp32": 82e12, "tf32": 82e12, "half": 165e12}),
    ("3090", {"fp32": 35e12, "tf32": 35e12, "half": 71e12}),
    ("V100", {"fp32": 15e12, "tf32": 15e12, "half": 112e12}),
    ("T4", {"fp32": 8e12, "tf32": 8e12, "half": 65e12}),
)
UNKNOWN_GPU = {"fp32": 10e12, "tf32": 20e12, "half": 40e12}
EFFICIENCY = {"cpu": 0.75, "cuda": 0.45}  # share of the peak that a training step reaches
KERNEL_SECONDS = {"cpu": 6e-6, "cuda": 7e-6}  # before a kernel's work begins, forward
LOOPBACK = 1.5e9  # bytes per second between ranks of one CPU, gloo
BETWEEN_GPUS = 20e9  # bytes per second over PCIe; NVLink is faster, and history will know
MEMORY_SPEED = {"cpu": 8e9, "cuda": 1e12}  # bytes per second of an optimizer's pass
# Share of a gradient exchange that goes on behind the backward pass; a CPU has no spare core.
HIDDEN = {"cpu": 0.0, "cuda": 0.7}
MESSAGE_SECONDS = {"cpu": 2e-4, "cuda": 3e-5}  # a collective of no size
STEP_SECONDS = 2e-4  # of a step that computes nothing
RECOMPUTE = {"none": 3.0, "selective": 3.2, "full": 4.0}  # passes of work for a forward and a backward


@dataclass(frozen=True)
class Pace:
    """What a step costs, in seconds."""

    compute: float
    kernels: float
    exchange: float
    update: float

    @property
    def seconds(self) -> float:
        return STEP_SECONDS + self.compute + self.kernels + self.exchange + self.update


def pace_of(spec: TrainSpec, anatomy: Anatomy, layout: Layout, facts: Facts) -> Pace:
    """Expected seconds of a step of the whole group."""
    kind = kind_of(spec.strategy.devices[0])
    training = spec.training
    rows, passes = layout.rows_per_rank(training.batch_size), layout.passes(training)
    work = anatomy.flops * RECOMPUTE[training.activation_checkpointing] * rows / layout.tensor
    kernels = sum(part.kernels for part in anatomy.parts) * RECOMPUTE[training.activation_checkpointing]
    compute = work / (matrix_peak(spec, facts, layout) * EFFICIENCY[kind])
    launches = passes * kernels * KERNEL_SECONDS[kind]
    if kind == "cuda":  # launched while the GPU still computes
        launches = max(launches - compute, 0.0)
    idle = _share_of_pipeline(anatomy, layout)
    exchange = _exchange(spec, anatomy, layout, kind)
    return Pace(compute * idle, launches * idle, exchange, _update(spec.strategy, anatomy, layout, kind))


def units_per_second(spec: TrainSpec, anatomy: Anatomy, layout: Layout, facts: Facts) -> float:
    """Rows, or their tokens, over all ranks together; by formula alone."""
    return spec.training.batch_size * units_per_row(anatomy) / pace_of(spec, anatomy, layout, facts).seconds


def units_per_row(anatomy: Anatomy) -> int:
    """A language model's speed is counted in tokens, every other's in rows."""
    return anatomy.positions if anatomy.vocabulary else 1


def matrix_peak(spec: TrainSpec, facts: Facts, layout: Layout) -> float:
    """FLOP/s of matrix products of one rank: measured here, else by the device's name or its cores."""
    id, precision = spec.strategy.devices[0], spec.training.precision
    device = facts.device(id)
    if measured := facts.peaks.get(peak_key(spec.strategy.devices, precision, facts)):
        return measured
    if id == "cpu":
        slow = 0.2 if precision == "fp16" else 1.0  # few CPUs have fp16 arithmetic
        return CORE_FP32 * slow * (device.slots if device else 1) / max(layout.world - layout.servers, 1)
    return _gpu_peak(device, precision)


def peak_key(devices: tuple[str, ...], precision: str, facts: Facts) -> str:
    """The name under which runs keep what one of their ranks could reach, as engine.train.work has it."""
    if devices[0] == "cpu":
        return f"cpu, {threads_per_rank(devices, facts)} threads, {len(devices)} ranks, {precision}"
    device = facts.device(devices[0])
    return f"{device.name if device else devices[0]}, {precision}"


def speedup_of_half(devices: tuple[str, ...], facts: Facts) -> float | None:
    """How much faster a rank multiplies in bf16 than in fp32; None where both were not measured."""
    for ranks in (devices, *(devices[:1] * count for count in range(1, 9))):
        half, full = (facts.peaks.get(peak_key(ranks, precision, facts)) for precision in ("bf16", "fp32"))
        if half and full:
            return half / full
    return None


def kind_of(device: str) -> str:
    return device.partition(":")[0]


def _gpu_peak(device: Device | None, precision: str) -> float:
    name = device.name if device else ""
    peaks = next((peaks for key, peaks in GPU_PEAKS if key in name), UNKNOWN_GPU)
    return peaks["half" if is_half(precision) else precision]


def _share_of_pipeline(anatomy: Anatomy, layout: Layout) -> float:
    """Share of the whole work that the slowest stage does, with the time in which it waits for the others."""
    if layout.pipeline == 1:
        return 1.0
    stages = cut_into_stages(anatomy.parts, layout.stages)
    loads = [
        sum(part.flops for stage in stages[rank :: layout.pipeline] for part in stage)
        for rank in range(layout.pipeline)
    ]
    own = max(layout.stages // layout.pipeline, 1)
    bubble = 1 + (layout.pipeline - 1) / (own * layout.micro_batches)
    return max(loads) / max(sum(loads), 1) * bubble


def _update(strategy: StrategySpec, anatomy: Anatomy, layout: Layout, kind: str) -> float:
    """An optimizer reads and writes about seven numbers for each weight."""
    share = layout.shards * layout.tensor * layout.pipeline
    if isinstance(strategy, Zero1Spec):
        share *= layout.world
    if layout.servers:
        share *= layout.servers
    return 7 * FULL * anatomy.trained / share / MEMORY_SPEED[kind]


def _exchange(spec: TrainSpec, anatomy: Anatomy, layout: Layout, kind: str) -> float:
    """Seconds of communication that a step waits for."""
    if layout.world == 1:
        return 0.0
    wire = LOOPBACK if kind == "cpu" else BETWEEN_GPUS
    seconds = 0.0
    for sent in traffic_of(spec, anatomy, layout):
        shown = 1 - (HIDDEN[kind] if sent.may_hide else 0.0)
        seconds += shown * sent.bytes / wire + sent.messages * MESSAGE_SECONDS[kind]
    return seconds
