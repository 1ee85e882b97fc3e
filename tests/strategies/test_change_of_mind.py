"""A run goes on from a checkpoint that other ranks, with another strategy, have written: the same curve."""

import json

import pytest

from engine.schema.train import TrainSpec
from tests.fakes.rank_group import held_by, run_on_ranks
from tests.fakes.run_folder import curve_of, events_of, train_here, write_run
from tests.strategies.cases import LARGER, STEPS, STRATEGIES, spec_of, write_data
from tests.strategies.plain import plain_loop

HALF = STEPS // 2
CHANGES = [
    # what wrote it, on how many ranks; what goes on, on how many
    ("ddp", 2, "single", 1),
    ("fsdp", 2, "ddp", 2),
    ("1f1b", 2, "single", 1),
    ("zero1", 2, "fsdp", 2),
    ("tensor_parallel", 2, "1f1b", 2),
    ("sharded data x tensor", 4, "zero1", 2),
]


@pytest.mark.parametrize(("first", "ranks", "second", "later"), CHANGES)
def test_a_checkpoint_of_one_strategy_continues_with_another(home, first, ranks, second, later):
    write_data(home)
    whole = plain_loop(home, spec_of("decoder", {"name": "single"}))
    files = write_run(home, "changed", _until(spec_of("decoder", _settings(first), ranks), HALF))
    run_on_ranks([files], ranks)
    assert events_of(files, "checkpoint")[-1]["step"] == HALF

    _ask_anew(files, spec_of("decoder", _settings(second), later))
    if later > 1:
        run_on_ranks([files], later)
    else:
        train_here(files, attempt=2)
    assert events_of(files, "started")[-1]["step"] == HALF
    assert list(curve_of(files).values()) == pytest.approx(whole.losses, rel=1e-5)


@pytest.mark.parametrize(
    ("name", "share"),
    [("zero1", (1.0, 0.5)), ("fsdp", (0.5, 0.5)), ("tensor_parallel", (0.6, 0.6)), ("1f1b", (0.75, 0.75))],
)
def test_a_rank_holds_what_its_strategy_promises(home, name, share):
    """Measured bytes after training: parameters and optimizer state, as a share of what one device holds."""
    write_data(home)
    alone, shared = spec_of("decoder", {"name": "single"}), spec_of("decoder", _settings(name), 2)
    files = write_run(home, "alone", alone), write_run(home, "shared", shared)
    run_on_ranks(files[:1], 1)
    run_on_ranks(files[1:], 2)
    whole = held_by(files[0], 0)
    for rank in range(2):
        held = held_by(files[1], rank)
        assert held["parameters"] <= share[0] * whole["parameters"] * 1.02
        assert held["optimizer"] <= share[1] * whole["optimizer"] * 1.02
    everything = sum(held_by(files[1], rank)["optimizer"] for rank in range(2))
    assert everything >= whole["optimizer"] * 0.99


def test_each_rank_writes_its_part_of_a_checkpoint(home):
    write_data(home)
    files = write_run(home, "parts", spec_of("decoder", _settings("ddp"), 2))
    run_on_ranks([files], 2)
    manifest = json.loads((files.checkpoints / f"step-{STEPS:06d}" / "manifest.json").read_text())
    sizes = [entry["size"] for entry in manifest["files"]]
    assert len(sizes) == 2
    assert max(sizes) < 1.1 * min(sizes)


def _settings(name):
    return {"name": "single"} if name == "single" else (STRATEGIES | LARGER)[name]


def _until(spec: TrainSpec, steps: int) -> TrainSpec:
    return spec.model_copy(update={"training": spec.training.model_copy(update={"max_steps": steps})})


def _ask_anew(files, spec: TrainSpec) -> None:
    """What the person would ask for after a change of mind, in the same run."""
    files.spec.write_text(spec.model_dump_json())
    plan = json.loads(files.plan.read_text())
    plan |= {"devices": list(spec.strategy.devices), "world_size": len(spec.strategy.devices)}
    files.plan.write_text(json.dumps(plan))
