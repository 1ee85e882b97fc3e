"""``main.py keys``: list the keys of all endpoints, make one, revoke one."""

import argparse
import math
import time
from typing import get_args

from engine.client.engine_client import EngineClient
from engine.client.find import ensure_engine
from engine.commands.options import OK, add_shared, answer, home_of, reporting, tell
from engine.commands.table import as_table
from engine.schema.api import Key, KeyAction

DAY = 86_400


def add_arguments(parser: argparse.ArgumentParser) -> None:
    change = parser.add_mutually_exclusive_group()
    change.add_argument(
        "--new", metavar="NAME", help="make a key for this person or program; it is shown once"
    )
    change.add_argument("--revoke", metavar="ID", help="have a key refused from now on")
    parser.add_argument(
        "--models", nargs="+", metavar="NAME", help="the served names it may ask (default: all)"
    )
    parser.add_argument(
        "--allow", nargs="+", choices=get_args(KeyAction), default=["infer"], help="for what (default: infer)"
    )
    parser.add_argument("--days", type=days, help="expire after so many days (default: never)")
    parser.add_argument("--requests-per-minute", type=int, metavar="N")
    parser.add_argument("--tokens-per-minute", type=int, metavar="N")
    add_shared(parser)


def days(text: str) -> float:
    count = float(text)
    if not 0 < count < math.inf:
        raise ValueError(text)
    return count


@reporting
def run(arguments: argparse.Namespace) -> int:
    client = ensure_engine(home_of(arguments))
    if arguments.new:
        return _make(client, arguments)
    if arguments.revoke:
        client.revoke_key(arguments.revoke)
        tell("It is refused from now on.")
    else:
        _list(client.list_keys(), arguments.json)
    return OK


def _make(client: EngineClient, arguments: argparse.Namespace) -> int:
    key = client.new_key(
        arguments.new,
        models=arguments.models,
        actions=arguments.allow,
        expires=time.time() + arguments.days * DAY if arguments.days is not None else None,
        requests_per_minute=arguments.requests_per_minute,
        tokens_per_minute=arguments.tokens_per_minute,
    )
    tell("This is shown once and kept nowhere:")
    if arguments.json:
        answer(key.model_dump(mode="json"))
    else:
        print(key.secret)
    return OK


def _list(keys: list[Key], as_json: bool) -> None:
    if as_json:
        answer([key.model_dump(mode="json", exclude={"secret"}) for key in keys])
    elif keys:
        head = ("ID", "NAME", "KEY", "MODELS", "FOR", "REQUESTS", "LAST USED", "EXPIRES")
        print(as_table(head, [_cells(key) for key in keys]))
    else:
        print("No keys yet. Make one with --new NAME.")


def _cells(key: Key) -> tuple[str, ...]:
    models = ", ".join(key.models) if key.models is not None else "all"
    use = (str(key.requests), _day(key.last_used), _day(key.expires))
    return key.id, key.name, key.hint, models, ", ".join(key.actions), *use


def _day(moment: float | None) -> str:
    return "–" if moment is None else time.strftime("%Y-%m-%d %H:%M", time.localtime(moment))
