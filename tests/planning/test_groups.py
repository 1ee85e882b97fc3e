"""Jobs made of runs before they start: how many runs, how many at once, and what stands against them."""

from collections import Counter
from typing import Any

import pytest

from engine.planning.check import check_train
from engine.planning.facts import Facts
from engine.planning.fold_runs import count_folds
from engine.planning.groups import check_group, choose_device, placed
from engine.schema.card import Column
from engine.schema.machine import Device
from engine.schema.problem import say
from engine.schema.spec_file import parse_spec
from engine.schema.wording import CHECK_ITEMS, WORDING
from tests.fakes.jobs import dataset_card, train_spec
from tests.fakes.machine import CPU

GPUS = tuple(Device(id=f"cuda:{number}", name="GPU", memory=8 << 30) for number in range(2))
FACTS = Facts(devices=(CPU, *GPUS), memory_free={"cpu": 8 << 30}, disk_free=100 << 30)
RATES = {"training.optimizer.learning_rate": {"low": 1e-4, "high": 1.0, "log": True}}


def folds(**split: Any) -> dict[str, Any]:
    return train_spec(data={"source": "points", "target": "y", "split": {"method": "kfold", **split}})


def sweep(base: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    return {"kind": "sweep", "base": base or train_spec(), "ranges": RATES, "trials": 6, **fields}


def check(spec: dict[str, Any], facts: Facts = FACTS, **card: Any):
    known = dataset_card(**card)
    found = check_group(parse_spec(spec), known, facts, lambda run: check_train(run, known, facts))
    for problem in found.problems:
        assert problem.code in WORDING
        assert "?" not in say(problem).what.replace("Did you", ""), "every parameter of the words is there"
    for item in found.items:
        assert "{" not in CHECK_ITEMS[item.code].format(**item.params)
    return found


def faults(spec: dict[str, Any], **card: Any) -> list[tuple[str, str | None]]:
    return [(p.code, p.field) for p in check(spec, **card).problems if p.severity == "error"]


def auto(*devices: str, **changes: Any) -> dict[str, Any]:
    return train_spec(strategy={"name": "auto", "devices": list(devices)}, **changes)


def at_once(found) -> int:
    return next(item.params["parallel"] for item in found.items if item.code == "parts")


@pytest.mark.parametrize(
    ("split", "runs"),
    [({"folds": 5}, 5), ({"folds": 5, "repeats": 3}, 15), ({"method": "leave_one_out"}, 100)],
)
def test_folds_are_counted_over_their_repeats_and_rows(split, runs):
    assert check(folds(**split)).plan.parts == runs


def test_every_row_has_a_fold_though_rows_may_be_left_out_for_two_reasons():
    columns = (Column(name="x", kind="number"), Column(name="y", kind="number", missing=5))
    card = dataset_card(rows=20, columns=columns, duplicates=4)  # perhaps among the five
    assert count_folds(parse_spec(folds(method="leave_one_out")), card) == 15


def test_the_time_of_all_runs_is_that_of_as_many_turns_as_they_take():
    one = check(sweep(trials=1)).plan
    six = check(sweep(trials=6))
    assert at_once(six) == 2, "the CPU of the test has two slots"
    assert six.plan.seconds == pytest.approx(3 * one.seconds)


def test_nobody_waits_for_a_thousand_and_one_runs():
    assert faults(folds(method="leave_one_out"), rows=1001) == [("too_many_folds", "data.split.method")]
    assert faults(folds(folds=100, repeats=11)) == [("too_many_folds", "data.split.repeats")]


def test_what_is_wrong_with_the_run_is_said_at_its_place_in_the_sweep():
    assert faults(sweep(train_spec(data={"source": "points", "target": "z"}))) == [
        ("column_not_found_at_all", "base.data.target")
    ]


def test_trials_are_not_folds_and_need_rows_to_be_judged_by():
    assert ("folds_within_group", "base.data.split.method") in faults(sweep(folds()))
    without = {"source": "points", "target": "y", "split": {"validation": 0}}
    assert faults(sweep(train_spec(data=without))) == [
        ("judged_without_validation", "base.data.split.validation")
    ]


def test_a_pool_gives_each_run_a_device_of_its_own():
    pool = parse_spec(auto("cuda:0", "cuda:1"))
    card = dataset_card()
    assert choose_device(pool, Counter({"cuda:0": 1})) == "cuda:1"
    run, found = placed(pool, "cuda:1", lambda run: check_train(run, card, FACTS))
    assert (run.strategy.name, run.strategy.devices) == ("single", ("cuda:1",))
    assert found.plan.devices == ("cuda:1",)
    assert at_once(check(sweep(auto("cuda:0", "cuda:1")))) == 2


def test_a_run_too_large_for_one_device_of_the_pool_takes_all_of_them():
    large = auto("cuda:0", "cuda:1", model={"name": "mlp", "hidden": [24000, 24000]})
    card = dataset_card()
    run, found = placed(parse_spec(large), "cuda:0", lambda run: check_train(run, card, FACTS))
    assert set(run.strategy.devices) == {"cuda:0", "cuda:1"}
    assert found.plan is not None
    assert at_once(check(sweep(large))) == 1


def test_a_strategy_of_a_persons_choice_is_that_of_every_run():
    both = train_spec(devices=("cuda:0", "cuda:1"))
    assert at_once(check(sweep(both))) == 1
    assert check(sweep(both)).plan.devices == ("cuda:0", "cuda:1")


def test_runs_at_once_are_no_more_than_asked_for_or_than_there_are():
    assert at_once(check(sweep(parallel=1))) == 1
    assert at_once(check(sweep(trials=1))) == 1


def test_a_machine_takes_no_more_runs_than_its_memory():
    tight = Facts(devices=(CPU.model_copy(update={"memory": 700 << 20, "slots": 8}),))
    assert at_once(check(sweep(), tight)) < 6


def test_the_time_of_a_search_is_its_budget():
    spec = {
        "kind": "search",
        "task": "tabular_regression",
        "data": {"source": "points", "target": "y"},
        "seconds": 60,
    }
    found = check(spec)
    assert (found.plan.seconds, found.plan.parts) == (60, 2)
    assert faults({**spec, "data": {"source": "points", "target": "z"}}) == [
        ("column_not_found_at_all", "data.target")
    ]
    assert faults({**spec, "devices": ["cuda:7"]}) == [("device_not_found", "devices")]
