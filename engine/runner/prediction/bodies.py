"""A body of /v1/predict to its inputs, and outputs or problems to the body that goes back. Runs no model."""

import json
import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from engine.model.embedder import Embedded
from engine.schema.findings import as_written
from engine.schema.prediction import MAX_INPUTS, error_body
from engine.schema.problem import Problem

MOST_PROBLEMS = 100  # told of one request
KNOWN = ("inputs", "model")  # the name that was asked for has done its work when a body comes here

Answer = tuple[int, bytes]  # the status and the body


class RefusedError(Exception):
    """A request that is answered without the model."""

    def __init__(self, status: int, problems: Sequence[Problem]) -> None:
        super().__init__(problems[0].code)
        self.answer: Answer = (status, error_body([*problems[:MOST_PROBLEMS]]))


def inputs_of(body: bytes) -> list[Any]:
    """The inputs of a request; raises RefusedError where it is none."""
    try:
        request = _decode(body.decode())
    except (ValueError, RecursionError):
        raise RefusedError(400, [Problem(code="not_json")]) from None
    if problems := body_problems(request):
        raise RefusedError(422, problems)
    return request["inputs"]


def body_problems(body: Any) -> list[Problem]:
    """What is wrong with a request before its inputs are looked at."""
    if not isinstance(body, dict):
        return [Problem(code="not_group", params={"value": as_written(body)})]
    unknown = [key for key in body if key not in KNOWN]
    if unknown:
        params = {"key": unknown[0][:80], "suggestion": "inputs", "known": ", ".join(KNOWN)}
        return [Problem(code="unknown_key", field=unknown[0][:80], params=params)]
    if "inputs" not in body:
        return [Problem(code="missing_key", field="inputs")]
    inputs = body["inputs"]
    if not isinstance(inputs, list):
        return [Problem(code="not_list", field="inputs", params={"value": as_written(inputs)})]
    if not inputs:
        return [Problem(code="too_short", field="inputs", params={"value": "[]", "bound": 1})]
    if len(inputs) > MAX_INPUTS:
        params = {"value": f"[… × {len(inputs)}]", "bound": MAX_INPUTS}
        return [Problem(code="too_long", field="inputs", params=params)]
    return []


def writer_of(served: str) -> Callable[[list[dict[str, Any]]], Answer]:
    """What makes the body of a request's outputs: 200, or 422 naming those that no JSON stands for."""
    head = '{"model":' + json.dumps(served) + ',"outputs":'

    def write(outputs: list[dict[str, Any]]) -> Answer:
        try:
            return 200, f"{head}{_encode(outputs)}}}".encode()
        except ValueError:  # an answer that is infinite or no number
            return RefusedError(422, _without_answer(outputs)).answer

    return write


def write_embeddings(outputs: list[Embedded]) -> Answer:
    """``{"embeddings": [[…], …], "prompt_tokens"}``, the body of an EMBED frame's answer."""
    vectors = [output.vector for output in outputs]
    try:
        told = _encode({"embeddings": vectors, "prompt_tokens": sum(output.tokens for output in outputs)})
    except ValueError:
        wrong = [n for n, vector in enumerate(vectors) if not all(map(math.isfinite, vector))]
        return RefusedError(
            422, [Problem(code="answer_not_finite", field=f"inputs.{n}") for n in wrong]
        ).answer
    return 200, told.encode()


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


_decode = json.JSONDecoder(parse_constant=_no_constant).decode
_encoder = json.encoder.c_make_encoder(  # type: ignore[misc]  # JSONEncoder makes one for each value
    None, None, json.encoder.encode_basestring_ascii, None, ":", ",", False, False, False
)


def _encode(value: Any) -> str:
    return "".join(_encoder(value, 0))


def _without_answer(outputs: list[dict[str, Any]]) -> list[Problem]:
    """The inputs so far from what the model learnt that its arithmetic ends in no number."""
    return [
        Problem(code="answer_not_finite", field=f"inputs.{index}")
        for index, output in enumerate(outputs)
        if not all(map(math.isfinite, _numbers(output)))
    ]


def _numbers(output: dict[str, Any]) -> Iterator[float]:
    """Every number of an answer, of whatever kind of model."""
    yield from (output[name] for name in ("value", "score") if name in output)
    yield from output.get("probabilities", {}).values()
    yield from output.get("scores", ())
