"""Auto: strategy, micro-batch, precision and recomputation for the chosen devices, and the reasons.

Among what fits with a reserve, the fastest by expectation; of equals the simplest. Only strategies are tried whose
result is that of one device: those that step freely or alone train another model, and are a person's choice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engine.planning.activations import is_half
from engine.planning.combinations import check_combinations
from engine.planning.facts import Facts
from engine.planning.fits import RESERVE, does_fit, strategy_for
from engine.planning.plan import Outlook, outlook_of
from engine.planning.speed import kind_of, speedup_of_half
from engine.planning.splitting import check_splitting
from engine.schema.card import DatasetCard
from engine.schema.plan import CheckItem, Proposal
from engine.schema.problem import Problem
from engine.schema.train import TrainSpec

EXACT = ("single", "ddp", "zero1", "fsdp", "tensor_parallel", "pipeline", "mesh")  # simplest first
CLEARLY = 1.03  # times faster, for a less simple strategy to be worth it
HALF_PAYS = 1.3  # times faster matrix products, measured here, for bf16 on a CPU
NO_BF16 = ("T4", "V100", "P100", "1080", "2080", "TITAN")  # GPUs that only pretend to have bf16
COMPILE_PAYS_AFTER = 300.0  # seconds of training, on a GPU
RECOMPUTE = ("none", "selective", "full")  # in the order of what they cost


@dataclass(frozen=True)
class Choice:
    """A spec that could be launched, and what is expected of it."""

    outlook: Outlook
    speed: float

    @property
    def spec(self) -> TrainSpec:
        return self.outlook.spec


def propose(spec: TrainSpec, card: DatasetCard, facts: Facts) -> Proposal:
    """The best settings for a spec's devices; where nothing fits, what needs least memory."""
    base = _in_precision(spec, facts)
    tried = [found for name in EXACT if (found := _best_of(name, base, card, facts))]
    fitting = [choice for choice, fits in tried if fits]
    chosen = _fastest(fitting) if fitting else _smallest([choice for choice, _ in tried])
    final = _compiled(chosen, facts)
    return Proposal(
        changes=_changes(spec, final), reasons=tuple(_reasons(spec, final, chosen, fitting, facts))
    )


def _in_precision(spec: TrainSpec, facts: Facts) -> TrainSpec:
    """bf16 where the device is fast in it; what a person chose beside fp32 stays."""
    if spec.training.precision != "fp32" or not _half_pays(spec, facts):
        return spec
    return _with(spec, precision="bf16")


def _half_pays(spec: TrainSpec, facts: Facts) -> bool:
    id = spec.strategy.devices[0]
    if kind_of(id) == "cpu":
        return (speedup_of_half(spec.strategy.devices, facts) or 0.0) >= HALF_PAYS
    device = facts.device(id)
    return device is not None and not any(name in device.name for name in NO_BF16)


def _best_of(name: str, spec: TrainSpec, card: DatasetCard, facts: Facts) -> tuple[Choice, bool] | None:
    """The strategy with the largest pass and the least recomputation that fits, or the smallest there is."""
    last: Choice | None = None
    best: Choice | None = None
    for candidate in _candidates(name, spec, card, facts):
        outlook = outlook_of(candidate, card, facts)
        if check_combinations(candidate) or check_splitting(candidate, outlook.size.anatomy, outlook.layout):
            continue
        last = Choice(outlook, outlook.units_per_second())
        if does_fit(outlook, RESERVE) is not False and (best is None or last.speed > best.speed):
            best = last
    if best is not None:
        return best, True
    return (last, False) if last is not None else None


def _candidates(name: str, spec: TrainSpec, card: DatasetCard, facts: Facts) -> Iterator[TrainSpec]:
    anatomy = outlook_of(spec, card, facts).size.anatomy
    strategy = strategy_for(name, spec, spec.strategy.devices, anatomy)
    if isinstance(strategy, Problem):
        return
    placed = spec.model_copy(update={"strategy": strategy})
    recomputes = RECOMPUTE if any(len(part.matrices) > 1 for part in anatomy.blocks) else ("none",)
    for how in recomputes:
        for passes in _passes(placed, card, facts):
            yield _with(placed, activation_checkpointing=how, accumulation=passes)


