import json

import pytest

from engine.runner.prediction.bodies import RefusedError, inputs_of, writer_of
from engine.schema.problem import Problem


def refused(body):
    with pytest.raises(RefusedError) as told:
        inputs_of(body)
    status, content = told.value.answer
    error = json.loads(content)["error"]
    return status, error["code"], error["field"]


@pytest.mark.parametrize("body", [b'{"inputs": [1]}', b'{"inputs": [1], "model": "other"}'])
def test_the_inputs_are_read_and_the_name_is_not(body):
    assert inputs_of(body) == [1]


@pytest.mark.parametrize(
    "body",
    [b"", b"[", b"\xff\xfe", b'{"inputs": [NaN]}', b'{"inputs": [Infinity]}', b"[" * 100_000],
)
def test_what_is_not_json_is_no_request(body):
    assert refused(body) == (400, "not_json", None)


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ([1], "not_group", None),
        ({}, "missing_key", "inputs"),
        ({"inputs": {}}, "not_list", "inputs"),
        ({"inputs": []}, "too_short", "inputs"),
        ({"inputs": [0] * 4097}, "too_long", "inputs"),
        ({"inputs": [0], "input": 1}, "unknown_key", "input"),
    ],
)
def test_a_body_that_is_no_request_is_named(body, code, field):
    assert refused(json.dumps(body).encode()) == (422, code, field)


def test_the_answer_names_the_model_as_it_is_served():
    assert writer_of("a “name”")([{"value": 1.5}]) == (
        200,
        json.dumps({"model": "a “name”", "outputs": [{"value": 1.5}]}, separators=(",", ":")).encode(),
    )


def test_an_answer_that_is_no_number_is_refused_at_its_input():
    nothing = float("nan")
    outputs = [{"value": 1.0}, {"value": nothing}, {"value": float("-inf")}]
    outputs += [{"score": nothing}, {"items": ["a"], "scores": [nothing]}, {"probabilities": {"a": nothing}}]
    status, body = writer_of("m")(outputs)
    found = [(problem["code"], problem["field"]) for problem in json.loads(body)["problems"]]
    assert (status, found) == (422, [("answer_not_finite", f"inputs.{number}") for number in range(1, 6)])


def test_the_error_says_index_and_field():
    _, body = RefusedError(422, [Problem(code="input_missing", field="inputs.2.age")]).answer
    error = json.loads(body)["error"]
    assert (error["index"], error["field"]) == (2, "age")
