"""Spec files: YAML (or JSON) that people keep and share; every problem is named by field or line."""

import json
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from engine.schema.findings import any_spec, spec_problem
from engine.schema.job import AnySpec
from engine.schema.problem import UserError
from engine.schema.yaml_text import load_yaml

MAX_BYTES = 1 << 20
MOST_PROBLEMS = 100  # named at once; who mends those sees the next


def read_spec(path: Path) -> AnySpec:
    """Read a spec file; raises UserError naming the line or every wrong field."""
    return parse_spec(load_text(read_text(path)))


def read_text(path: Path) -> str:
    """The text of a spec file; raises UserError when it is absent, unreadable or too large."""
    try:
        with path.open("rb") as file:  # what a device or a pipe says of its size proves nothing
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise UserError("file_unreadable", path=str(path), reason="it is larger than 1 MiB")
        return content.decode("utf-8-sig")
    except FileNotFoundError:
        raise UserError("file_missing", path=str(path)) from None
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise UserError("file_unreadable", path=str(path), reason=reason) from None


def load_text(text: str) -> dict[str, Any]:
    """YAML or JSON text to a plain dict; raises UserError with the line."""
    try:
        value = load_yaml(text)
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
    try:
        return any_spec().validate_python({"kind": "train", **value})
    except ValidationError as error:
        found = error.errors(include_url=False)[:MOST_PROBLEMS]
        raise UserError.of([spec_problem(each) for each in found]) from None
