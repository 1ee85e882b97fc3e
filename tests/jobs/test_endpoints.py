"""Endpoints of several models: how they come to be, what may change while they live, and what outlives whom."""

import json

import pytest

from engine.schema.api import NewKey, ServeRequest
from engine.schema.job import ENDED, State
from engine.schema.problem import UserError
from engine.schema.serve import ServedSpec
from engine.system.files import write_json
from engine.system.processes import end_processes
from tests.fakes.certificates import make_certificate
from tests.fakes.jobs import train_spec
from tests.fakes.stand_in import model_card

LANGUAGE = {"task": "language_model"}


@pytest.fixture
def put_model(home):
    """A finished model in the catalogue of the next service."""

    def put(id: str, name: str, **changes: object) -> None:
        folder = home.run(id).model
        folder.mkdir(parents=True)
        write_json(folder / "card.json", {**model_card(id, train_spec(name=name)), **changes})

    return put


@pytest.fixture
def yard(make_yard, put_model):
    put_model("good-1", "Good reviews")
    put_model("good-2", "Good reviews, again")
    put_model("words-1", "words", **LANGUAGE)
    return make_yard()


def problems_of(refused):
    return [(problem.code, problem.field) for problem in refused.value.problems]


def serve(yard, **request):
    return yard.service.serve(ServeRequest.model_validate(request))[0].job


def served(job):
    return {each.name: each.model for each in job.spec.models}


def told(yard, id):
    return {each.name: each.model for each in yard.service.job(id).served}


def test_several_models_stand_behind_one_address_by_names_that_programs_can_write(yard):
    job = serve(yard, models=["good-1", "good-1", {"name": "w", "model": "words", "bits": 8}], bits=16)
    assert served(job) == {"Good-reviews": "good-1", "Good-reviews-2": "good-1", "w": "words-1"}
    assert [each.bits for each in job.spec.models] == [16, 16, 8]
    assert job.name == "Good reviews"
    yard.wait(job.id, State.RUNNING)
    yard.until(lambda: told(yard, job.id) == served(job), 5, "what is served", job.id)


def test_what_is_served_just_so_is_found_again_with_a_fresh_key(yard):
    request = ServeRequest(models=("words-1", "good-1"), idle_minutes=5.0)
    first, made = yard.service.serve(request)
    again, made_again = yard.service.serve(request)
    assert (made, made_again, again.job.id) == (True, False, first.job.id)
    assert again.key.secret != first.key.secret
    assert again.key.models == ("words", "Good-reviews")
    other, made = yard.service.serve(ServeRequest(models=("words-1", "good-1")))
    assert made
    assert served(other.job) == {"words-2": "words-1", "Good-reviews-2": "good-1"}


@pytest.mark.parametrize(
    ("models", "found"),
    [
        ([{"name": "a", "model": "good-1", "bits": 4}], ("bits_too_few", "models.0.bits")),
        (
            [{"name": "a", "model": "good-1", "runner": "vllm"}],
            ("only_for_language_models", "models.0.runner"),
        ),
        ([{"name": "a", "model": "good-1", "context": 64}], ("only_for_language_models", "models.0.context")),
        (
            ["good-1", {"name": "a", "model": "words-1", "device": "cuda:7"}],
            ("no_gpu_here", "models.1.device"),
        ),
        ([{"name": "a", "model": "gone"}], ("model_unknown", "model")),
        (
            [{"name": "a", "model": "good-1"}, {"name": "a", "model": "words-1"}],
            ("served_name_twice", "models"),
        ),
    ],
)
def test_what_cannot_be_served_is_refused_at_its_field(yard, models, found):
    with pytest.raises(UserError) as refused:
        serve(yard, models=models)
    assert problems_of(refused) == [found]
    assert yard.service.jobs("serve") == []


def test_a_name_means_one_thing_among_live_endpoints(yard):
    first = serve(yard, models=[{"name": "r", "model": "good-1"}])
    with pytest.raises(UserError) as refused:
        serve(yard, models=[{"name": "r", "model": "good-2"}])
    assert problems_of(refused) == [("served_name_in_use", "models.0.name")]
    yard.wait(first.id, State.RUNNING)
    yard.service.stop(first.id)
    yard.wait(first.id, State.STOPPED)
    second = serve(yard, models=[{"name": "r", "model": "good-2"}])
    with pytest.raises(UserError) as refused:
        yard.service.retry(first.id)
    assert refused.value.problems[0].params == {"name": "r", "endpoint": second.name}
    assert yard.service.job(first.id).state == State.STOPPED


def test_a_model_is_added_swapped_and_removed_while_the_endpoint_runs(yard):
    id = serve(yard, models=[{"name": "r", "model": "good-1"}]).id
    yard.wait(id, State.RUNNING)
    yard.service.put_model(id, ServedSpec(name="w", model="words"))
    yard.until(lambda: told(yard, id) == {"r": "good-1", "w": "words-1"}, 5, "a second model", id)
    yard.service.put_model(id, ServedSpec(name="r", model="good-2"))
    yard.until(lambda: told(yard, id) == {"r": "good-2", "w": "words-1"}, 5, "another version", id)
    job = yard.service.remove_model(id, "r")
    assert job.model == "words-1"
    yard.until(lambda: told(yard, id) == {"w": "words-1"}, 5, "one model", id)
    with pytest.raises(UserError) as refused:
        yard.service.remove_model(id, "w")
    assert problems_of(refused) == [("endpoint_needs_model", None)]
    with pytest.raises(UserError) as refused:
        yard.service.remove_model(id, "nothing")
    assert problems_of(refused) == [("served_unknown", None)]


