"""Folds, sweeps and searches as lines of a terminal."""

from typing import Any

from engine.commands.group_line import GroupLine, settings_line
from engine.schema.job import Job, State, kind_of
from engine.schema.spec_file import parse_spec
from tests.fakes.jobs import train_spec

SPLIT = {"source": "points", "target": "y", "split": {"method": "kfold", "folds": 2}}
FOLDS = train_spec(data=SPLIT, training={"metric": "rmse"})
SWEEP = {"kind": "sweep", "base": FOLDS, "ranges": {"training.batch_size": {"low": 1, "high": 8}}}


def line_of(spec: dict[str, Any]) -> GroupLine:
    parsed = parse_spec(spec)
    return GroupLine(Job(id="g", kind=kind_of(parsed), name="g", state=State.RUNNING, spec=parsed, created=0))


def part(number: int, state: str, **fields: Any) -> dict[str, Any]:
    known = {"values": {}, "metrics": {}, "done": 0, "of": 2, "score": None, "best": None}
    return {"kind": "part", "part": number, "state": state, **known, **fields}


def test_a_fold_that_ended_stays_on_a_line_with_its_test_score():
    line = line_of(FOLDS)
    assert line.apply(part(0, "running")) == []
    assert line.text() == "0 of 2 folds · 1 running"
    ended = part(0, "finished", metrics={"test": {"rmse": 54.321}}, score=60.0, done=1)
    assert line.apply(ended) == ["fold 0 finished · test rmse 54.32"]
    assert line.apply(ended) == [], "said once, though the event comes again"
    assert line.text() == "1 of 2 folds · 0 running"


def test_folds_add_up_to_mean_and_deviation():
    summary = {"kind": "summary", "metrics": {"test": {"rmse": {"mean": 54.0, "sd": 2.0}, "baseline": {}}}}
    assert line_of(FOLDS).apply(summary) == ["test rmse 54 ± 2"]


def test_a_trial_says_its_settings_and_the_best_so_far():
    line = line_of(SWEEP)
    ended = part(0, "finished", values={"training.batch_size": 8}, score=1.5, best=0, done=1)
    assert line.apply(ended) == ["trial 0 finished · validation rmse 1.5 · batch_size 8"]
    assert line.text() == "1 of 2 trials · 0 running · best rmse 1.5 (trial 0)"
    assert line.apply(part(1, "pruned", score=9.0, best=0, done=2))[0].startswith("trial 1 given up")


def test_the_best_is_said_with_its_honest_score_beside_the_guess():
    test = {"rmse": 2.0, "baseline": {"name": "mean", "rmse": 4.0}}
    summary = {"kind": "summary", "best": 3, "score": 1.5, "metrics": {"test": test}}
    assert line_of(SWEEP).apply(summary) == ["best: trial 3 · validation rmse 1.5 · test rmse 2, baseline 4"]


def test_settings_are_named_by_the_end_of_their_path():
    values = {"training.optimizer.learning_rate": 0.012345, "model": {"name": "mlp", "hidden": [4]}}
    assert settings_line(values) == "learning_rate 0.01235, model mlp"
