"""The ranges of a sweep: refused at their place and in the words of the setting, or filled into a run."""

from typing import Any

import pytest

from engine.planning.ranges import check_ranges, combination, filled, grid_size
from engine.schema.problem import UserError
from engine.schema.spec_file import parse_spec
from engine.schema.sweep_spec import SweepSpec
from tests.fakes.jobs import train_spec


def sweep(ranges: dict[str, Any], **fields: Any) -> SweepSpec:
    base = train_spec(model={"name": "mlp"})
    return parse_spec({"kind": "sweep", "base": base, "ranges": ranges, **fields})


@pytest.mark.parametrize(
    ("path", "given", "code"),
    [
        ("training.optimizer.learning_rate", {"low": 1e-4, "high": 100}, "above_maximum"),
        ("training.batch_size", {"low": 0, "high": 64}, "below_minimum"),
        ("training.batch_size", {"low": 1.5, "high": 64}, "not_whole_number"),
        ("training.batch_size", {"low": 1, "high": 64, "step": 0.5}, "not_whole_number"),
        ("training.batch_siz", {"low": 1, "high": 64}, "range_without_setting"),
        ("model.width", {"low": 1, "high": 64}, "range_without_setting"),
        ("training.weights", {"choices": ["last", "first"]}, "not_a_choice"),
        ("training.weights", {"low": 0, "high": 1}, "range_of_no_number"),
        ("training.compile", {"low": 0, "high": 1}, "range_of_no_number"),
        ("model", {"choices": [{"name": "linear"}, {"name": "decoder"}]}, "model_does_not_fit_task"),
        ("data.split.seed", {"low": 0, "high": 9}, "range_not_comparable"),
        ("training", {"choices": [{"metric": "mae"}]}, "range_not_comparable"),
        ("strategy.devices", {"choices": [["cpu"]]}, "range_not_comparable"),
    ],
)
def test_a_range_that_cannot_be_is_refused_at_its_own_place(path, given, code):
    [problem] = check_ranges(sweep({path: given}))
    assert (problem.code, problem.field) == (code, f"ranges.{path}")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"low": 1}, "range_unclear"),
        ({"low": 1, "high": 2, "choices": [1]}, "range_unclear"),
        ({"low": 3, "high": 2}, "range_reversed"),
        ({"low": 0, "high": 2, "log": True}, "range_log"),
        ({"low": 1, "high": 2, "log": True, "step": 1}, "range_log"),
        ({"low": float("inf"), "high": 2}, "not_number"),
    ],
)
def test_a_range_is_two_bounds_or_a_list(given, code):
    with pytest.raises(UserError) as refused:
        sweep({"training.batch_size": given})
    problem = refused.value.problems[0]
    assert problem.code == code
    assert problem.field.startswith("ranges.training.batch_size")


def test_a_setting_and_a_part_of_it_do_not_vary_together():
    ranges = {"model": {"choices": [{"name": "mlp"}]}, "model.dropout": {"low": 0, "high": 0.5}}
    assert [problem.code for problem in check_ranges(sweep(ranges))] == ["range_overlap"]


def test_a_grid_is_every_combination_the_last_range_fastest():
    spec = sweep(
        {
            "training.batch_size": {"low": 8, "high": 10},
            "model.dropout": {"low": 0, "high": 0.3, "step": 0.1},
        },
        method="grid",
    )
    assert check_ranges(spec) == []
    assert grid_size(spec) == 12
    values = [combination(spec, number) for number in range(12)]
    assert values[1] == {"training.batch_size": 8, "model.dropout": 0.1}
    assert values[-1] == {"training.batch_size": 10, "model.dropout": 0.3}
    run = filled(spec, values[-1])
    assert (run.training.batch_size, run.model.dropout) == (10, 0.3)


@pytest.mark.parametrize(
    ("ranges", "code"),
    [
        ({"model.dropout": {"low": 0, "high": 0.5}}, "grid_without_step"),
        ({"training.batch_size": {"low": 1, "high": 64, "log": True}}, "grid_without_step"),
        ({"training.batch_size": {"low": 1, "high": 10_001}}, "grid_too_large"),
    ],
)
def test_a_grid_has_an_end(ranges, code):
    assert [problem.code for problem in check_ranges(sweep(ranges, method="grid"))] == [code]


def test_settings_that_contradict_each_other_are_no_run():
    assert filled(sweep({"model": {"choices": [{"name": "mlp"}]}}), {"model": {"name": "decoder"}}) is None


def test_a_mistake_in_the_run_of_a_sweep_is_named_there():
    base = {**train_spec(), "model": {"name": "decoder"}}
    with pytest.raises(UserError) as refused:
        parse_spec({"kind": "sweep", "base": base, "ranges": {"training.batch_size": {"choices": [1]}}})
    assert refused.value.problems[0].field == "base.model.name"
