"""Would this run? Problems at their fields, or a plan."""

from typing import Any

import pytest

from engine.planning.check import check_train
from engine.planning.facts import Facts
from engine.schema.card import Column, DatasetCard
from engine.schema.machine import Device
from engine.schema.problem import say
from engine.schema.train import TrainSpec
from engine.schema.wording import CHECK_ITEMS, WORDING
from tests.fakes.jobs import dataset_card, train_spec
from tests.fakes.machine import CPU

FACTS = Facts(devices=(CPU,), memory_free={"cpu": 8 << 30}, disk_free=100 << 30)
GPU = Device(id="cuda:0", name="GPU", memory=8 << 30)
TEXTS = dataset_card(
    columns=(
        Column(name="review", kind="text", distinct=99),
        Column(name="stars", kind="number", distinct=5),
        Column(name="label", kind="category", distinct=2),
        Column(name="day", kind="date", distinct=50),
    )
)


def _check(card: DatasetCard | None = None, facts: Facts = FACTS, **changes: Any):
    spec = TrainSpec.model_validate({**train_spec(), **changes})
    return check_train(spec, card or dataset_card(), facts)


def _found(check) -> list[tuple[str, str | None]]:
    for problem in check.problems:
        assert problem.code in WORDING
        assert "?" not in say(problem).what, "every parameter of the words is there"
    for item in check.items:
        assert "{" not in CHECK_ITEMS[item.code].format(**item.params)
    return [(problem.code, problem.field) for problem in check.problems]


def _data(**changes: Any) -> dict[str, Any]:
    return {"source": "points", "target": "y", **changes}


def _text(**changes: Any) -> dict[str, Any]:
    data = {"source": "points", "target": "label", "text": "review", **changes}
    return {"task": "text_classification", "data": data, "model": {"name": "mean_embedding"}}


def test_a_spec_that_runs_has_a_plan_and_good_news():
    check = _check(training={"epochs": 3, "batch_size": 32})
    assert _found(check) == []
    assert check.plan.rows == {"train": 80, "validation": 10, "test": 10}
    assert (check.plan.steps_per_epoch, check.plan.total_steps) == (3, 9)
    assert check.plan.features == ("x", "colour")
    codes = [item.code for item in check.items]
    assert codes == ["data_ready", "rows", "steps", "parameters", "device_free", "memory_ok", "disk_ok"]
    assert all(item.ok for item in check.items)


def test_a_misspelt_column_is_answered_with_the_nearest():
    check = _check(data=_data(features=["X", "color"]))
    assert _found(check) == [("column_not_found", "data.features.0"), ("column_not_found", "data.features.1")]
    assert [problem.params["suggestion"] for problem in check.problems] == ["x", "colour"]
    assert check.plan is None


@pytest.mark.parametrize(
    ("card", "changes", "found"),
    [
        (None, {"data": _data(target="z9")}, ("column_not_found_at_all", "data.target")),
        (None, {"data": _data(target="colour")}, ("target_not_number", "data.target")),
        (TEXTS, _text(text="stars"), ("text_not_text", "data.text")),
        (TEXTS, _text(target="day"), ("target_not_class", "data.target")),
        (TEXTS, _text(target="review"), ("text_is_target", "data.text")),
        (
            TEXTS,
            {"data": _data(target="stars", features=["review"])},
            ("feature_unusable", "data.features.0"),
        ),
    ],
)
def test_a_column_in_the_wrong_part_is_named_at_its_field(card, changes, found):
    assert _found(_check(card, **changes)) == [found]


def test_a_yes_or_no_is_no_number_to_predict():
    columns = (Column(name="x", kind="number", distinct=9), Column(name="y", kind="boolean", distinct=2))
    found = _found(_check(dataset_card(columns=columns), data=_data(target="y")))
    assert found == [("target_not_number", "data.target")]


@pytest.mark.parametrize(
    ("column", "code"),
    [
        (Column(name="y", kind="number", distinct=1), "target_constant"),
        (Column(name="y", kind="number", minimum=2, maximum=2), "target_constant"),
        (Column(name="y", kind="number", missing=100), "column_empty"),
        (Column(name="y", kind="empty"), "column_empty"),
    ],
)
def test_a_target_that_teaches_nothing_is_refused(column: Column, code: str):
    card = dataset_card(columns=(Column(name="x", kind="number"), column))
    assert _found(_check(card)) == [(code, "data.target")]


def test_a_table_of_texts_alone_leaves_nothing_to_predict_from():
    card = dataset_card(columns=(Column(name="x", kind="text"), Column(name="y", kind="number")))
    assert _found(_check(card)) == [("no_features", "data.features")]


def test_rows_that_do_not_reach_for_the_split_are_said():
    assert _found(_check(dataset_card(rows=1))) == [("split_part_empty", "data.split.validation")]
    assert _found(_check(dataset_card(rows=0))) == [("too_few_rows", "data.source")]


def test_early_stopping_needs_something_to_watch():
    data = _data(split={"validation": 0, "test": 0.1})
    check = _check(data=data, training={"epochs": 1, "early_stopping": {"patience": 2}})
    assert _found(check) == [("early_stopping_without_validation", "training.early_stopping")]


