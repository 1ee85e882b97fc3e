"""Spec files: YAML (or JSON) that people keep and share; every problem is named by field or line."""

import difflib
import json
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from engine.schema.job import AnySpec
from engine.schema.problem import Problem, UserError
from engine.schema.serve import ServeSpec
from engine.schema.train import TrainSpec

MAX_BYTES = 1 << 20


def read_spec(path: Path) -> AnySpec:
    """Read a spec file; raises UserError naming the line or every wrong field."""
    return parse_spec(load_text(read_text(path)))


def read_text(path: Path) -> str:
    """The text of a spec file; raises UserError when it is absent, unreadable or too large."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UserError("file_unreadable", path=str(path), reason="it is larger than 1 MiB")
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise UserError("file_missing", path=str(path)) from None
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise UserError("file_unreadable", path=str(path), reason=reason) from None


def load_text(text: str) -> dict[str, Any]:
    """YAML or JSON text to a plain dict; raises UserError with the line."""
    try:
        value = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        reason = getattr(error, "problem", None) or "unexpected text"
        raise UserError("not_yaml", line=line, reason=reason) from None
    except RecursionError:
        raise UserError("not_yaml", line=1, reason="nested too deeply") from None
    if not isinstance(value, dict):
        raise UserError("not_yaml", line=1, reason="expected “key: value” lines")
    return value


def dump_spec(spec: AnySpec) -> str:
    """YAML text of a spec, in the order of the schema."""
    return yaml.safe_dump(
        json.loads(spec.model_dump_json()), sort_keys=False, allow_unicode=True, default_flow_style=None
    )


def parse_spec(value: dict[str, Any]) -> AnySpec:
    """A plain dict to a spec; raises UserError with one problem per wrong field."""
    kind = value.get("kind", "train")
    schemas: dict[str, type[TrainSpec] | type[ServeSpec]] = {"train": TrainSpec, "serve": ServeSpec}
    schema = schemas.get(kind) if isinstance(kind, str) else None
    if schema is None:
        raise UserError("not_a_choice", field="kind", value=str(kind), choices="train, serve")
    try:
        return schema.model_validate(value)
    except ValidationError as error:
        raise UserError.of(problems_of(error, value)) from None


def problems_of(error: ValidationError, value: dict[str, Any]) -> list[Problem]:
    """Pydantic's findings as problems: code, dotted field path, parameters."""
    return [_problem(found, value) for found in error.errors(include_url=False)]


_FIELD_OF_CONTRADICTION = {
    "split_leaves_nothing": "data.split.validation",
    "heads_do_not_divide_width": "model.heads",
    "single_takes_one_device": "strategy.devices",
    "model_does_not_fit_task": "model.name",
    "text_column_missing": "data.text",
    "text_column_unused": "data.text",
    "target_among_features": "data.features",
}


def _problem(found: Any, value: dict[str, Any]) -> Problem:
    kind = found["type"]
    path = _path(found["loc"], value)
    given, context = found.get("input"), found.get("ctx", {})
    shown = _shown(given)
    message = found["msg"].removeprefix("Value error, ")
    if message.startswith("problem:"):
        code = message.removeprefix("problem:")
        return Problem(code=code, field=_FIELD_OF_CONTRADICTION.get(code, path))
    if kind == "extra_forbidden":
        key, known = path.rpartition(".")[2], _known_keys(path)
        near = difflib.get_close_matches(key, known, n=1, cutoff=0.0)
        return Problem(
            code="unknown_key",
            field=path,
            params={"key": key, "suggestion": near[0] if near else "–", "known": ", ".join(known)},
        )
    if kind in ("missing", "union_tag_not_found"):
        name = path if kind == "missing" else f"{path}.name"
        return Problem(code="missing_key", field=name)
    if kind in ("literal_error", "union_tag_invalid", "enum"):
        choices = context.get("expected") or context.get("expected_tags", "")
        name = f"{path}.name" if kind == "union_tag_invalid" else path
        tag = context.get("tag", given)
        text = str(choices).replace("'", "").replace(" or ", ", ")
        return Problem(code="not_a_choice", field=name, params={"value": str(tag), "choices": text})
    for rule, words in _BOUNDS.items():
        if rule in context:
            return Problem(
                code="out_of_range", field=path, params={"value": shown, "bound": words.format(context[rule])}
            )
    return Problem(
        code="wrong_type", field=path, params={"value": shown, "expected": _EXPECTED.get(kind, message)}
    )


_BOUNDS = {
    "ge": "at least {}",
    "gt": "above {}",
    "le": "at most {}",
    "lt": "below {}",
    "min_length": "at least {} long",
    "max_length": "at most {} long",
}

_EXPECTED = {
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_parsing": "a number",
    "float_type": "a number",
    "string_type": "text",
    "bool_parsing": "true or false",
    "tuple_type": "a list",
    "model_type": "a group of settings",
    "model_attributes_type": "a group of settings",
    "dict_type": "a group of settings",
    "string_pattern_mismatch": "plain text of the expected form",
}

_TAGS = frozenset(
    {
        "linear",
        "mlp",
        "mean_embedding",
        "transformer_encoder",
        "sgd",
        "momentum",
        "adam",
        "adamw",
        "single",
        "ddp",
        "train",
        "serve",
    }
)


def _path(location: tuple[Any, ...], value: Any) -> str:
    """Dotted path without the union tags pydantic puts between (``model.mlp.hidden`` → ``model.hidden``)."""
    parts: list[str] = []
    for part in location:
        is_tag = part in _TAGS and not (isinstance(value, dict) and part in value)
        if is_tag:
            continue
        parts.append(str(part))
        if isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list | tuple) and isinstance(part, int) and part < len(value):
            value = value[part]
    return ".".join(parts)


def _known_keys(path: str) -> list[str]:
    """Keys the schema knows where ``path`` stands."""
    schema = TrainSpec.model_json_schema()
    definitions, nodes = schema.get("$defs", {}), [schema]
    for part in path.split(".")[:-1]:
        nodes = [
            branch
            for node in nodes
            for branch in _branches(node.get("properties", {}).get(part, {}), definitions)
        ]
    return sorted({key for node in nodes for key in node.get("properties", {})})


def _branches(node: dict[str, Any], definitions: dict[str, Any]) -> list[dict[str, Any]]:
    if "$ref" in node:
        return [definitions[node["$ref"].rsplit("/", 1)[1]]]
    nested = node.get("anyOf", []) + node.get("oneOf", []) + node.get("allOf", [])
    return [leaf for child in nested for leaf in _branches(child, definitions)] or [node]


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:57] + "…"
