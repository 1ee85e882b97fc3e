"""Every fold once, and their scores together."""

import math

from engine.jobs.groups.folds import Folds
from engine.jobs.groups.result import over_folds, spread
from engine.schema.job import State
from engine.schema.problem import Problem, sentence
from engine.schema.train import TrainSpec
from tests.fakes.jobs import train_spec
from tests.jobs.groups.parts import part

SPLIT = {"method": "kfold", "folds": 4}
SPEC = TrainSpec.model_validate(train_spec(data={"source": "points", "target": "y", "split": SPLIT}))
FOLDS = Folds(SPEC, 4)


def done(number: int, rmse: float | None):
    return part(number, metrics={"test": {"rmse": rmse, "labels": ["a"]}})


def test_as_many_folds_are_asked_for_as_there_is_room():
    asked = FOLDS.decide([done(0, 1.0), part(2, State.RUNNING)], room=1, elapsed=0).asks
    assert [(ask.number, ask.spec.data.split.fold) for ask in asked] == [(1, 1)]


def test_folds_wait_for_those_that_run():
    parts = [done(0, 1.0), done(1, 1.0), done(2, 1.0), part(3, State.RUNNING)]
    decision = FOLDS.decide(parts, room=3, elapsed=0)
    assert (decision.asks, decision.close) == ((), None)


def test_all_folds_finished_are_a_finished_job():
    assert FOLDS.decide([done(fold, 1.0) for fold in range(4)], 1, 0).close.state == State.FINISHED


def test_a_failed_fold_fails_the_job_by_name_and_keeps_the_scores_of_the_others():
    broken = part(2, State.FAILED, error=Problem(code="out_of_memory"))
    parts = [done(0, 1.0), done(1, 3.0), broken, done(3, 5.0)]
    close = FOLDS.decide(parts, 1, 0).close
    assert close.state == State.FAILED
    assert (close.error.code, close.error.params["folds"]) == ("folds_missing", "2")
    assert "?" not in sentence(close.error)
    assert FOLDS.metrics(parts)["test"]["rmse"]["values"] == [1.0, 3.0, 5.0]


def test_a_mistake_that_every_fold_makes_is_not_repeated_for_ever():
    failed = [part(fold, State.FAILED, error=Problem(code="rank_failed")) for fold in range(3)]
    assert Folds(SPEC, 100).decide(failed, 2, 0).close.error.code == "rank_failed"


def test_mean_and_deviation_are_those_of_a_sample():
    found = spread([2.0, 4.0, 9.0])
    assert found["mean"] == 5.0
    assert math.isclose(found["sd"], math.sqrt((9 + 1 + 16) / 2))


def test_a_score_that_a_fold_has_not_is_left_out_of_the_mean():
    assert spread([None, 4.0]) == {"mean": 4.0, "sd": None, "values": [None, 4.0]}


def test_folds_stand_in_their_order_and_words_and_tables_are_no_scores():
    assert over_folds([done(1, 2.0), done(0, 1.0)]) == {
        "test": {"rmse": {"mean": 1.5, "sd": math.sqrt(0.5), "values": [1.0, 2.0]}}
    }


def test_the_guess_that_folds_are_held_against_has_a_mean_too():
    parts = [
        part(fold, metrics={"test": {"rmse": 1.0, "baseline": {"name": "mean", "rmse": 2.0 + fold}}})
        for fold in range(2)
    ]
    assert over_folds(parts)["test"]["baseline"]["rmse"]["mean"] == 2.5


def test_a_row_that_cleaning_took_away_is_no_fold_that_is_missing():
    gone = part(3, State.FAILED, error=Problem(code="split_fold_beyond_rows"))
    assert FOLDS.decide([*(done(fold, 1.0) for fold in range(3)), gone], 1, 0).close.state == State.FINISHED
