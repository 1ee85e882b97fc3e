"""A resumed run computes the same bits as one that was never interrupted."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.schema.problem import UserError
from engine.system import faultpoint
from engine.system.faultpoint import InjectedFault
from engine.system.files import write_json
from engine.system.manifest import MANIFEST, damaged_file, manifest_of
from tests.fakes.run_folder import (
    classification,
    curve_of,
    events_of,
    on_ranks,
    outcome_of,
    regression,
    run_agent,
    scores_of,
    train_here,
    write_numbers,
    write_run,
    write_texts,
)


def regression_with_chance():
    """Dropout draws at every step: a resumed run must go on with the same chance."""
    return regression(
        model={"name": "mlp", "hidden": (8,), "dropout": 0.3},
        training={"early_stopping": {"patience": 100}, "schedule": {"name": "cosine", "warmup_steps": 3}},
    )


@pytest.fixture
def whole(home):
    """The uninterrupted run."""
    write_numbers(home)
    files = write_run(home, "whole", regression_with_chance())
    train_here(files)
    return files


def same(files, whole):
    return curve_of(files) == curve_of(whole) and scores_of(files) == scores_of(whole)


@pytest.mark.parametrize("step", random.Random(1).sample(range(1, 20), 4))
def test_a_run_that_died_at_any_step_ends_with_the_same_bits(home, whole, monkeypatch, step):
    files = write_run(home, "died", regression_with_chance())
    monkeypatch.setattr(faultpoint, "_ARMED", f"loop.step:raise@step={step}")
    with pytest.raises(InjectedFault):
        train_here(files)
    monkeypatch.setattr(faultpoint, "_ARMED", "")
    train_here(files, attempt=2)
    assert same(files, whole)
    assert events_of(files, "started")[-1]["step"] == step // 7 * 7


@pytest.mark.parametrize("point", ["before_write", "after_files", "after_fsync", "after_rename"])
def test_a_run_that_died_in_a_checkpoint_ends_with_the_same_bits(home, whole, monkeypatch, point):
    files = write_run(home, "died", regression_with_chance())
    monkeypatch.setattr(faultpoint, "_ARMED", f"checkpoint.{point}:raise@step=14")
    with pytest.raises(InjectedFault):
        train_here(files)
    monkeypatch.setattr(faultpoint, "_ARMED", "")
    train_here(files, attempt=2)
    assert same(files, whole)
    assert not list(files.checkpoints.glob(".*"))


def test_a_rank_killed_among_two_costs_nothing_but_time(home):
    write_texts(home)
    network = {
        "name": "transformer_encoder",
        "width": 8,
        "heads": 2,
        "layers": 1,
        "dropout": 0.2,
        "max_tokens": 16,
    }
    spec = classification(model=network, strategy=on_ranks(2), checkpoint={"every_steps": 5})
    whole, killed = write_run(home, "whole", spec), write_run(home, "killed", spec)
    assert run_agent(whole)[0] == 0
    status, output = run_agent(killed, fault="loop.step:kill9@step=13:rank=1:attempt=1")
    assert status == 0, output
    assert same(killed, whole)
    # Step 10 may not have been complete on the disk when the rank died.
    assert events_of(killed, "started")[-1]["step"] in (5, 10)
    [note] = events_of(killed, "note")
    assert (note["problem"]["code"], note["problem"]["params"]["rank"]) == ("rank_killed", 1)


def test_paused_and_stopped_runs_save_first_and_go_on_later(home, whole):
    for order, outcome in (("pause", "paused"), ("stop", "stopped")):
        files = write_run(home, order, regression_with_chance())
        write_json(files.order, {"attempt": 1, "order": order, "checkpoint": 0})
        train_here(files)
        assert outcome_of(files.outcome) == events_of(files, "ended")[-1]["outcome"] == outcome
        assert not files.model.exists()
        assert (files.checkpoints / "step-000001").is_dir()
        train_here(files, attempt=2)  # the order was for the first attempt
        assert same(files, whole)


def test_a_checkpoint_is_made_when_asked(home, whole):
    files = write_run(home, "asked", regression_with_chance())
    write_json(files.order, {"attempt": 1, "order": None, "checkpoint": 1})
    train_here(files)
    assert [event["step"] for event in events_of(files, "checkpoint")] == [1, 7, 14, 20]
    assert same(files, whole)


def test_old_checkpoints_go_also_where_the_writer_of_the_last_one_died_before(home, monkeypatch):
    write_numbers(home)
    files = write_run(home, "died", regression(checkpoint={"every_steps": 7, "keep": 1}))
    monkeypatch.setattr(faultpoint, "_ARMED", "checkpoint.after_rename:raise@step=20")
    with pytest.raises(InjectedFault):
        train_here(files)
    assert len(list(files.checkpoints.iterdir())) == 2
    monkeypatch.setattr(faultpoint, "_ARMED", "")
    train_here(files, attempt=2)
    assert [path.name for path in files.checkpoints.iterdir()] == ["step-000020"]


def test_only_the_newest_checkpoints_are_kept(whole):
    assert sorted(path.name for path in whole.checkpoints.iterdir()) == [
        "step-000007",
        "step-000014",
        "step-000020",
    ]
    spec = regression(checkpoint={"every_steps": 3, "keep": 2})
    files = write_run(whole.home, "few", spec)
    train_here(files)
    assert sorted(path.name for path in files.checkpoints.iterdir()) == ["step-000018", "step-000020"]


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_any_damage_to_any_file_is_noticed(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("checkpoint")
    names = ("model.safetensors", "training.safetensors")
    for name in names:
        (folder / name).write_bytes(name.encode() * 20)
    manifest = manifest_of(folder, names)
    assert damaged_file(folder, manifest) is None
    name = data.draw(st.sampled_from(names))
    content = bytearray((folder / name).read_bytes())
    match data.draw(st.sampled_from(["flip", "cut", "grow", "remove"])):
        case "flip":
            content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
        case "cut":
            del content[data.draw(st.integers(0, len(content) - 1)) :]
        case "grow":
            content += b"\0"
        case "remove":
            (folder / name).unlink()
    if (folder / name).exists():
        (folder / name).write_bytes(content)
    assert damaged_file(folder, manifest) == name


@pytest.mark.parametrize("name", ["rank0.safetensors", MANIFEST])
def test_a_damaged_checkpoint_is_set_aside_and_the_one_before_is_used(home, whole, monkeypatch, name):
    files = write_run(home, "damaged", regression_with_chance())
    monkeypatch.setattr(faultpoint, "_ARMED", "loop.step:raise@step=17")
    with pytest.raises(InjectedFault):
        train_here(files)
    monkeypatch.setattr(faultpoint, "_ARMED", "")
    path = files.checkpoints / "step-000014" / name
    path.write_bytes(path.read_bytes()[:-3])
    train_here(files, attempt=2)
    assert same(files, whole)
    assert events_of(files, "started")[-1]["step"] == 7
    [note] = events_of(files, "note")
    assert note["problem"]["code"] == "checkpoint_damaged"
    assert (files.checkpoints / "step-000014.damaged").is_dir()


def test_a_full_disk_fails_with_words_and_keeps_the_checkpoint_before(home, whole, monkeypatch):
    files = write_run(home, "full", regression_with_chance())
    monkeypatch.setattr(faultpoint, "_ARMED", "checkpoint.after_files:enospc@step=14")
    with pytest.raises(UserError) as told:
        train_here(files)
    problem = told.value.problems[0]
    assert problem.code == "disk_full" and problem.params["needed_bytes"] > 0
    assert [path.name for path in files.checkpoints.iterdir()] == ["step-000007"]
    monkeypatch.setattr(faultpoint, "_ARMED", "")
    train_here(files, attempt=2)
    assert same(files, whole)


def test_a_loss_that_is_no_number_ends_the_run_before_it_is_saved(home):
    write_numbers(home)
    spec = regression(
        training={"optimizer": {"name": "sgd", "learning_rate": 10.0}},
        model={"name": "mlp", "hidden": (64, 64)},
    )
    files = write_run(home, "nan", spec)
    with pytest.raises(UserError) as told:
        train_here(files)
    problem = told.value.problems[0]
    assert problem.code == "loss_not_finite"
    curve = curve_of(files)
    first_bad = min(
        step for step in curve if curve[step] is None or curve_of(files, "gradient_norm")[step] is None
    )
    assert problem.params["step"] == first_bad
    assert not any(int(path.name[5:]) >= first_bad for path in files.checkpoints.glob("step-*"))
