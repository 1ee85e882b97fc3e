"""What kind of job a draft becomes, and back: specs that the engine takes, problems at the fields of the run."""

import pytest

from engine.planning.ranges import check_ranges
from engine.schema.job import kind_of as kind_of_spec
from engine.schema.problem import Problem
from engine.schema.spec_file import parse_spec
from engine.schema.sweep_spec import SweepSpec
from gui.forms.paths import get_at
from gui.state.job_kind import at_run, in_kind, kind_of, spec_of, taken_apart, trial_of
from gui.state.proposal import propose
from gui.state.sweep_settings import kept_ranges, range_around, settings_of
from gui.state.unused_fields import unused_fields
from tests.fakes.dataset_cards import EVERY
from tests.fakes.spec_context import DIABETES, REVIEWS

RATE = "training.optimizer.learning_rate"
GROUP = {
    "sweep": {"ranges": {RATE: {"low": 1e-4, "high": 1e-2, "log": True}}, "trials": 7},
    "search": {"seconds": 60.0},
}


def whole(card) -> dict:
    return parse_spec(propose(card)).model_dump(mode="json")


@pytest.mark.parametrize(
    ("kind", "job"), [("run", "train"), ("folds", "folds"), ("sweep", "sweep"), ("search", "search")]
)
def test_each_kind_is_a_spec_of_that_kind_and_can_be_opened_again(kind, job):
    run, group = in_kind(whole(REVIEWS), GROUP, kind)
    spec = parse_spec(spec_of(run, group))
    assert (kind_of(run, group), kind_of_spec(spec)) == (kind, job)
    again = taken_apart(spec.model_dump(mode="json"))
    assert kind_of(*again) == kind
    assert parse_spec(spec_of(*again)) == spec


def test_a_draft_that_leaves_folds_is_split_as_its_task_is():
    run, group = in_kind(whole(REVIEWS), {}, "folds")
    assert run["data"]["split"]["method"] == "kfold"
    run, group = in_kind(run, group, "sweep")
    assert run["data"]["split"]["method"] == "stratified"
    assert in_kind(whole(DIABETES), {}, "run")[0]["data"]["split"]["method"] == "random"


def test_one_fold_alone_is_one_run_and_a_trial_of_folds_is_the_first():
    run, group = in_kind(whole(DIABETES), {}, "folds")
    trial = trial_of(run, group)
    assert kind_of_spec(parse_spec(trial)) == "train" and trial["data"]["split"]["fold"] == 0
    assert kind_of(trial, {}) == "run" and run["data"]["split"]["fold"] is None


def test_a_search_asks_for_devices_and_not_for_ranks():
    run, group = in_kind(
        {**whole(DIABETES), "strategy": {"name": "ddp", "devices": ["cpu", "cpu"]}}, GROUP, "search"
    )
    spec = parse_spec(spec_of(run, group))
    assert spec.devices == ("cpu",) and spec.seconds == 60


def test_what_is_wrong_with_the_run_of_a_sweep_is_said_at_its_own_field_and_once():
    problems = [
        Problem(code="below_minimum", field="base.training.batch_size"),
        Problem(code="below_minimum", field="training.batch_size"),
        Problem(code="range_reversed", field=f"ranges.{RATE}"),
    ]
    fields = [problem.field for problem in at_run(problems, {"kind": "sweep"})]
    assert fields == ["training.batch_size", f"ranges.{RATE}"]
    assert at_run([Problem(code="x", field="devices")], {"kind": "search"})[0].field == "strategy.devices"


@pytest.mark.parametrize("card", EVERY, ids=lambda card: card.name)
def test_every_setting_that_is_offered_can_vary_around_its_value(card):
    run = whole(card)
    settings = settings_of(run)
    paths = {setting.path for setting in settings}
    assert {RATE, "model", "training.epochs"} <= paths
    assert not paths & {"training.metric", "data.target", "strategy.name", "checkpoint.every_steps"}
    for setting in settings:
        ranges = {setting.path: range_around(setting, get_at(run, setting.path))}
        assert check_ranges(SweepSpec.model_validate({"base": run, "ranges": ranges})) == [], setting.path


def test_only_models_of_the_task_are_tried_and_ranges_go_with_their_settings():
    run = whole(REVIEWS)
    model = next(setting for setting in settings_of(run) if setting.path == "model")
    tried = [choice["name"] for choice in range_around(model, run["model"])["choices"]]
    assert tried == ["mean_embedding", "text_cnn", "transformer_encoder"]
    ranges = {"model.vocabulary": {"low": 1, "high": 2}, "training.epochs": {"low": 1, "high": 2}}
    assert list(kept_ranges(ranges, whole(DIABETES))) == ["training.epochs"]


def test_settings_that_mean_nothing_beside_others_are_named():
    table, text = unused_fields(whole(DIABETES)), unused_fields(whole(REVIEWS))
    assert {"training.class_weights", "training.samples", "data.bucketing", "data.split.folds"} <= table
    assert "training.class_weights" not in text and "data.bucketing" not in text
    tuned = {"task": "text_classification", "model": {"name": "pretrained", "tuning": "full"}}
    assert "model.lora_rank" in unused_fields(tuned)
