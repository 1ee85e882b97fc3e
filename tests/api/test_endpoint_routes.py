"""The routes of endpoints, keys and the audit log, with a real service whose servers are stand-ins."""

from typing import get_args

import pytest

from engine.schema.api import KeyAction
from engine.schema.job import State
from engine.system.files import write_json
from tests.api.conftest import engine_on
from tests.fakes.jobs import train_spec, yards_on
from tests.fakes.stand_in import model_card


@pytest.fixture
def yard(home):
    for id in ("good-1", "good-2"):
        (home.run(id).model).mkdir(parents=True)
        write_json(home.run(id).model / "card.json", model_card(id, train_spec(name="good")))
    with yards_on(home) as make:
        yield make()


@pytest.fixture
def engine(yard):
    with engine_on(yard.home.root, service=yard.service) as running:
        yield running


def serve(engine, **request):
    answer = engine.ask("POST", "/v1/endpoints", request)
    assert answer.status in (200, 201), answer.body
    return answer


def actions(engine):
    return [(line["action"], line["client"]) for line in engine.ask("GET", "/v1/audit").body][::-1]


def test_what_people_do_stands_in_the_audit_log_and_no_secret_does(engine, yard):
    window = {"X-Modelyard-Client": "window"}
    made = engine.ask("POST", "/v1/endpoints", {"model": "good-1", "network": {}}, **window).body
    id, secret = made["job"]["id"], made["key"]["secret"]
    yard.wait(id, State.RUNNING)
    for name, model in (("good", "good-2"), ("more", "good-1")):
        changed = engine.ask("PUT", f"/v1/endpoints/{id}/models/{name}", {"name": name, "model": model})
        assert changed.status == 200
    assert engine.ask("DELETE", f"/v1/endpoints/{id}/models/more").status == 200
    key = engine.ask("POST", "/v1/keys", {"name": "ci", "models": ["good"]}).body
    assert engine.ask("DELETE", f"/v1/keys/{key['id']}").status == 204
    assert engine.ask("POST", f"/v1/jobs/{id}/stop").status == 200
    yard.wait(id, State.STOPPED)
    assert engine.ask("DELETE", f"/v1/jobs/{id}", **{"X-Modelyard-Client": "a liar"}).status == 204
    assert engine.ask("DELETE", "/v1/models/good-2").status == 204
    assert actions(engine) == [
        ("endpoint_made", "window"),
        ("network_serving_on", "window"),
        ("key_made", "window"),
        ("model_swapped", "program"),
        ("model_added", "program"),
        ("model_removed", "program"),
        ("key_made", "program"),
        ("key_revoked", "program"),
        ("endpoint_stopped", "program"),
        ("endpoint_deleted", "program"),
        ("model_deleted", "program"),
    ]
    assert secret not in yard.home.audit.read_text()
    assert key["secret"] not in yard.home.audit.read_text()


def test_serving_the_same_again_is_no_new_endpoint_but_a_new_key(engine):
    assert serve(engine, model="good-1").status == 201
    assert serve(engine, model="good-1").status == 200
    assert [action for action, _ in actions(engine)] == ["endpoint_made", "key_made", "key_made"]


@pytest.mark.parametrize(
    ("body", "status", "code", "field"),
    [
        ({}, 422, "serve_needs_model", "models"),
        ({"model": "a", "models": ["b"]}, 422, "serve_needs_model", "models"),
        ({"model": "good-1", "network": {"certificate": "/c.pem"}}, 422, "certificate_needs_key", None),
        ({"models": [{"name": "a b", "model": "good-1"}]}, 422, "not_a_served_name", None),
        ({"models": [{"name": "ends.", "model": "good-1"}]}, 422, "not_a_served_name", None),
        ({"model": "nobody"}, 404, "model_unknown", "model"),
        ({"model": "good-1", "port": 70000}, 422, "above_maximum", "port"),
        ({"model": "good-1", "prot": 1}, 422, "surplus_key", None),
    ],
)
def test_a_request_that_makes_no_sense_is_refused_in_words(engine, body, status, code, field):
    answer = engine.ask("POST", "/v1/endpoints", body)
    found = [problem["code"] for problem in answer.body["problems"]]
    assert answer.status == status
    assert code in found
    if field:
        assert answer.body["problems"][found.index(code)]["field"] == field


def test_the_name_in_the_address_is_the_name_in_the_body(engine):
    id = serve(engine, model="good-1").body["job"]["id"]
    answer = engine.ask("PUT", f"/v1/endpoints/{id}/models/a", {"name": "b", "model": "good-1"})
    assert (answer.status, answer.body["problems"][0]["code"]) == (422, "served_name_differs")


def test_what_is_no_endpoint_is_unknown_and_a_last_model_stays(engine, yard):
    for path in ("/v1/endpoints/nobody/models/a", "/v1/keys/nobody"):
        assert engine.ask("DELETE", path).status == 404
    id = serve(engine, model="good-1").body["job"]["id"]
    answer = engine.ask("DELETE", f"/v1/endpoints/{id}/models/good")
    assert (answer.status, answer.body["problems"][0]["code"]) == (409, "endpoint_needs_model")
    assert engine.ask("DELETE", "/v1/models/good-1").status == 409
    busy = engine.ask("POST", "/v1/endpoints", {"models": [{"name": "good", "model": "good-2"}]})
    assert (busy.status, busy.body["problems"][0]["code"]) == (409, "served_name_in_use")


def test_a_key_is_shown_once_with_what_it_allows(engine):
    new = {"name": "ci", "models": ["a"], "actions": list(get_args(KeyAction)), "tokens_per_minute": 9}
    made = engine.ask("POST", "/v1/keys", new)
    assert made.status == 201
    assert made.body["secret"].startswith("my-")
    (listed,) = engine.ask("GET", "/v1/keys").body
    assert listed == {**made.body, "secret": None}
    assert "sha256" not in listed
    for wrong in ({"actions": ["own"]}, {"models": []}, {"expires": 1.0}, {"requests_per_minute": 0}):
        assert engine.ask("POST", "/v1/keys", wrong).status == 422
