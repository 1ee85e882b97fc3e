"""Errors as answers: ``{"problems": [...]}`` for every 4xx and 5xx, and never a traceback."""

import logging
import secrets
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from engine.api.status import status_of
from engine.schema.api import ErrorBody
from engine.schema.findings import problem_of, spec_problem
from engine.schema.problem import Problem, UserError

log = logging.getLogger("modelyard.api")

_OF_STATUS = {404: "route_unknown", 405: "method_not_allowed"}


def answer(problems: tuple[Problem, ...], status: int | None = None) -> Response:
    """Problems as a response; the first decides the status."""
    body = ErrorBody(problems=problems).model_dump_json()
    return Response(body, status or status_of(problems[0].code), media_type="application/json")


def add_handlers(app: FastAPI) -> None:
    """Have every error of a route answered with problems."""
    app.add_exception_handler(UserError, _user_error)
    app.add_exception_handler(RequestValidationError, _invalid_request)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _unexpected)


async def _user_error(_: Request, error: UserError) -> Response:
    return answer(error.problems)


async def _invalid_request(_: Request, error: RequestValidationError) -> Response:
    return answer(request_problems(error), 422)


async def _http_error(_: Request, error: HTTPException) -> Response:
    code = _OF_STATUS.get(error.status_code, "request_unreadable")
    return answer((Problem(code=code),), error.status_code)


async def _unexpected(request: Request, error: Exception) -> Response:
    reference = secrets.token_hex(4)
    # The server logs the traceback itself, right after this line.
    log.error("%s: %s %s failed: %s", reference, request.method, request.url.path, type(error).__name__)
    return answer((Problem(code="unexpected", params={"code": reference}),), 500)


def request_problems(error: RequestValidationError) -> tuple[Problem, ...]:
    """What pydantic found in a request, by the field as the person knows it (a spec's own paths)."""
    return tuple(_problem(found) for found in error.errors())


def _problem(found: dict[str, Any]) -> Problem:
    if found["type"] == "json_invalid":
        return Problem(code="not_json")
    _, *path = found["loc"]
    if path[:1] == ["data"]:  # that of a training run, by itself
        return spec_problem({**found, "loc": ("train", *path)})
    if path[:1] != ["spec"]:
        return problem_of({**found, "loc": tuple(path)})
    problem = spec_problem({**found, "loc": tuple(path[1:])})
    return problem if problem.field else problem.model_copy(update={"field": "spec"})
