"""These routes in an endpoint's OpenAPI document, made from the bodies that are read and the answers that are given."""

from typing import Any

from engine.schema.introduction import Ability
from engine.serve.http.openai.bodies import ChatBody, CompletionBody, EmbeddingBody, TokenizeBody
from engine.serve.http.openai.fields import Body
from engine.serve.http.route import Offered, Operation

_WORD, _NUMBER, _COUNT = {"type": "string"}, {"type": "number"}, {"type": "integer", "minimum": 0}
_REFUSALS = {
    "400": "A value is wrong, or longer than the model reads; “param” names it.",
    "401": "The key is missing or wrong.",
    "403": "The key may not ask this.",
    "404": "No model of that name is served.",
    "408": "The request did not arrive in time.",
    "413": "The request is too large.",
    "415": "The request is not marked as JSON.",
    "429": "Too much waits, or the key has asked too much; Retry-After says when to ask again.",
    "431": "The request’s headers are too large.",
    "500": "The model failed.",
    "503": "The model is loading or was started again; Retry-After says when to ask again.",
    "504": "The answer took too long.",
}


def describe_chat(offered: Offered) -> Operation | None:
    message = _object(role={"type": "string", "const": "assistant"}, content=_WORD, refusal={"type": "null"})
    choice = _object(index=_COUNT, message=message, logprobs=_nullable(), finish_reason=_FINISH)
    return _operation(offered, "chat", "Continue a conversation", ChatBody, _written(choice), streams=True)


def describe_completions(offered: Offered) -> Operation | None:
    choice = _object(index=_COUNT, text=_WORD, logprobs=_nullable(), finish_reason=_FINISH)
    return _operation(
        offered, "complete", "Go on where a text ends", CompletionBody, _written(choice), streams=True
    )


def describe_embeddings(offered: Offered) -> Operation | None:
    vector = {"oneOf": [{"type": "array", "items": _NUMBER}, {**_WORD, "contentEncoding": "base64"}]}
    entry = _object(object={"const": "embedding"}, index=_COUNT, embedding=vector)
    usage = _object(prompt_tokens=_COUNT, total_tokens=_COUNT)
    answer = _object(object={"const": "list"}, data=_list(entry), model=_WORD, usage=usage)
    return _operation(offered, "embed", "A vector for each text", EmbeddingBody, answer)


def describe_tokenize(offered: Offered) -> Operation | None:
    context = {"type": ["integer", "null"]}
    answer = _object(model=_WORD, context=context, tokens=_list(_COUNT), count=_COUNT)
    return _operation(offered, "complete", "Count the tokens of a text", TokenizeBody, answer)


_FINISH = {"type": "string", "enum": ["stop", "length"]}


def _written(choice: dict[str, Any]) -> dict[str, Any]:
    cached = _object(cached_tokens=_COUNT)
    usage = _object(
        prompt_tokens=_COUNT, completion_tokens=_COUNT, total_tokens=_COUNT, prompt_tokens_details=cached
    )
    return _object(
        id=_WORD, object=_WORD, created=_COUNT, model=_WORD, system_fingerprint=_WORD, choices=_list(choice),
        usage=usage,
    )  # fmt: skip


def _operation(
    offered: Offered,
    ability: Ability,
    summary: str,
    body: type[Body],
    answer: dict[str, Any],
    *,
    streams: bool = False,
) -> Operation | None:
    """None where no model that is served has the ability."""
    if not any(ability in introduction.can for introduction in offered.values()):
        return None
    contents: dict[str, Any] = {"application/json": {"schema": answer}}
    if streams:
        contents["text/event-stream"] = {"schema": _WORD}
    refusals = {
        status: {"description": words, "content": {"application/json": {"schema": _ERROR}}}
        for status, words in _REFUSALS.items()
    }
    return {
        "summary": summary,
        "requestBody": {"required": True, "content": {"application/json": {"schema": _in_place(body)}}},
        "responses": {"200": {"description": "The answer.", "content": contents}, **refusals},
    }


def _in_place(body: type[Body]) -> dict[str, Any]:
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


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _list(entries: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": entries}


def _nullable() -> dict[str, Any]:
    return {"type": ["object", "null"]}


_ERROR = _object(error=_object(message=_WORD, type=_WORD, param={"type": ["string", "null"]}, code=_WORD))
