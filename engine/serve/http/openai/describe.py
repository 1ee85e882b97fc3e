"""These routes in an endpoint's OpenAPI document, made from the bodies that are read and the answers that are given."""

from typing import Any

from engine.schema.introduction import Ability
from engine.serve.http.describe import NUMBER, WORD, Schema, content, group
from engine.serve.http.openai.bodies import ChatBody, CompletionBody, EmbeddingBody, TokenizeBody
from engine.serve.http.openai.fields import Body
from engine.serve.http.operation import operation
from engine.serve.http.route import Offered, Operation

_COUNT: Schema = {"type": "integer", "minimum": 0}
_FINISH: Schema = {"type": "string", "enum": ["stop", "length"]}
_EVENT = group({"data": {**WORD, "description": "A chunk in JSON, an error in JSON, or [DONE]."}}, ["data"])
_TOO_LATE = "The answer took too long."


def describe_chat(offered: Offered) -> Operation | None:
    message = _object(role={"type": "string", "const": "assistant"}, content=WORD, refusal={"type": "null"})
    choice = _object(index=_COUNT, message=message, logprobs=_nullable(), finish_reason=_FINISH)
    return _operation(
        offered, "chat", "chat", "Continue a conversation", ChatBody, _written(choice), streams=True
    )


def describe_completions(offered: Offered) -> Operation | None:
    choice = _object(index=_COUNT, text=WORD, logprobs=_nullable(), finish_reason=_FINISH)
    return _operation(
        offered,
        "complete",
        "complete",
        "Go on where a text ends",
        CompletionBody,
        _written(choice),
        streams=True,
    )


def describe_embeddings(offered: Offered) -> Operation | None:
    vector = {"oneOf": [{"type": "array", "items": NUMBER}, {**WORD, "contentEncoding": "base64"}]}
    entry = _object(object={"const": "embedding"}, index=_COUNT, embedding=vector)
    usage = _object(prompt_tokens=_COUNT, total_tokens=_COUNT)
    answer = _object(object={"const": "list"}, data=_list(entry), model=WORD, usage=usage)
    return _operation(offered, "embed", "embed", "A vector for each text", EmbeddingBody, answer)


def describe_tokenize(offered: Offered) -> Operation | None:
    context = {"type": ["integer", "null"]}
    answer = _object(model=WORD, context=context, tokens=_list(_COUNT), count=_COUNT)
    return _operation(offered, "complete", "tokenize", "Count the tokens of a text", TokenizeBody, answer)


def _written(choice: Schema) -> Schema:
    cached = _object(cached_tokens=_COUNT)
    usage = _object(
        prompt_tokens=_COUNT, completion_tokens=_COUNT, total_tokens=_COUNT, prompt_tokens_details=cached
    )
    return _object(
        id=WORD, object=WORD, created=_COUNT, model=WORD, system_fingerprint=WORD, choices=_list(choice),
        usage=usage,
    )  # fmt: skip


def _operation(
    offered: Offered,
    ability: Ability,
    name: str,
    summary: str,
    body: type[Body],
    answer: Schema,
    *,
    streams: bool = False,
) -> Operation | None:
    """None where no model that is served has the ability."""
    if not any(ability in introduction.can for introduction in offered.values()):
        return None
    answers = content("The answer.", answer)
    if streams:
        answers["content"]["text/event-stream"] = {"schema": _EVENT}
    described = operation(summary, name, answers, body=content("The request.", _in_place(body)), error=_ERROR)
    del described["responses"]["422"]  # what is 422 elsewhere is 400 here
    described["responses"]["504"] = content(_TOO_LATE, _ERROR)
    return described


def _in_place(body: type[Body]) -> Schema:
    """A body's schema without references: a document of several routes has one set of names."""
    schema = body.model_json_schema()
    parts = schema.pop("$defs", {})

    def whole(node: Any) -> Any:
        if isinstance(node, list):
            return [whole(entry) for entry in node]
        if not isinstance(node, dict):
            return node
        if "$ref" in node:
            return whole(parts[node["$ref"].rpartition("/")[2]])
        return {key: whole(value) for key, value in node.items() if key != "discriminator"}

    return whole(schema)


def _object(**properties: Schema) -> Schema:
    return group(properties, list(properties))


def _list(entries: Schema) -> Schema:
    return {"type": "array", "items": entries}


def _nullable() -> Schema:
    return {"type": ["object", "null"]}


_ERROR = _object(error=_object(message=WORD, type=WORD, param={"type": ["string", "null"]}, code=WORD))
