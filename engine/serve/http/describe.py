"""What a served model says of itself: its entry in /v1/models, and its OpenAPI schemas, made from the card."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from engine.schema.card import InputField, ModelCard

MAX_INPUTS = 4096

_TYPES: dict[str, dict[str, Any]] = {
    "number": {"type": ["number", "null"]},
    "boolean": {"type": ["boolean", "null"]},
    "category": {"type": ["string", "null"]},
    "date": {"type": ["string", "null"], "description": "An ISO date or time, such as 2026-11-23."},
    "text": {"type": "string"},
}

_ID: dict[str, Any] = {"type": "string"}
_HISTORY = {
    "type": ["array", "null"],
    "items": _ID,
    "description": "Items that somebody chose, the newest last; in place of what is known of the user.",
}
_IMAGE = {
    "type": "string",
    "contentEncoding": "base64",
    "description": "The bytes of a PNG, JPEG, WebP, GIF, BMP or TIFF in base64, or a data URL of them.",
}
# A PNG of one grey pixel: the shortest example that is answered.
_DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNoAAAAggCB2kUIOwAAAABJRU5ErkJggg=="


def model_entry(card: ModelCard) -> dict[str, Any]:
    """One entry of the list of models, with what a form needs to ask it something."""
    return {
        "id": card.id,
        "object": "model",
        "created": int(card.created),
        "owned_by": "modelyard",
        "name": card.name,
        "task": card.task,
        "input_form": card.input_form,
        "inputs": [field.model_dump(mode="json") for field in card.inputs],
        "target": card.target,
        "labels": list(card.labels),
    }


def describe(app: FastAPI, card: ModelCard) -> dict[str, Any]:
    """The OpenAPI description of a served model: the framework's routes, and the one that is answered without it."""
    if app.openapi_schema is None:
        described = get_openapi(title=app.title, version=app.version, routes=app.routes)
        described["paths"]["/v1/predict"] = {"post": _predict(card)}
        described["components"] = {
            "schemas": schemas(card),
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        }
        described["security"] = [{"key": []}]
        app.openapi_schema = described
    return app.openapi_schema


def _predict(card: ModelCard) -> dict[str, Any]:
    return {
        "summary": _summary(card),
        "operationId": "predict",
        "requestBody": {**_content("Request", "The inputs, one answer each."), "required": True},
        "responses": {
            "200": _content("Answer", "One output an input, in order."),
            "400": _content("Error", "Not readable as JSON."),
            "401": _content("Error", "The key is missing or wrong."),
            "422": _content("Error", "An input is wrong; its index and field are named."),
            "429": _content("Error", "Too much waits; ask again later."),
        },
    }


def _summary(card: ModelCard) -> str:
    if card.target:
        return f"Predict {card.target}"
    return "Recommend items" if card.task == "recommendation" else "Continue a text"


def schemas(card: ModelCard) -> dict[str, Any]:
    """The components of the OpenAPI description."""
    return {
        "Input": _input(card),
        "Request": _object({"inputs": _list("Input", minItems=1, maxItems=MAX_INPUTS)}, ["inputs"]),
        "Output": _output(card),
        "Answer": _object({"model": {"type": "string"}, "outputs": _list("Output")}, ["model", "outputs"]),
        "Error": _error(),
    }


def example(card: ModelCard) -> Any:
    """One input as the card's examples make it."""
    if card.input_form == "text":
        return str(card.inputs[0].example or "") if card.inputs else ""
    if card.input_form == "image":
        return {"image": _DOT}
    return {field.name: field.example for field in card.inputs}


def _input(card: ModelCard) -> dict[str, Any]:
    if card.input_form == "text":
        return {"type": "string", "examples": [example(card)]}
    if card.input_form == "image":
        return {**_object({"image": _IMAGE}, ["image"]), "additionalProperties": False}
    properties = {field.name: _property(field) for field in card.inputs}
    required = list(properties)
    if card.task == "recommendation":  # any of them will do
        properties["history"], required = _HISTORY, []
    return {
        **_object(properties, required),
        "additionalProperties": False,
        "examples": [example(card)],
    }


def _property(field: InputField) -> dict[str, Any]:
    described = {**_TYPES.get(field.kind, {}), "examples": [field.example]}
    if field.kind == "category" and field.choices:
        described["description"] = "Seen in training: " + ", ".join(field.choices[:20])
    if field.minimum is not None and field.maximum is not None:
        described["description"] = f"In training from {field.minimum:g} to {field.maximum:g}."
    return described


def _output(card: ModelCard) -> dict[str, Any]:
    if card.task == "language_model":
        return _object({"text": {"type": "string"}}, ["text"])
    if card.task == "recommendation":
        return _recommended(card)
    if not card.labels:
        return _object({"value": {"type": "number"}}, ["value"])
    shares = {"type": "object", "additionalProperties": {"type": "number"}}
    label = {"type": "string", "enum": list(card.labels)}
    answer = {"label": label, "probabilities": shares}
    if card.multi_label:
        answer = {"labels": {"type": "array", "items": label}, **answer}
    return _object(answer, list(answer))


def _recommended(card: ModelCard) -> dict[str, Any]:
    """A pair has a number; a user, an item alone or a list has items with their scores."""
    number = {"type": "number"}
    items, scores = {"type": "array", "items": _ID}, {"type": "array", "items": number}
    sides = {"type": "array", "items": {"type": "string", "enum": ["user", "item"]}}
    of_pair = {"score": number, **({"value": number} if card.target else {})}
    return _object({"items": items, "scores": scores, **of_pair, "unseen": sides}, [])


def _error() -> dict[str, Any]:
    word = {"type": "string"}
    error = _object(
        {
            "code": word,
            "message": word,
            "index": {"type": ["integer", "null"]},
            "field": {"type": ["string", "null"]},
        },
        ["code", "message", "index", "field"],
    )
    return _object(
        {"error": error, "problems": {"type": "array", "items": {"type": "object"}}}, ["error", "problems"]
    )


def _object(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required}


def _content(name: str, words: str) -> dict[str, Any]:
    reference = {"$ref": f"#/components/schemas/{name}"}
    return {"description": words, "content": {"application/json": {"schema": reference}}}


def _list(name: str, **bounds: int) -> dict[str, Any]:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}, **bounds}
