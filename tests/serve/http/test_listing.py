"""What an endpoint says of itself."""

import json

from prometheus_client.parser import text_string_to_metric_families

from engine.schema.card import InputField
from tests.fakes.models import FakeServed, card_of


def samples(door):
    status, headers, text = door.ask("GET", "/metrics")
    assert (status, headers["content-type"]) == (200, "text/plain; version=0.0.4; charset=utf-8")
    found = {}
    for family in text_string_to_metric_families(text.decode()):
        for sample in family.samples:
            found[sample.name, tuple(sorted(sample.labels.items()))] = sample.value
    return found


def test_prometheus_reads_requests_times_tokens_and_states(open_door):
    door = open_door("m", 'odd"name')
    for age in range(3):
        door.ask("POST", "/v1/predict", {"model": "m", "inputs": [{"age": age}]})
    door.ask("POST", "/v1/predict", {"model": "m"})
    door.ask("GET", "/health", secret="wrong")
    found = samples(door)
    of_m = (("model", "m"),)
    assert found["modelyard_requests_total", (("code", "200"), *of_m)] == 3
    assert found["modelyard_requests_total", (("code", "400"), *of_m)] == 1
    assert found["modelyard_requests_total", (("code", "401"), ("model", ""))] == 1
    assert found["modelyard_request_duration_seconds_count", of_m] == 4
    assert found["modelyard_request_duration_seconds_bucket", (("le", "+Inf"), *of_m)] == 4
    assert 0 < found["modelyard_request_duration_seconds_sum", of_m] < 4
    assert found["modelyard_num_requests_running", of_m] == 1
    assert found["modelyard_num_requests_waiting", of_m] == 2
    assert found["modelyard_model_memory_bytes", of_m] == 3
    assert found["modelyard_model_ready", (("model", 'odd"name'),)] == 1
    assert found["modelyard_requests_in_progress", ()] == 1


def test_buckets_grow_and_end_at_the_count(open_door):
    door = open_door()
    for _ in range(20):
        door.ask("POST", "/v1/predict", {"inputs": [{"age": 1}]})
    found = samples(door)
    buckets = [
        value
        for (name, labels), value in found.items()
        if name == "modelyard_request_duration_seconds_bucket" and ("model", "m") in labels
    ]
    assert buckets == sorted(buckets)
    assert buckets[-1] == 20


def test_the_list_of_models_says_what_a_form_needs_and_how_each_does(open_door):
    door = open_door("a", "b")
    door.served["b"].introduction, door.served["b"].state = None, "loading"
    first, second = door.json("GET", "/v1/models")[1]["data"]
    assert (first["id"], first["model"], first["state"]) == ("a", "a-1", "ready")
    assert [field["name"] for field in first["inputs"]] == ["age"]
    assert (second["id"], second["state"], second["owned_by"]) == ("b", "loading", "modelyard")
    assert door.json("GET", "/v1/models/a")[1] == first
    assert door.code("GET", "/v1/models/c") == (404, "model_not_served")
    assert door.json("GET", "/health")[1]["models"] == {"a": "ready", "b": "loading"}


def test_the_description_types_each_model_by_its_inputs(open_door):
    fields = (
        InputField(name="size", kind="number", example=1.0),
        InputField(name="town", kind="category", example="Rome"),
    )
    cards = {
        "table": card_of("table", inputs=fields),
        "image": card_of(
            "image", task="image_classification", input_form="image", labels=("cat", "dog"), target="animal"
        ),
    }
    door = open_door("table", "image", make=lambda name: FakeServed(name, cards[name]))
    predict = door.json("GET", "/openapi.json")[1]["paths"]["/v1/predict"]["post"]
    of_table, of_image = predict["requestBody"]["content"]["application/json"]["schema"]["oneOf"]
    record = of_table["properties"]["inputs"]["items"]
    assert record["properties"]["size"]["type"] == ["number", "null"]
    assert record["required"] == ["size", "town"]
    assert of_table["required"] == ["model", "inputs"]
    assert of_image["properties"]["inputs"]["items"]["required"] == ["image"]


def test_the_description_names_what_is_served_now_and_no_more(open_door):
    door = open_door()
    paths = door.json("GET", "/openapi.json")[1]["paths"]
    assert "/v1/predict" in paths and "/v2/models/{name}/infer" in paths
    assert "/v1/chat/completions" not in paths
    door.served["m"].introduction = None
    assert "/v1/predict" not in door.json("GET", "/openapi.json")[1]["paths"]


def test_a_failing_model_says_nothing_of_its_inside(open_door):
    async def fail(kind, payload):
        raise ValueError("secret inside")

    door = open_door(make=lambda name: FakeServed(name, script=fail))
    status, _, text = door.ask("POST", "/v1/predict", {"inputs": [1]})
    assert (status, json.loads(text)["error"]["code"]) == (500, "unexpected")
    assert b"secret inside" not in text
    assert door.answers()


def test_the_name_of_a_model_is_found_wherever_it_stands(open_door):
    door = open_door("a", "b")
    rows = [{"age": 1}]
    for body in (
        {"model": "b", "inputs": rows}, {"inputs": rows, "model": "b"}, {"inputs": rows * 3, "model": "b"},
    ):  # fmt: skip
        assert door.ask("POST", "/v1/predict", body)[0] == 200
    assert [len(door.served[name].asked) for name in "ab"] == [0, 3]
    assert door.code("POST", "/v1/predict", {"inputs": rows}) == (400, "model_name_needed")
    assert door.code("POST", "/v1/predict", {"inputs": ['"model"'], "model": 3}) == (400, "model_name_needed")
    assert door.ask("POST", "/v1/predict", b'{"model": "\\u0062", "inputs": [{"age": 1}]}')[0] == 200
    assert len(door.served["b"].asked) == 4
