"""A sweep: what is tried, what is given up, what is kept, when it ends."""

from typing import Any

import pytest

from engine.jobs.groups.decision import Cut
from engine.jobs.groups.trials import Trials
from engine.schema.job import State
from engine.schema.problem import Problem
from engine.schema.sweep_spec import SweepSpec
from tests.fakes.jobs import train_spec
from tests.jobs.groups.parts import curve, part

RATE = "training.optimizer.learning_rate"
RATES = {RATE: {"low": 1e-4, "high": 1.0, "log": True}}


def sweep(**fields: Any) -> Trials:
    return Trials(SweepSpec.model_validate({"base": train_spec(), "ranges": RATES, "trials": 4, **fields}))


@pytest.mark.parametrize("method", ["tpe", "random"])
def test_the_same_seed_draws_the_same_settings_in_every_engine(method):
    first, second = (sweep(method=method).decide([], 3, 0).asks for _ in range(2))
    assert first == second
    assert len({ask.values[RATE] for ask in first}) == 3
    assert sweep(method=method, seed=1).decide([], 3, 0).asks != first
    assert all(ask.spec.training.optimizer.learning_rate == ask.values[RATE] for ask in first)


def test_a_later_trial_of_a_random_search_does_not_depend_on_when_it_is_drawn():
    together = sweep(method="random").decide([], 4, 0).asks[3]
    parts = [part(number, values={RATE: 0.1}, score=1.0) for number in range(3)]
    assert sweep(method="random").decide(parts, 1, 0).asks == (together,)


def test_tpe_goes_where_the_good_settings_were():
    drawn = sweep(method="tpe", trials=60).decide([], 40, 0).asks
    rates = [ask.values[RATE] for ask in drawn][:30]
    parts = [part(n, values={RATE: rate}, score=abs(rate - 0.01)) for n, rate in enumerate(rates)]
    asked = sweep(method="tpe", trials=60).decide(parts, 8, 0).asks
    near = sum(0.001 < ask.values[RATE] < 0.1 for ask in asked)
    assert near >= 6, "at random it would be 4 of 8"


def test_a_grid_tries_every_combination_that_goes_together():
    ranges = {"model.width": {"choices": [8, 12]}, "model.heads": {"low": 2, "high": 5}}
    base = train_spec(model={"name": "ft_transformer"})
    trials = sweep(method="grid", base=base, ranges=ranges)
    asks = trials.decide([], 100, 0).asks
    found = [(ask.spec.model.width, ask.spec.model.heads) for ask in asks]
    assert found == [(8, 2), (8, 4), (12, 2), (12, 3), (12, 4)]
    assert trials.count == 5
    ended = [part(ask.number, values=ask.values, score=1.0) for ask in asks]
    assert trials.decide(ended, 1, 0).close.state == State.FINISHED


def test_settings_that_do_not_go_together_are_drawn_again():
    ranges = {"model.width": {"low": 8, "high": 64}, "model.heads": {"choices": [7]}}
    asks = sweep(base=train_spec(model={"name": "ft_transformer"}), ranges=ranges).decide([], 2, 0).asks
    assert [ask.spec.model.width % 7 for ask in asks] == [0, 0]


def test_whole_models_can_be_the_choices():
    models = [{"name": "linear"}, {"name": "mlp", "hidden": [8]}]
    trials = sweep(method="tpe", ranges={"model": {"choices": models}}, trials=20)
    asks = trials.decide([], 12, 0).asks
    assert {ask.spec.model.name for ask in asks} == {"linear", "mlp"}
    parts = [part(ask.number, values=ask.values, score=1.0) for ask in asks]
    assert trials.decide(parts, 1, 0).asks[0].values["model"] in models


def test_losers_give_up_their_models_and_the_best_keeps_its_own():
    parts = [
        part(0, score=2.0),
        part(1, score=1.0),
        part(2, State.STOPPED, score=9.0, cut="pruned"),
        part(3, State.RUNNING),
    ]
    assert set(sweep().decide(parts, 0, 0).drops) == {"job0", "job2"}
    assert sweep(keep="all").decide(parts, 0, 0).drops == ()
    assert sweep().best(parts).number == 1


def test_higher_is_better_where_it_is():
    parts = [part(0, score=0.2), part(1, score=0.9)]
    assert sweep(metric="r2").best(parts).number == 1


def test_a_failed_trial_is_one_without_a_score_and_the_sweep_goes_on():
    parts = [
        part(0, State.FAILED, error=Problem(code="out_of_memory")),
        part(1, score=1.0, values={RATE: 0.1}),
    ]
    parts[0] = part(0, State.FAILED, values={RATE: 0.5})
    assert [ask.number for ask in sweep().decide(parts, 2, 0).asks] == [2, 3]


def test_when_the_time_is_over_nothing_begins_and_what_runs_is_ended_once_there_is_a_best():
    trials = sweep(seconds=10)
    running = part(1, State.RUNNING)
    assert trials.decide([part(0, State.RUNNING), running], 1, 11).cuts == ()
    over = trials.decide([part(0, score=1.0), running], 1, 11)
    assert (over.asks, over.cuts, over.close) == ((), (Cut("job1", "budget"),), None)
    ended = part(1, State.STOPPED, cut="budget")
    assert trials.decide([part(0, score=1.0), ended], 1, 11).close.state == State.FINISHED


def test_a_sweep_without_a_single_result_failed():
    parts = [part(number, State.STOPPED, cut="pruned") for number in range(4)]
    close = sweep().decide(parts, 1, 0).close
    assert (close.state, close.error.code) == (State.FAILED, "group_without_result")


def test_a_trial_behind_the_others_is_given_up():
    parts = [part(n, score=1.0, curve=curve(3, 2, 1), values={RATE: 0.1}) for n in range(3)]
    parts.append(part(3, State.RUNNING, curve=curve(9, 9, 9), values={RATE: 0.1}))
    assert sweep(pruning="median").decide(parts, 0, 0).cuts == (Cut("job3", "pruned"),)
    assert sweep(pruning="none").decide(parts, 0, 0).cuts == ()
