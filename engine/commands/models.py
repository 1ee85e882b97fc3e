"""``main.py models``: list the finished models of a home."""

import argparse
import time
from typing import Any

from engine.client.find import ensure_engine
from engine.commands.options import OK, add_shared, answer, home_of, reporting
from engine.commands.run_line import number
from engine.commands.table import as_table
from engine.schema.card import ModelCard
from engine.schema.job import ACTIVE
from engine.schema.serve import ServeSpec


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_shared(parser)


@reporting
def run(arguments: argparse.Namespace) -> int:
    client = ensure_engine(home_of(arguments))
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


def row_of(card: ModelCard, is_served: bool) -> dict[str, Any]:
    """A model for scripts: its card, and whether an endpoint serves it."""
    return {**card.model_dump(mode="json"), "state": state_of(is_served)}


def state_of(is_served: bool) -> str:
    return "served" if is_served else "ready"


def _cells(card: ModelCard, is_served: bool) -> tuple[str, ...]:
    loss = card.metrics.get("test", {}).get("loss")
    made = time.strftime("%Y-%m-%d %H:%M", time.localtime(card.created))
    return card.id, card.name, card.task, state_of(is_served), number(loss) if loss is not None else "–", made
