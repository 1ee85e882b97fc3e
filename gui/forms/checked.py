"""What stands in a form as the spec it means, or the problems that keep it from being one."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from engine.schema.findings import problem_of
from engine.schema.problem import Problem

S = TypeVar("S", bound=BaseModel)


def checked(schema: type[S], values: Mapping[str, Any]) -> tuple[S | None, list[Problem]]:
    """The spec, or None and a problem for each field that is wrong."""
    try:
        return schema.model_validate(values), []
    except ValidationError as error:
        return None, [problem_of(found, schema.model_json_schema()) for found in error.errors()]
