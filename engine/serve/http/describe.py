"""What a model looks like to programs: its entry in the list of models, and the schemas of its inputs and outputs."""

from typing import Any

from engine.schema.card import InputField, ModelCard
from engine.schema.prediction import HISTORY, MAX_INPUTS, MOST_ITEMS, TOP, WITHOUT, example

Schema = dict[str, Any]

_TYPES: dict[str, Schema] = {
    "number": {"type": ["number", "null"]},
    "boolean": {"type": ["boolean", "null"]},
    "category": {"type": ["string", "null"]},
    "date": {"type": ["string", "null"], "description": "An ISO date or time, such as 2026-11-23."},
    "text": {"type": "string"},
}
_ID: Schema = {"type": "string"}
_HISTORY: Schema = {
    "type": ["array", "null"],
    "items": _ID,
    "description": "Items that somebody chose, the newest last; in place of what is known of the user.",
}
_TOP: Schema = {
    "type": ["integer", "null"],
    "minimum": 1,
    "maximum": MOST_ITEMS,
    "description": "How many items are wanted; ten unless it is said.",
}
_WITHOUT: Schema = {
    "type": ["array", "null"],
    "items": _ID,
    "description": "Items that are not to be shown, beside those that somebody has.",
}
_IMAGE: Schema = {
    "type": "string",
    "contentEncoding": "base64",
    "description": "The bytes of a PNG, JPEG, WebP, GIF, BMP or TIFF in base64, or a data URL of them.",
}
WORD: Schema = {"type": "string"}
NUMBER: Schema = {"type": "number"}


def model_entry(name: str, card: ModelCard) -> dict[str, Any]:
    """One entry of the list of models, with what a form needs to ask it something."""
    return {
        "id": name,
        "object": "model",
        "created": int(card.created),
        "owned_by": "modelyard",
        "model": card.id,
        "name": card.name,
        "task": card.task,
        "input_form": card.input_form,
        "inputs": [field.model_dump(mode="json") for field in card.inputs],
        "target": card.target,
        "labels": list(card.labels),
    }


def summary(card: ModelCard) -> str:
    """What a model does, in three words."""
    if card.target:
        return f"Predict {card.target}"
    return "Recommend items" if card.task == "recommendation" else "Continue a text"


def input_schema(card: ModelCard) -> Schema:
    """Of one input of /v1/predict."""
    if card.input_form == "text":
        return {"type": "string", "examples": [example(card)]}
    if card.input_form == "image":
        return {**group({"image": _IMAGE}, ["image"]), "additionalProperties": False}
    properties = {field.name: _property(field) for field in card.inputs}
    required = list(properties)
    if card.task == "recommendation":  # any of them will do
        properties = {TOP: _TOP, WITHOUT: _WITHOUT, **properties, HISTORY: _HISTORY}
        required = []
    return {**group(properties, required), "additionalProperties": False, "examples": [example(card)]}


def request_schema(name: str, card: ModelCard, alone: bool) -> Schema:
    """Of a body of /v1/predict for this model; ``alone`` on its address, it need not be named."""
    inputs = {"type": "array", "items": input_schema(card), "minItems": 1, "maxItems": MAX_INPUTS}
    properties = {"model": {"type": "string", "enum": [name]}, "inputs": inputs}
    body = group(properties, ["inputs"] if alone else ["model", "inputs"])
    return {**body, "additionalProperties": False}


def answer_schema(name: str, card: ModelCard) -> Schema:
    """Of the answer to it."""
    outputs = {"type": "array", "items": output_schema(card)}
    properties: dict[str, Schema] = {"model": {"type": "string", "enum": [name]}, "outputs": outputs}
    if card.task == "language_model":
        counts = {name: {"type": "integer"} for name in ("prompt_tokens", "completion_tokens")}
        properties["usage"] = group(counts, list(counts))
    return group(properties, list(properties))


def output_schema(card: ModelCard) -> Schema:
    """Of one output of /v1/predict."""
    if card.task == "language_model":
        return group({"text": WORD}, ["text"])
    if card.task == "recommendation":
        return _recommended(card)
    if not card.labels:
        return group({"value": NUMBER}, ["value"])
    label = {"type": "string", "enum": list(card.labels)}
    answer: Schema = {"label": label, "probabilities": {"type": "object", "additionalProperties": NUMBER}}
    if card.multi_label:
        answer = {"labels": {"type": "array", "items": label}, **answer}
    return group(answer, list(answer))


def error_schema() -> Schema:
    """Of a refusal of the routes that are our own."""
    places = {"index": {"type": ["integer", "null"]}, "field": {"type": ["string", "null"]}}
    error = group({"code": WORD, "message": WORD, **places}, ["code", "message", "index", "field"])
    problems = {"type": "array", "items": {"type": "object"}}
    return group({"error": error, "problems": problems}, ["error", "problems"])


def group(properties: dict[str, Schema], required: list[str]) -> Schema:
    """An object with these properties."""
    return {"type": "object", "properties": properties, "required": required}


def content(words: str, schema: Schema, kind: str = "application/json") -> dict[str, Any]:
    """A body of an operation."""
    return {"description": words, "content": {kind: {"schema": schema}}}


def _property(field: InputField) -> Schema:
    described = {**_TYPES.get(field.kind, {}), "examples": [field.example]}
    if field.kind == "category" and field.choices:
        described["description"] = "Seen in training: " + ", ".join(field.choices[:20])
    if field.minimum is not None and field.maximum is not None:
        described["description"] = f"In training from {field.minimum:g} to {field.maximum:g}."
    return described


def _recommended(card: ModelCard) -> Schema:
    """A pair has a number; a user, an item alone or a list has items with their scores."""
    items, scores = {"type": "array", "items": _ID}, {"type": "array", "items": NUMBER}
    sides = {"type": "array", "items": {"type": "string", "enum": ["user", "item"]}}
    of_pair = {"score": NUMBER, **({"value": NUMBER} if card.target else {})}
    return group({"items": items, "scores": scores, **of_pair, "unseen": sides}, [])
