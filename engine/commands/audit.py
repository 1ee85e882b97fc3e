"""``main.py audit``: who did what to endpoints, keys and models."""

import argparse
import time

from engine.client.find import ensure_engine
from engine.commands.options import OK, add_shared, answer, home_of, reporting
from engine.commands.table import as_table
from engine.schema.api import AuditLine


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--limit", type=int, default=50, help="how many lines, newest first (default: 50)")
    add_shared(parser)


@reporting
def run(arguments: argparse.Namespace) -> int:
    lines = ensure_engine(home_of(arguments)).audit(arguments.limit)
    if arguments.json:
        answer([line.model_dump(mode="json") for line in lines])
    elif lines:
        print(as_table(("TIME", "WHO", "BY", "WHAT", "TO", "DETAILS"), [_cells(line) for line in lines]))
    else:
        print("Nothing was done yet.")
    return OK


def _cells(line: AuditLine) -> tuple[str, ...]:
    moment = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(line.time))
    details = ", ".join(f"{name} {value}" for name, value in line.details.items() if value is not None)
    return moment, line.who, line.client, line.action, line.object, details
