"""The options that commands share, how they answer with --json, and how they say that something is wrong."""

import argparse
import json
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

from engine.schema.problem import UserError, sentence
from engine.system.paths import Home

OK, FAILED, REFUSED = 0, 1, 2

Run = Callable[[argparse.Namespace], int]


def add_shared(parser: argparse.ArgumentParser) -> None:
    """``--home`` and ``--json``."""
    parser.add_argument(
        "--home",
        metavar="DIR",
        help="where Modelyard keeps its data (default: MODELYARD_HOME, else your user data)",
    )
    parser.add_argument(
        "--json", action="store_true", help="make the last line of standard output one JSON value"
    )


def home_of(arguments: argparse.Namespace) -> Home:
    return Home.resolve(arguments.home)


def answer(value: Any) -> None:
    """The command's result as one line of JSON."""
    print(json.dumps(value, ensure_ascii=False, allow_nan=False, default=str), flush=True)


def tell(line: str) -> None:
    """A line for the person; results go to standard output, this does not."""
    print(line, file=sys.stderr, flush=True)


def complain(error: UserError, as_json: bool) -> None:
    """Say what is wrong, a line a problem; with --json also as the last line."""
    for problem in error.problems:
        tell(sentence(problem))
    if as_json:
        answer({"problems": [problem.model_dump(mode="json") for problem in error.problems]})


def reporting(run: Run) -> Run:
    """Have a command's UserErrors, and an engine that is lost, said in sentences."""

    @wraps(run)
    def reported(arguments: argparse.Namespace) -> int:
        try:
            return run(arguments)
        except UserError as error:
            complain(error, arguments.json)
            return FAILED
        except BrokenPipeError:  # whoever read our output has left
            return FAILED
        except ConnectionError:  # EngineLost is one
            complain(UserError("engine_lost"), arguments.json)
            return FAILED

    return reported
