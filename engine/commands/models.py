"""``main.py models``: list the finished models of a home, encrypt one on the disk, decrypt it.

The passphrase is asked for at the terminal, or read from standard input; as an argument everybody's list of processes
would show it.
"""

import argparse
import getpass
import sys
import time
from typing import Any

from engine.client.engine_client import EngineClient
from engine.client.find import ensure_engine
from engine.commands.options import OK, add_shared, answer, home_of, reporting
from engine.commands.run_line import number
from engine.commands.serve_options import choose_model
from engine.commands.table import as_table
from engine.schema.card import ModelCard
from engine.schema.job import ACTIVE
from engine.schema.problem import UserError
from engine.schema.serve import ServeSpec


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_shared(parser)
    change = parser.add_mutually_exclusive_group()
    change.add_argument(
        "--encrypt", metavar="MODEL", help="encrypt a model's files under a passphrase, by id or name"
    )
    change.add_argument("--decrypt", metavar="MODEL", help="have a model's files lie plain again")


@reporting
def run(arguments: argparse.Namespace) -> int:
    client = ensure_engine(home_of(arguments))
    if arguments.encrypt or arguments.decrypt:
        return _change(client, arguments)
    models = client.models()
    live = [job.spec for job in client.jobs("serve") if job.state in ACTIVE]
    served = {each.model for spec in live if isinstance(spec, ServeSpec) for each in spec.models}
    if arguments.json:
        answer([row_of(card, card.id in served) for card in models])
    elif models:
        head = ("ID", "NAME", "TASK", "STATE", "TEST LOSS", "MADE")
        print(as_table(head, [_cells(card, card.id in served) for card in models]))
    else:
        print("No models yet. A finished run becomes one: main.py train SPEC.yaml")
    return OK


def _change(client: EngineClient, arguments: argparse.Namespace) -> int:
    model = choose_model(client.models(), arguments.encrypt or arguments.decrypt)
    passphrase = _passphrase("Passphrase: ")
    if arguments.encrypt:
        if sys.stdin.isatty() and _passphrase("The same again: ") != passphrase:
            raise UserError("passphrases_differ", field="passphrase")
        card = client.encrypt_model(model.id, passphrase)
    else:
        card = client.decrypt_model(model.id, passphrase)
    if arguments.json:
        answer(card.model_dump(mode="json"))
    else:
        print(f"{card.name} is {'encrypted' if card.encrypted else 'plain'}.")
    return OK


def _passphrase(prompt: str) -> str:
    if sys.stdin.isatty():
        return getpass.getpass(prompt)
    return sys.stdin.readline().rstrip("\n")


def row_of(card: ModelCard, is_served: bool) -> dict[str, Any]:
    """A model for scripts: its card, and whether an endpoint serves it."""
    return {**card.model_dump(mode="json"), "state": state_of(is_served)}


def state_of(is_served: bool) -> str:
    return "served" if is_served else "ready"


def _cells(card: ModelCard, is_served: bool) -> tuple[str, ...]:
    loss = card.metrics.get("test", {}).get("loss")
    made = time.strftime("%Y-%m-%d %H:%M", time.localtime(card.created))
    state = state_of(is_served) + (", encrypted" if card.encrypted else "")
    return card.id, card.name, card.task, state, number(loss) if loss is not None else "–", made
