"""Devices and strategy follow each other: which ranks a choice proposes, and what may be proven."""

import pytest

from engine.schema.machine import Device
from engine.schema.spec_file import parse_spec
from gui.state.device_users import device_users
from gui.state.proof import pair_of
from gui.state.spec_changes import with_changes
from gui.state.strategies import devices_for, is_provable, mesh_for, strategy_for
from tests.fakes.spec_context import RECIPE
from tests.fakes.window_context import train_job

GPUS = [Device(id="cpu", name="c", slots=4)] + [
    Device(id=f"cuda:{number}", name="g", healthy=number != 1) for number in range(5)
]


@pytest.mark.parametrize(
    ("strategy", "ranks"), [("ddp", 2), ("pipeline", 2), ("parameter_server", 3), ("mesh", 4), ("auto", 1)]
)
def test_one_cpu_rank_becomes_as_many_as_the_strategy_shows_itself_with(strategy, ranks):
    assert devices_for(strategy, ["cpu"], GPUS) == ["cpu"] * ranks


def test_one_gpu_is_joined_by_the_healthy_ones_that_are_there():
    assert devices_for("fsdp", ["cuda:2"], GPUS) == ["cuda:2", "cuda:0"]
    assert devices_for("mesh", ["cuda:0"], GPUS) == ["cuda:0", "cuda:2", "cuda:3", "cuda:4"]
    assert devices_for("ddp", ["cuda:0"], GPUS[:2]) == ["cuda:0"]


def test_one_device_keeps_the_first_and_several_stay_as_they_were_picked():
    assert devices_for("single", ["cuda:1", "cuda:2"], GPUS) == ["cuda:1"]
    assert devices_for("parameter_server", ["cpu", "cpu"], GPUS) == ["cpu", "cpu"]


def test_a_second_device_turns_one_device_into_replicas_and_nothing_else():
    assert strategy_for("single", ["cpu", "cpu"]) == "ddp"
    assert strategy_for("single", ["cpu"]) == "single"
    assert strategy_for("fsdp", ["cpu", "cpu"]) == "fsdp"


@pytest.mark.parametrize("ranks", [2, 3, 4, 6, 8])
def test_the_axes_of_a_mesh_cover_the_devices(ranks):
    mesh = mesh_for(ranks, {"data": 2, "tensor": 2, "pipeline": 1})
    assert mesh["data"] * mesh["tensor"] * mesh["pipeline"] == ranks


def test_only_what_steps_as_one_device_does_can_be_proven():
    provable = {"ddp", "zero1", "fsdp", "tensor_parallel", "pipeline", "mesh", "parameter_server"}
    for name in (*provable, "auto", "single", "local_sgd", "diloco"):
        assert is_provable({"name": name}) == (name in provable)
    assert not is_provable({"name": "parameter_server", "mode": "async"})
    assert not is_provable({"name": "parameter_server", "mode": "bounded"})
    assert not is_provable({"name": "ddp", "compression": "powersgd"})
    assert not is_provable({"name": "fsdp", "reduce_in": "bf16"})


def test_a_proof_differs_from_the_run_in_the_strategy_alone():
    spec = RECIPE.spec.model_dump(mode="json")
    chosen, single = pair_of(spec, "one device")
    assert (single.strategy.name, single.strategy.devices) == ("single", ("cpu",))
    assert chosen == RECIPE.spec
    assert single.model_copy(update={"strategy": chosen.strategy, "name": chosen.name}) == chosen


def test_a_proof_draws_no_dropout_because_each_device_would_draw_its_own():
    spec = {**RECIPE.spec.model_dump(mode="json"), "model": {"name": "mlp", "dropout": 0.2}}
    assert [each.model.dropout for each in pair_of(spec, "one device")] == [0.0, 0.0]


def test_another_strategy_drops_the_options_of_the_one_before():
    spec = RECIPE.spec.model_dump(mode="json")
    changed = with_changes(spec, {"strategy.name": "fsdp", "training.accumulation": 4})
    assert parse_spec(changed).strategy.name == "fsdp"
    assert changed["strategy"]["devices"] == ["cpu", "cpu"] and changed["training"]["accumulation"] == 4
    assert spec["strategy"]["name"] == "ddp"


def test_a_device_is_held_by_jobs_that_have_processes():
    jobs = [
        train_job("a", "running", name="one", devices=["cpu", "cpu"]),
        train_job("b", "finished", name="two", devices=["cuda:0"]),
        train_job("c", "waiting", name="three", devices=["cuda:1"]),
    ]
    assert device_users(jobs) == {"cpu": ["one", "one"]}
