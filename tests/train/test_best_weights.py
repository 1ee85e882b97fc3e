"""The model is made of the weights that did best on the validation rows, and they are the ones that are told of."""

import json

import pytest

from engine.schema.metrics import Judged
from engine.system import faultpoint
from engine.system.faultpoint import InjectedFault
from engine.train.judge import Judge
from engine.train.saved import SavedCheckpoint
from tests.fakes.run_folder import (
    curve_of,
    events_of,
    regression,
    scores_of,
    train_here,
    write_numbers,
    write_run,
)


def best_of(**changes):
    """Five steps an epoch; a rate that makes the validation error go up and down."""
    return regression(
        training={
            "epochs": 7,
            "weights": "best",
            "metric": "mae",
            "optimizer": {"name": "sgd", "learning_rate": 0.3},
            **changes.pop("training", {}),
        },
        checkpoint={"every_steps": 7, "keep": 1},
        **changes,
    )


def evaluations(files):
    """Step to score, of the validations on the way."""
    return {
        event["step"]: event["values"]["mae"]
        for event in events_of(files, "evaluation")
        if event["split"] == "validation" and not event["final"]
    }


@pytest.fixture
def whole(home):
    write_numbers(home)
    files = write_run(home, "whole", best_of())
    train_here(files)
    return files


def test_the_model_is_the_best_and_says_so(whole):
    scores = evaluations(whole)
    best = min(scores, key=scores.__getitem__)
    assert best not in (min(scores), max(scores)), "the data must make the best one neither first nor last"
    assert scores_of(whole)["validation"]["mae"] == scores[best]
    judged = {"metric": "mae", "value": scores[best], "step": best}
    card = json.loads((whole.model / "card.json").read_text())
    [saved], [ended] = events_of(whole, "model"), events_of(whole, "ended")
    assert card["judged"] == saved["judged"] == ended["judged"] == judged
    assert card["step"] == saved["step"] == best
    assert ended["step"] == max(scores)
    assert {event["step"] for event in events_of(whole, "evaluation") if event["final"]} == {best}


def test_the_best_checkpoint_stays_beside_the_newest(whole):
    scores = evaluations(whole)
    best = min(scores, key=scores.__getitem__)
    kept = sorted(path.name for path in whole.checkpoints.iterdir())
    assert kept == [f"step-{best:06d}", f"step-{max(scores):06d}"]
    told = [event["step"] for event in events_of(whole, "evaluation") if event["best"]]
    assert told[-1] == best and len(told) > 1
    assert set(told) <= {event["step"] for event in events_of(whole, "checkpoint")}


@pytest.mark.parametrize("step", [9, 22, 33])
def test_a_run_that_died_keeps_the_same_best(home, whole, monkeypatch, step):
    files = write_run(home, "died", best_of())
    monkeypatch.setattr(faultpoint, "_ARMED", f"loop.step:raise@step={step}")
    with pytest.raises(InjectedFault):
        train_here(files)
    monkeypatch.setattr(faultpoint, "_ARMED", "")
    train_here(files, attempt=2)
    assert curve_of(files) == curve_of(whole) and scores_of(files) == scores_of(whole)
    first, again = (SavedCheckpoint(sorted(run.checkpoints.iterdir())[0]) for run in (whole, files))
    assert first.step == again.step
    assert all((first.read(name) == again.read(name)).all() for name in first.names("model/"))


def test_a_damaged_best_checkpoint_leaves_the_last_weights(home, whole, monkeypatch):
    """Before the last step the file is cut: what is left is said, and the model is made all the same."""
    files = write_run(home, "damaged", best_of())
    monkeypatch.setattr(faultpoint, "_ARMED", "loop.step:raise@step=33")
    with pytest.raises(InjectedFault):
        train_here(files)
    monkeypatch.setattr(faultpoint, "_ARMED", "")
    best = json.loads((whole.model / "card.json").read_text())["step"]
    part = files.checkpoints / f"step-{best:06d}" / "rank0.safetensors"
    part.write_bytes(part.read_bytes()[:-3])
    train_here(files, attempt=2)
    [note] = events_of(files, "note")
    assert note["problem"]["code"] == "checkpoint_damaged"
    assert json.loads((files.model / "card.json").read_text())["step"] == 35


def test_averaged_weights_are_what_is_judged_and_kept(home):
    write_numbers(home)
    files = write_run(home, "run", best_of(training={"ema": 0.5}))
    train_here(files)
    scores = evaluations(files)
    assert scores_of(files)["validation"]["mae"] == min(scores.values())


def test_early_stopping_and_best_weights_go_by_a_score_that_should_rise(home):
    write_numbers(home)
    files = write_run(
        home, "run", best_of(training={"metric": "r2", "epochs": 60, "early_stopping": {"patience": 4}})
    )
    train_here(files)
    values = {
        event["step"]: event["values"]["r2"] for event in events_of(files, "evaluation") if not event["final"]
    }
    [ended] = events_of(files, "ended")
    best = max(values, key=values.__getitem__)
    assert ended["early"] and ended["judged"]["step"] == best
    assert ended["step"] == best + 4 * 5


def test_small_improvements_are_the_best_but_do_not_count_for_patience():
    judge = Judge("accuracy", patience=2, min_delta=0.1)
    assert [judge.see({"accuracy": value}, step) for step, value in enumerate([0.5, 0.55, 0.59])] == [
        True
    ] * 3
    assert judge.is_over and judge.best == Judged(metric="accuracy", value=0.59, step=2)
    again = Judge("accuracy", patience=2, min_delta=0.1)
    again.load(judge.as_json())
    assert again.is_over and again.best == judge.best
    assert again.see({"accuracy": 0.7}, 3) and not again.is_over


def test_an_evaluation_without_the_score_is_never_the_best():
    judge = Judge("roc_auc", patience=2)
    assert not judge.see({"roc_auc": None}, 1)
    assert judge.see({"roc_auc": 0.4}, 2)
    assert not judge.see({"roc_auc": float("nan")}, 3)
    assert judge.best is not None and judge.best.step == 2


def test_where_the_score_was_never_told_the_model_has_its_last_weights_and_says_so(home):
    """The run ends before its first epoch does."""
    write_numbers(home)
    one_row = {"split": {"validation": 0.012}}  # of which no share can be explained
    files = write_run(home, "run", best_of(training={"max_steps": 3, "metric": "r2"}, data=one_row))
    train_here(files)
    [note] = events_of(files, "note")
    assert note["problem"]["code"] == "best_weights_unknown"
    assert note["problem"]["params"] == {"metric": "r2"}
    assert json.loads((files.model / "card.json").read_text())["step"] == 3


def test_a_run_that_ends_within_an_epoch_is_judged_at_its_end(home):
    write_numbers(home)
    files = write_run(home, "run", best_of(training={"epochs": None, "max_steps": 8}))
    train_here(files)
    assert sorted(evaluations(files)) == [5, 8]
