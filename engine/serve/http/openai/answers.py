"""Answers of a runner that come whole: what they hold, or why there is none."""

import json
from typing import TYPE_CHECKING, Any

from engine.runner.exchange import Kind
from engine.schema.problem import Problem
from engine.serve.refused import Refused

if TYPE_CHECKING:
    from engine.serve.models import Served


async def answer_of(served: "Served", kind: Kind, question: dict[str, Any]) -> dict[str, Any]:
    """What a runner answers. Raises Refused, also where it answers with problems."""
    status, body = await served.ask(kind, json.dumps(question).encode())
    answer = json.loads(body)
    if status >= 400:
        raise Refused(status, Problem.model_validate(answer["problems"][0]))
    return answer
