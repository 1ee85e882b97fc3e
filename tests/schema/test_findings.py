"""Every mistake in a spec has its own code, the field as the person wrote it, and no English in its parameters."""

import json

import pytest
from pydantic import ValidationError

from engine.schema.api import NewKey, Unlock
from engine.schema.findings import as_written, problem_of
from engine.schema.problem import UserError, sentence
from engine.schema.spec_file import load_text, parse_spec

GOOD = {"task": "tabular_regression", "data": {"source": "a.csv", "target": "y"}, "model": {"name": "mlp"}}


def problems(changes):
    with pytest.raises(UserError) as caught:
        parse_spec({**GOOD, **changes})
    return caught.value.problems


@pytest.mark.parametrize(
    ("changes", "code", "field", "params"),
    [
        ({"training": {"batch_size": 0}}, "below_minimum", "training.batch_size", {"value": "0", "bound": 1}),
        ({"training": {"gradient_clip": 0}}, "not_above", "training.gradient_clip", {"value": "0", "bound": 0}),
        ({"model": {"name": "mlp", "hidden": [99999]}}, "above_maximum", "model.hidden.0", {"bound": 65536}),
        ({"model": {"name": "mlp", "dropout": 1}}, "not_below", "model.dropout", {"bound": 1}),
        ({"strategy": {"name": "ddp", "devices": []}}, "too_short", "strategy.devices", {"value": "[]", "bound": 1}),
        ({"name": "x" * 81}, "too_long", "name", {"bound": 80}),
        ({"name": "a/b"}, "not_a_name", "name", {"value": '"a/b"'}),
        ({"name": 3}, "not_text", "name", {"value": "3"}),
        ({"training": {"seed": 1.5}}, "not_whole_number", "training.seed", {"value": "1.5"}),
        ({"training": {"optimizer": {"name": "sgd", "learning_rate": "x"}}}, "not_number", None, {}),
        ({"model": {"name": "mlp", "hidden": 3}}, "not_list", "model.hidden", {"value": "3"}),
        ({"model": 3}, "not_group", "model", {"value": "3"}),
        ({"strategy": {"name": "ddp", "devices": ["gpu"]}}, "not_a_device", "strategy.devices.0", {}),
        ({"model": {"hidden": [3]}}, "missing_key", "model.name", {}),
        ({"data": {"source": "a.csv"}}, "target_missing", "data.target", {}),
        (
            {"data": {"source": "a.csv", "target": "y", "sharding": "block", "bucketing": True}},
            "bucketing_in_blocks",
            "data.bucketing",
            {},
        ),
        ({"model": {"name": "forest"}}, "not_a_choice", "model.name", {"value": "forest"}),
        ({"kind": "cook"}, "not_a_choice", "kind", {"choices": "train, serve, sweep, search"}),
        ({"model": {"name": "transformer_encoder", "heads": 3}}, "heads_do_not_divide_width", "model.heads", {}),
    ],
)  # fmt: skip
def test_a_mistake_is_named_by_code_and_field(changes, code, field, params):
    first = problems(changes)[0]
    assert first.code == code
    assert field is None or first.field == field
    assert params.items() <= first.params.items()
    assert "?" not in sentence(first)


def test_an_unknown_key_is_answered_with_the_keys_of_the_chosen_member_alone():
    [problem] = problems({"model": {"name": "mlp", "hiden": [3]}})
    assert (problem.code, problem.field) == ("unknown_key", "model.hiden")
    assert problem.params == {"key": "hiden", "suggestion": "hidden", "known": "dropout, hidden, name"}


def test_a_serve_spec_is_answered_with_its_own_keys():
    with pytest.raises(UserError) as caught:
        parse_spec({"kind": "serve", "models": [{"name": "m", "model": "m"}], "prot": 1})
    assert caught.value.problems[0].params["suggestion"] == "port"


def test_a_key_with_a_dot_is_named_whole():
    assert problems({"a.b": 1})[0].params["key"] == "a.b"


@pytest.mark.parametrize("value", ["x" * 200, "\ud800", 10**400, float("nan"), [1] * 99, {"a": object()}])
def test_any_value_can_be_said_and_sent(value):
    text = as_written(value)
    assert len(text) <= 60
    assert json.loads(json.dumps(text).encode("utf-8")) == text


def test_what_is_no_mapping_is_refused_with_a_line():
    with pytest.raises(UserError) as caught:
        load_text("- a\n- b\n")
    assert caught.value.problems[0].code == "not_yaml"


def test_what_is_empty_is_missing_rather_than_too_short():
    with pytest.raises(UserError) as refused:
        parse_spec(
            {"task": "tabular_regression", "name": "", "data": {"source": ""}, "model": {"name": "linear"}}
        )
    said = {(problem.code, problem.field) for problem in refused.value.problems}
    assert {("missing_key", "name"), ("missing_key", "data.source")} <= said


@pytest.mark.parametrize("wrong", ["hunter2" * 200, ["hunter2"], {"hunter2": 1}, 7])
def test_a_wrong_passphrase_is_refused_without_saying_it(wrong):
    with pytest.raises(ValidationError) as caught:
        Unlock.model_validate({"name": "a", "passphrase": wrong})
    for found in caught.value.errors():
        problem = problem_of(found)
        assert problem.field == "passphrase"
        assert "hunter2" not in sentence(problem) + str(problem.params)
        assert problem.params["value"] == '"…"'


@pytest.mark.parametrize(
    ("wrong", "code"),
    [({"name": "a\x1b[2J"}, "not_a_name"), ({"models": ["a/b"]}, "not_a_served_name"), ({"models": [""]}, "missing_key")],
)  # fmt: skip
def test_a_key_has_a_name_that_can_be_shown_and_models_that_can_be_served(wrong, code):
    with pytest.raises(ValidationError) as caught:
        NewKey.model_validate(wrong)
    assert problem_of(caught.value.errors()[0]).code == code


def test_of_a_value_with_millions_of_parts_only_what_is_shown_is_written():
    class Parts(list):
        taken = 0

        def __iter__(self):
            for number in range(1_000_000):
                Parts.taken += 1
                yield number

    assert as_written(Parts([1])) == "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16…"
    assert Parts.taken < 100
