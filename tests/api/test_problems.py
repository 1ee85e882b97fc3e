"""Errors reach the asker as problems by field, with the right status."""

import pytest

from engine.api.status import status_of
from engine.jobs.endpoints import Access
from engine.schema.wording import WORDING

SPEC = {
    "kind": "train",
    "task": "tabular_regression",
    "data": {"source": "a.csv", "target": "y"},
    "model": {"name": "mlp"},
}


def submit(engine, **changes):
    spec = {**SPEC, **changes}
    return engine.ask("POST", "/v1/jobs", {"spec": spec, "request_id": "a-request"})


def test_a_good_spec_is_submitted_once_for_one_request(engine):
    first, second = submit(engine), submit(engine)
    assert first.status == 201
    assert first.body["id"] == second.body["id"]


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"task": "guessing"}, "task", "not_a_choice"),
        ({"kind": "cook"}, "kind", "not_a_choice"),
        ({"model": {"name": "mlp", "hidden": [0]}}, "model.hidden.0", "below_minimum"),
        ({"model": {"name": "forest"}}, "model.name", "not_a_choice"),
        ({"data": {"source": "a.csv"}}, "data.target", "target_missing"),
        ({"traning": {}}, "traning", "unknown_key"),
        ({"data": {"source": "a.csv", "target": 3}}, "data.target", "not_text"),
        (
            {"strategy": {"name": "single", "devices": ["cpu", "cpu"]}},
            "strategy.devices",
            "single_takes_one_device",
        ),
    ],
)
def test_a_wrong_field_is_named_as_in_the_spec_file(engine, changes, field, code):
    answer = submit(engine, **changes)
    assert answer.status == 422
    assert (field, code) in [(problem["field"], problem["code"]) for problem in answer.body["problems"]]


@pytest.mark.parametrize(
    ("step", "field", "code"),
    [
        ({"step": "filter"}, "data.steps.0.column", "missing_key"),
        ({"step": "bins", "column": "n", "bins": 1}, "data.steps.0.bins", "below_minimum"),
        ({"step": "fold"}, "data.steps.0.step", "not_a_choice"),
    ],
)
def test_a_step_that_is_shown_is_named_as_in_the_spec_file(engine, step, field, code):
    body = {"task": "tabular_regression", "data": {"source": "a", "steps": [step]}}
    answer = engine.ask("POST", "/v1/datasets/a/steps", body)
    assert [(problem["field"], problem["code"]) for problem in answer.body["problems"]] == [(field, code)]
    assert answer.status == 422


def test_a_spec_without_its_kind_says_so(engine):
    answer = engine.ask("POST", "/v1/jobs", {"spec": {}, "request_id": "a-request"})
    assert answer.body["problems"][0]["field"] == "kind"


def test_a_job_that_is_not_there_is_404_and_a_move_that_is_not_allowed_409(engine):
    engine.service.add("a")
    assert engine.ask("GET", "/v1/jobs/b").status == 404
    assert engine.ask("POST", "/v1/jobs/a/pause").status == 200
    assert engine.ask("POST", "/v1/jobs/a/pause").status == 409


@pytest.mark.parametrize(
    "query", ["offset=-1", "offset=x", "limit=0", "limit=99999999", "rank=../../etc/passwd"]
)
def test_a_query_out_of_bounds_is_refused_by_name(engine, query):
    engine.service.add("a")
    answer = engine.ask("GET", f"/v1/jobs/a/log?{query}")
    assert answer.status == 422
    assert answer.body["problems"][0]["field"] == query.partition("=")[0]


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("dataset_unknown", 404),
        ("pause_not_allowed", 409),
        ("model_in_use", 409),
        ("delete_needs_with_model", 409),
        ("endpoint_not_ready", 503),
        ("split_leaves_nothing", 422),
    ],
)
def test_the_status_follows_from_the_code(code, status):
    assert status_of(code) == status


def test_predicting_without_a_ready_endpoint_says_when_to_try_again(engine):
    engine.service.add("a")
    answer = engine.ask("POST", "/v1/endpoints/a/predict", {"inputs": ["x"]})
    assert (answer.status, answer.body["problems"][0]["code"]) == (503, "endpoint_not_ready")


def test_an_endpoint_that_is_gone_is_unreachable_and_not_a_mistake(engine):
    engine.service.endpoint = Access("http://127.0.0.1:9", "secret", None, 5.0)
    answer = engine.ask("POST", "/v1/endpoints/a/predict", {"inputs": ["x"]})
    assert (answer.status, answer.body["problems"][0]["code"]) == (503, "endpoint_unreachable")


def test_every_problem_of_the_engine_has_words():
    codes = {
        "route_unknown",
        "request_unreadable",
        "too_many_streams",
        "endpoint_unreachable",
        "not_json",
        "unexpected",
    }
    assert codes <= WORDING.keys()


def test_a_path_no_file_can_have_is_refused_at_its_field(engine):
    answer = engine.ask("POST", "/v1/datasets", {"path": "a\0b.csv"})
    found = [(problem["field"], problem["code"]) for problem in answer.body["problems"]]
    assert (answer.status, found) == (422, [("path", "bad_form")])
