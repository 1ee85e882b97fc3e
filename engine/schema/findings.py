"""What pydantic finds wrong, as problems: a code, the field as a person writes it, and parameters without words.

It walks the schema beside pydantic's location, because that location also holds the tags of unions
(``model.mlp.hidden`` for ``model.hidden``).
"""

import difflib
import functools
import json
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from engine.schema.base import DEVICE_FORM, NAME_FORM
from engine.schema.job import AnySpec
from engine.schema.problem import Problem
from engine.schema.serve import SERVED_FORM

_LONGEST = 60  # letters of a value in a sentence
_ENCODER = json.JSONEncoder(ensure_ascii=False, default=str)

_FIELD_OF_CONTRADICTION = {
    "split_leaves_nothing": "data.split.validation",
    "heads_do_not_divide_width": "model.heads",
    "single_takes_one_device": "strategy.devices",
    "replicas_do_not_divide_devices": "strategy.replicas",
    "degree_does_not_divide_devices": "strategy.degree",
    "stages_do_not_divide": "strategy.stages",
    "stages_need_interleaving": "strategy.stages",
    "servers_leave_no_worker": "strategy.servers",
    "mesh_does_not_cover_devices": "strategy.mesh",
    "mesh_shard_in_pipeline": "strategy.data",
    "mesh_interleaved": "strategy.schedule",
    "model_does_not_fit_task": "model.name",
    "patch_does_not_divide_image": "model.patch",
    "split_group_missing": "data.split.group",
    "split_time_missing": "data.split.time",
    "split_fold_unknown": "data.split.fold",
    "target_among_features": "data.features",
    "bucketing_in_blocks": "data.bucketing",
    "certificate_needs_key": "network.certificate",
    "served_name_twice": "models",
    "serve_needs_model": "models",
}

# pydantic's name of a finding -> our code, and the parameter of the rule that says the bound
_BOUNDS = {
    "greater_than_equal": ("below_minimum", "ge"),
    "greater_than": ("not_above", "gt"),
    "less_than_equal": ("above_maximum", "le"),
    "less_than": ("not_below", "lt"),
    "string_too_short": ("too_short", "min_length"),
    "too_short": ("too_short", "min_length"),
    "string_too_long": ("too_long", "max_length"),
    "too_long": ("too_long", "max_length"),
}

_KINDS = {
    "int_parsing": "not_whole_number",
    "int_type": "not_whole_number",
    "int_from_float": "not_whole_number",
    "int_parsing_size": "not_whole_number",
    "float_parsing": "not_number",
    "float_type": "not_number",
    "finite_number": "not_number",
    "string_type": "not_text",
    "bool_parsing": "not_switch",
    "bool_type": "not_switch",
    "tuple_type": "not_list",
    "list_type": "not_list",
    "model_type": "not_group",
    "model_attributes_type": "not_group",
    "dict_type": "not_group",
}

_FORMS = {NAME_FORM: "not_a_name", DEVICE_FORM: "not_a_device", SERVED_FORM: "not_a_served_name"}


@functools.cache
def any_spec() -> TypeAdapter[AnySpec]:
    """What validates a spec of either kind, by its ``kind``."""
    return TypeAdapter(AnySpec)


def spec_problem(found: Mapping[str, Any]) -> Problem:
    """A finding in a spec; the field is named as in a spec file."""
    return problem_of(found, _spec_schema())


