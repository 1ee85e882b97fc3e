"""What a path offers: who answers it, what a key must be allowed, how it says no, how it is described."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from engine.schema.introduction import Introduction
from engine.schema.prediction import error_body
from engine.schema.problem import Problem
from engine.serve.http.request import Handler
from engine.web.inspection import JSON

Action = Literal["infer", "metrics", "manage", "any"]  # any: every key that is right
Offered = dict[str, Introduction]  # by served name; those that are loaded
Operation = dict[str, Any]  # of OpenAPI, its schemas written out in place


@dataclass(frozen=True, slots=True)
class Route:
    """One method of one path. ``refuse`` gets the status and the problem and gives the body of a refusal.

    ``describe`` gets what is served now and gives the operation for /openapi.json, None where nothing served has it.
    """

    handler: Handler
    action: Action
    describe: Callable[[Offered], Operation | None]
    refuse: Callable[[int, Problem], bytes] = lambda status, problem: error_body([problem])
    takes: frozenset[bytes] = frozenset({JSON})  # content types of its body


Routes = dict[str, dict[str, Route]]  # path, which may hold {…} for one part each → method → route