def test_a_change_is_checked_as_a_new_endpoint_is(yard):
    id = serve(yard, models=[{"name": "r", "model": "good-1"}]).id
    serve(yard, models=[{"name": "w", "model": "words-1"}])
    for change, found in (
        ({"name": "w", "model": "good-2"}, ("served_name_in_use", "name")),
        ({"name": "r", "model": "gone"}, ("model_not_found", "model")),
        ({"name": "r", "model": "good-2", "bits": 4}, ("bits_too_few", "bits")),
    ):
        with pytest.raises(UserError) as refused:
            yard.service.put_model(id, ServedSpec.model_validate(change))
        assert problems_of(refused) == [found]
    assert served(yard.service.job(id)) == {"r": "good-1"}


def test_a_change_that_only_reached_the_disk_is_what_counts(yard, make_yard, home):
    id = serve(yard, models=[{"name": "r", "model": "good-1"}]).id
    yard.wait(id, State.RUNNING)
    yard.close()
    text = home.run(id).spec.read_text()
    home.run(id).spec.write_text(text.replace("good-1", "good-2"))
    job = make_yard().service.job(id)
    assert (served(job), job.model) == ({"r": "good-2"}, "good-2")


def test_a_model_that_still_answers_or_loads_cannot_be_deleted(yard, home):
    id = serve(yard, models=[{"name": "r", "model": "good-1"}]).id
    yard.wait(id, State.RUNNING)
    event = {"name": "r", "model": "good-1", "next": "good-2", "state": "ready"}
    with home.run(id).events.open("a") as file:
        file.write(json.dumps({"seq": 0, "time": 1.0, "kind": "served", "served": event}) + "\n")
    yard.until(lambda: yard.service.job(id).served[0].next, 5, "a version that loads", id)
    for model in ("good-1", "good-2"):
        with pytest.raises(UserError, match="being served"):
            yard.service.delete_model(model)
    yard.service.delete_model("words-1")


@pytest.mark.slow
def test_an_endpoint_whose_server_dies_is_started_again_and_says_why_it_waits(make_yard, put_model):
    put_model("good-1", "good")
    yard = make_yard(unready=True)
    id = serve(yard, model="good-1").id
    failed = yard.wait(id, State.FAILED, seconds=30)
    assert (failed.attempt, failed.error.code) == (5, "worker_failed")
    assert (failed.url, failed.served) == (None, ())


def test_what_the_server_says_at_once_is_not_tried_again(make_yard, put_model):
    put_model("good-1", "good")
    yard = make_yard(says="port_taken")
    failed = yard.wait(serve(yard, model="good-1").id, *ENDED)
    assert (failed.state, failed.attempt, failed.error.code) == (State.FAILED, 1, "port_taken")


def test_an_endpoint_comes_back_after_the_machine_went_down_and_a_stopped_one_does_not(yard, make_yard, home):
    runs, stopped = (serve(yard, model=model).id for model in ("good-1", "good-2"))
    for id in (runs, stopped):
        yard.wait(id, State.RUNNING)
    yard.service.stop(stopped)
    yard.wait(stopped, State.STOPPED)
    key = yard.service.new_key(NewKey(name="kept"))
    yard.close()
    end_processes(yard.processes(runs), grace=0)
    again = make_yard()
    again.until(lambda: again.service.job(runs).attempt == 2, 10, "a second start", runs)
    assert again.wait(runs, State.RUNNING).served[0].model == "good-1"
    assert again.service.job(stopped).state == State.STOPPED
    assert key.id in [each.id for each in again.service.list_keys()]


def test_a_certificate_of_ones_own_is_looked_at_before_anything_starts(yard, tmp_path):
    certificate, key, _ = make_certificate(tmp_path, "own")
    _, other, _ = make_certificate(tmp_path, "other")
    locked, locked_key, _ = make_certificate(tmp_path, "locked", passphrase="secret")
    for network, field in (
        ({"certificate": str(tmp_path / "none"), "private_key": str(key)}, "network.certificate"),
        ({"certificate": str(certificate), "private_key": str(other)}, "network.private_key"),
        ({"certificate": str(locked), "private_key": str(locked_key)}, "network.private_key"),
        ({"address": "my-machine"}, "network.address"),
    ):
        with pytest.raises(UserError) as refused:
            serve(yard, model="good-1", network=network)
        assert [field for _, field in problems_of(refused)] == [field]
    network = {"certificate": str(certificate), "private_key": str(key)}
    assert serve(yard, model="good-1", network=network).spec.network.certificate == str(certificate)


def test_what_was_used_at_an_endpoint_outlives_it(yard, home):
    job, key = (lambda made: (made.job, made.key))(yard.service.serve(ServeRequest(model="good-1"))[0])
    yard.wait(job.id, State.RUNNING)
    write_json(home.run(job.id).usage, {"keys": {key.id: {"last_used": 5.0, "requests": 7}}})
    yard.service.stop(job.id)
    yard.wait(job.id, State.STOPPED)
    yard.service.delete(job.id)
    assert [(each.id, each.requests) for each in yard.service.list_keys()] == [(key.id, 7)]