def problem_of(found: Mapping[str, Any], schema: Mapping[str, Any] | None = None) -> Problem:
    """A finding as a problem; ``schema`` is the JSON schema of what was validated, where it has unions."""
    field, group = _place(found["loc"], schema or {})
    kind, context = found["type"], found.get("ctx", {})
    code = found["msg"].removeprefix("Value error, ").removeprefix("problem:")
    nested = "base." if "base" in found["loc"][:2] else ""  # the run of a sweep
    if code in _FIELD_OF_CONTRADICTION:
        return Problem(code=code, field=nested + _FIELD_OF_CONTRADICTION[code])
    if "problem:" in found["msg"] and "@" in code:  # a table of the schema knows the field
        code, _, place = code.partition("@")
        return Problem(code=code, field=nested + place, params={"role": place.rpartition(".")[2]})
    if "problem:" in found["msg"]:
        return Problem(code=code, field=field or None)
    if kind == "extra_forbidden":
        return _unknown_key(str(found["loc"][-1]), field, group)
    if kind == "missing":
        return Problem(code="missing_key", field=field)
    if kind in ("union_tag_not_found", "union_tag_invalid"):
        return _wrong_member(field, context)
    if kind in ("literal_error", "enum"):
        return not_a_choice(field, found.get("input"), str(context.get("expected", "")))
    if found.get("input") in ("", {}) and kind in ("string_too_short", "too_short"):
        return Problem(code="missing_key", field=field or None)  # anything would do
    is_secret = found["loc"][-1:] == ("passphrase",)  # what was wrong with it is said without it
    params = {"value": as_written("…" if is_secret else found.get("input"))}
    if kind in _BOUNDS:
        code, bound = _BOUNDS[kind]
        return Problem(code=code, field=field or None, params={**params, "bound": context.get(bound)})
    code = _KINDS.get(kind) or _FORMS.get(context.get("pattern", ""), "bad_form")
    return Problem(code=code, field=field or None, params=params)


def not_a_choice(field: str, value: Any, choices: str) -> Problem:
    """``choices`` as pydantic lists them: ``'a', 'b' or 'c'``."""
    text = choices.replace("'", "").replace(" or ", ", ")
    return Problem(code="not_a_choice", field=field, params={"value": str(value), "choices": text})


def as_written(value: Any) -> str:
    """A value as JSON writes it, short enough to stand in a sentence."""
    text = ""
    for piece in _ENCODER.iterencode(value):  # not to its end: it may have millions of parts
        text += piece
        if len(text) > _LONGEST:
            break
    text = text.encode(errors="backslashreplace").decode()  # half a surrogate pair cannot be sent on
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "…"


def _unknown_key(key: str, field: str, group: Mapping[str, Any]) -> Problem:
    known = sorted(group.get("properties", {}))
    if not known:
        return Problem(code="surplus_key", field=field, params={"key": key})
    [near] = difflib.get_close_matches(key, known, n=1, cutoff=0.0)
    params = {"key": key, "suggestion": near, "known": ", ".join(known)}
    return Problem(code="unknown_key", field=field, params=params)


def _wrong_member(field: str, context: Mapping[str, Any]) -> Problem:
    """The name that says which member of a union is meant is missing, or no member has it."""
    name = str(context.get("discriminator", "'name'")).strip("'")
    field = f"{field}.{name}" if field else name
    if "tag" not in context:
        return Problem(code="missing_key", field=field)
    return not_a_choice(field, context["tag"], str(context.get("expected_tags", "")))


@functools.cache
def _spec_schema() -> dict[str, Any]:
    return any_spec().json_schema()


def _place(location: tuple[Any, ...], schema: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """The dotted path of a location without the tags of unions, and the schema of the group it ends in."""
    definitions = schema.get("$defs", {})
    parts: list[str] = []
    node = group = schema
    for part in location:
        node = _resolved(node, definitions)
        member = node.get("discriminator", {}).get("mapping", {}).get(part)
        if member is not None:
            node = {"$ref": member}
            continue
        group = node
        parts.append(str(part))
        node = node.get("properties", {}).get(part) or node.get("items") or {}
    return ".".join(parts), group


def _resolved(node: Mapping[str, Any], definitions: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a reference means, and of an optional group the group."""
    for choice in node.get("anyOf", ()):
        if choice.get("type") != "null":
            return _resolved(choice, definitions)
    if "$ref" in node:
        return definitions[node["$ref"].rsplit("/", 1)[1]]
    return node