def _passes(spec: TrainSpec, card: DatasetCard, facts: Facts) -> Iterator[int]:
    """1, 2, 4 … as far as a pass has a row; a pipeline has micro-batches instead."""
    layout = outlook_of(spec, card, facts).layout
    rows, passes = layout.rows_per_rank(spec.training.batch_size), 1
    yield passes
    while layout.pipeline == 1 and passes * 2 <= rows:
        passes *= 2
        yield passes


def _fastest(choices: list[Choice]) -> Choice:
    best = choices[0]
    for choice in choices[1:]:
        if choice.speed > best.speed * CLEARLY:
            best = choice
    return best


def _smallest(choices: list[Choice]) -> Choice:
    return min(choices, key=lambda choice: choice.outlook.needed())


def _compiled(choice: Choice, facts: Facts) -> TrainSpec:
    """torch.compile where it pays: on a GPU, in a run of minutes, of a network that has layers."""
    spec, outlook = choice.spec, choice.outlook
    layers = any(len(part.matrices) > 1 for part in outlook.size.anatomy.blocks)
    long = outlook.seconds(choice.speed) > COMPILE_PAYS_AFTER
    compiled = _with(spec, compile=True)
    if kind_of(spec.strategy.devices[0]) == "cpu" or not layers or not long or check_combinations(compiled):
        return spec
    return compiled


def _changes(asked: TrainSpec, chosen: TrainSpec) -> dict[str, Any]:
    changes: dict[str, Any] = {"strategy": chosen.strategy.model_dump(mode="json")}
    for name in ("precision", "accumulation", "activation_checkpointing", "compile"):
        value = getattr(chosen.training, name)
        if value != getattr(asked.training, name):
            changes[f"training.{name}"] = value
    return changes


def _reasons(
    asked: TrainSpec, final: TrainSpec, chosen: Choice, fitting: list[Choice], facts: Facts
) -> Iterator[CheckItem]:
    name = final.strategy.name
    if not fitting:
        yield CheckItem(
            code="auto_nothing_fits",
            ok=False,
            params={"strategy": name, "needed_bytes": chosen.outlook.needed()},
        )
    elif name == "single" and len(asked.strategy.devices) > 1:
        yield CheckItem(code="auto_one_is_fastest", params={"devices": len(asked.strategy.devices)})
    elif name == "single":
        yield CheckItem(code="auto_one_device")
    elif not any(choice.spec.strategy.name in ("single", "ddp") for choice in fitting):
        yield CheckItem(code="auto_needs_splitting", params={"strategy": name})
    else:
        yield CheckItem(code="auto_fastest", params={"strategy": name, "tried": len(fitting)})
    yield from _reasons_of_training(asked, final, facts)


def _reasons_of_training(asked: TrainSpec, final: TrainSpec, facts: Facts) -> Iterator[CheckItem]:
    training = final.training
    if training.accumulation > 1:
        yield CheckItem(code="auto_accumulation", params={"passes": training.accumulation})
    if training.activation_checkpointing != "none":
        yield CheckItem(code="auto_recompute", params={"how": training.activation_checkpointing})
    if is_half(training.precision) and not is_half(asked.training.precision):
        yield CheckItem(code="auto_bf16")
    elif training.precision == "fp32" and kind_of(final.strategy.devices[0]) == "cpu":
        known = speedup_of_half(asked.strategy.devices, facts) is not None
        yield CheckItem(code="auto_fp32_faster" if known else "auto_fp32_unmeasured")
    if training.compile and not asked.training.compile:
        yield CheckItem(code="auto_compile")


def _with(spec: TrainSpec, **training: Any) -> TrainSpec:
    return spec.model_copy(update={"training": spec.training.model_copy(update=training)})