def test_best_weights_need_something_to_watch_and_a_place_on_the_disk():
    best = {"epochs": 1, "weights": "best"}
    check = _check(data=_data(split={"validation": 0, "test": 0.1}), training=best)
    assert _found(check) == [("best_without_validation", "training.weights")]
    assert _check(training=best).plan.disk > _check(training={"epochs": 1}).plan.disk


def test_scores_and_weights_of_classes_need_classes():
    assert _found(_check(training={"epochs": 1, "class_weights": "balanced"})) == [
        ("class_weights_without_classes", "training.class_weights")
    ]
    columns = (Column(name="x", kind="number"), Column(name="y", kind="number", distinct=101))
    training = {"epochs": 1, "metric": "roc_auc", "class_weights": "balanced"}
    many = _check(dataset_card(columns=columns), task="tabular_classification", training=training)
    assert _found(many) == [("metric_of_fewer_classes", "training.metric")]
    few = (*columns[:1], Column(name="y", kind="number", distinct=2))
    check = _check(dataset_card(columns=few), task="tabular_classification", training=training)
    assert check.plan.parameters == 2 * (1 + 1)


@pytest.mark.parametrize(
    ("devices", "code"),
    [
        (["cuda:0"], "no_gpu_here"),
        (["cpu", "cpu", "cpu"], "more_ranks_than_cores"),
    ],
)
def test_devices_that_are_not_there_or_too_few(devices: list[str], code: str):
    check = _check(strategy={"name": "ddp", "devices": devices})
    assert (code, "strategy.devices") in _found(check)
    assert (check.plan is None) == (code == "no_gpu_here")


def test_another_gpu_is_proposed_where_there_is_one():
    facts = Facts(devices=(CPU, GPU), disk_free=100 << 30)
    check = _check(facts=facts, strategy={"name": "single", "devices": ["cuda:3"]})
    assert check.problems[0].params["suggestion"] == "cuda:0"
    mixed = _check(facts=facts, strategy={"name": "ddp", "devices": ["cpu", "cuda:0"]})
    assert ("devices_mixed", "strategy.devices") in _found(mixed)
    twice = _check(facts=facts, strategy={"name": "ddp", "devices": ["cuda:0", "cuda:0"]})
    assert ("device_twice", "strategy.devices") in _found(twice)


def test_a_batch_smaller_than_the_ranks_or_larger_than_the_rows_is_a_warning():
    ddp = {"name": "ddp", "devices": ["cpu", "cpu"]}
    small = _check(strategy=ddp, training={"epochs": 1, "batch_size": 1})
    large = _check(training={"epochs": 1, "batch_size": 500})
    assert _found(small) == [("batch_below_ranks", "training.batch_size")]
    assert _found(large) == [("batch_above_rows", "training.batch_size")]
    assert small.plan is not None
    assert large.plan.steps_per_epoch == 1


def test_a_model_larger_than_the_memory_is_refused_and_one_larger_than_what_is_free_is_told():
    huge = {"name": "mlp", "hidden": [60_000, 60_000]}
    assert ("memory_too_small", "strategy.devices") in _found(_check(model=huge))
    short = Facts(devices=(CPU,), memory_free={"cpu": 1 << 20}, disk_free=100 << 30)
    check = _check(facts=short)
    assert _found(check) == [("memory_tight", "strategy.devices")]
    assert check.plan is not None
    assert [item.code for item in check.items if not item.ok] == ["memory_short"]


def test_a_full_disk_is_said_before_the_run():
    full = Facts(devices=(CPU,), disk_free=1000)
    assert _found(_check(facts=full)) == [("disk_too_small", "checkpoint.keep")]


def test_busy_devices_mean_waiting_not_refusal():
    busy = Facts(devices=(CPU,), busy=frozenset({"cpu"}))
    check = _check(facts=busy)
    assert _found(check) == []
    assert "devices_busy" in [item.code for item in check.items]


def test_what_is_unknown_of_the_machine_is_not_guessed():
    check = _check(facts=Facts(devices=(CPU,)))
    assert _found(check) == []
    assert check.plan.memory_available is None
    assert not [item for item in check.items if item.code.startswith(("memory", "disk"))]


def test_every_line_of_the_check_and_every_problem_has_words():
    assert all(text.endswith(".") for text in CHECK_ITEMS.values())


@pytest.mark.parametrize(
    ("roles", "metric", "told"),
    [
        ({"prompt": "a", "chosen": "b", "rejected": "c"}, "accuracy", []),
        ({"prompt": "a", "chosen": "b", "rejected": "c"}, "loss", []),
        (
            {"prompt": "a", "chosen": "b", "rejected": "c"},
            "perplexity",
            [("metric_not_of_columns", "training.metric")],
        ),
        ({"prompt": "a", "response": "b"}, "accuracy", [("metric_not_of_columns", "training.metric")]),
        ({"prompt": "a", "response": "b"}, "perplexity", []),
    ],
)
def test_a_language_model_is_judged_by_a_score_that_its_columns_give(roles, metric, told):
    card = dataset_card(columns=tuple(Column(name=name, kind="text", distinct=99) for name in "abc"))
    check = _check(
        card,
        task="language_model",
        data={"source": "data", **roles},
        model={"name": "decoder", "size": "1m", "context": 64},
        training={"max_steps": 2, "metric": metric},
    )
    assert [found for found in _found(check) if found[1] == "training.metric"] == told
