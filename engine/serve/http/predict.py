"""POST /v1/predict: passes the body to the model as it came, and its answer back. Inputs are checked where they are used."""

import json
import re
from typing import Any

from engine.runner.exchange import Kind
from engine.serve.http.describe import answer_schema, content, request_schema, summary
from engine.serve.http.operation import operation
from engine.serve.http.request import Request
from engine.serve.http.route import Offered, Route, Routes

_NAME = rb'"model"\s*:\s*("(?:[^"\\]|\\.)*+")\s*'
_NAMED_FIRST = re.compile(rb"\s*\{\s*" + _NAME + rb"[,}]")
_NAMED_LAST = re.compile(rb"[,{]\s*" + _NAME + rb"\}\s*\Z")  # its last bracket closes the whole body
_TAIL = 1024  # bytes in which a name at the end stands


async def predict(request: Request) -> None:
    """Answer one request for predictions."""
    served = request.find(name_in(request.body))
    status, body = await served.ask(Kind.PREDICT, request.body)
    if (
        status == 200
        and served.introduction is not None
        and served.introduction.card.task == "language_model"
    ):
        account(request, json.loads(body))
    await request.reply(status, body)


def account(request: Request, answer: dict[str, Any]) -> None:
    """Count what a language model has read and written for a prediction; other models count no tokens."""
    if usage := answer.get("usage"):
        request.account(usage["prompt_tokens"], usage["completion_tokens"])


def name_in(body: bytes) -> str | None:
    """The model that a body names; None for none, also where the body is no JSON: the model will say so.

    Where the name comes first or last, the inputs are not read here.
    """
    if b'"model"' not in body:
        return None
    found = _NAMED_FIRST.match(body) or _NAMED_LAST.search(body, max(0, len(body) - _TAIL))
    try:
        value = json.loads(found[1] if found else body)
    except (ValueError, RecursionError):
        return None
    name = value.get("model") if isinstance(value, dict) else value
    return name if isinstance(name, str) else None


def _describe(offered: Offered) -> dict[str, Any] | None:
    cards = {name: model.card for name, model in offered.items() if "predict" in model.can}
    if not cards:
        return None
    alone = len(offered) == 1
    requests = [request_schema(name, card, alone) for name, card in cards.items()]
    answers = [answer_schema(name, card) for name, card in cards.items()]
    return operation(
        " / ".join(dict.fromkeys(summary(card) for card in cards.values())),
        "predict",
        content("One output an input, in order.", _any_of(answers)),
        body=content("The inputs, one answer each.", _any_of(requests)),
    )


def _any_of(schemas: list[dict[str, Any]]) -> dict[str, Any]:
    return schemas[0] if len(schemas) == 1 else {"oneOf": schemas}


ROUTES: Routes = {"/v1/predict": {"POST": Route(predict, "infer", _describe)}}
