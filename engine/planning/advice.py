"""A run that ran out of memory: the setting with which it would need clearly less."""

from collections.abc import Iterator
from typing import Any

from engine.planning.changes import changed
from engine.planning.combinations import check_combinations
from engine.planning.facts import Facts
from engine.planning.fits import strategy_for
from engine.planning.plan import Outlook, outlook_of
from engine.planning.splitting import check_splitting, nearest_batch
from engine.schema.card import DatasetCard
from engine.schema.problem import Problem
from engine.schema.strategy_spec import MeshSpec, PipelineSpec
from engine.schema.train import TrainSpec

CLEARLY_LESS = 0.95  # of the bytes beside the interpreter's, for a change to be worth offering
BEFORE_ACTIVATIONS = ("load", "model", "optimizer", "save")  # phases in which a smaller pass does not help


def advice(spec: TrainSpec, card: DatasetCard, facts: Facts, phase: str = "backward") -> dict[str, Any]:
    """Changes by dotted path; empty where nothing is known that would help.

    In this order: half the rows in a pass, full recomputation, sharding, half the batch.
    """
    now = _heavy(outlook_of(spec, card, facts))
    for changes in _offers(spec, card, facts, phase):
        attempt = changed(spec, changes)
        outlook = outlook_of(attempt, card, facts)
        problems = [
            *check_combinations(attempt),
            *check_splitting(attempt, outlook.size.anatomy, outlook.layout),
        ]
        if not problems and _heavy(outlook) < now * CLEARLY_LESS:
            return changes
    return {}


def _offers(spec: TrainSpec, card: DatasetCard, facts: Facts, phase: str) -> Iterator[dict[str, Any]]:
    training, strategy = spec.training, spec.strategy
    if phase not in BEFORE_ACTIVATIONS:
        if (
            isinstance(strategy, PipelineSpec | MeshSpec)
            and outlook_of(spec, card, facts).layout.pipeline > 1
        ):
            yield {"strategy.micro_batches": strategy.micro_batches * 2}
        else:
            yield {"training.accumulation": training.accumulation * 2}
        if training.activation_checkpointing != "full":
            yield {"training.activation_checkpointing": "full"}
    anatomy = outlook_of(spec, card, facts).size.anatomy
    sharded = strategy_for("fsdp", spec, strategy.devices, anatomy)
    if strategy.name != "fsdp" and not isinstance(sharded, Problem):
        yield {"strategy": sharded.model_dump(mode="json")}
    if phase not in BEFORE_ACTIVATIONS and training.batch_size > 1:
        layout = outlook_of(spec, card, facts).layout
        yield {
            "training.batch_size": nearest_batch(training.batch_size // 2, layout.data * layout.micro_batches)
        }


def _heavy(outlook: Outlook) -> int:
    """Bytes of the heaviest rank that depend on the spec."""
    return max(memory.total - memory.overhead - memory.data for memory in outlook.memories())
