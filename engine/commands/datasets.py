"""``main.py datasets``: list the datasets of a home, add one, look at one, delete one."""

import argparse
import secrets
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from engine.client.engine_client import EngineClient
from engine.client.find import ensure_engine
from engine.commands.options import OK, add_shared, answer, home_of, reporting, tell
from engine.commands.run_line import number
from engine.commands.table import as_table
from engine.schema.card import Column, DatasetCard
from engine.schema.findings import problem_of
from engine.schema.problem import UserError, say_reason, sentence
from engine.schema.reading import ReadingOptions

INTERRUPTED = 130


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION")
    # Suppressed: what stands before the action is not undone by what is not said after it.
    silent = {"argument_default": argparse.SUPPRESS}
    listing = actions.add_parser("list", help="list the datasets (what happens without an action)", **silent)
    adding = actions.add_parser("add", help="import a file or folder", **silent)
    adding.add_argument("path", metavar="PATH", type=Path)
    adding.add_argument(
        "--name", default=None, help="what the dataset is called (default: the name of the file)"
    )
    adding.add_argument(
        "--form", choices=("auto", "table", "text"), default="auto", help="read it as a table or a text"
    )
    _add_reading(adding)
    showing = actions.add_parser("show", help="say what is in a dataset", **silent)
    deleting = actions.add_parser("delete", help="delete the copy; the file it came from stays", **silent)
    for one in (showing, deleting):
        one.add_argument("id", metavar="ID")
    for action in (listing, adding, showing, deleting):
        add_shared(action)
    add_shared(parser)


def _add_reading(parser: argparse.ArgumentParser) -> None:
    """An option for each field of ReadingOptions; what is not given is found out."""
    for name, field in ReadingOptions.model_fields.items():
        flag = "--" + name.replace("_", "-")
        if field.annotation == bool | None:
            parser.add_argument(
                flag, action=argparse.BooleanOptionalAction, default=None, help=field.description
            )
        elif name == "missing":
            parser.add_argument(flag, nargs="+", metavar="WORD", default=None, help=field.description)
        else:
            parser.add_argument(flag, default=None, help=field.description)


@reporting
def run(arguments: argparse.Namespace) -> int:
    client = ensure_engine(home_of(arguments))
    match arguments.action:
        case "add":
            return _add(client, arguments)
        case "show":
            card = client.dataset(arguments.id)
            answer(card.model_dump(mode="json")) if arguments.json else print(described(card))
        case "delete":
            client.delete_dataset(arguments.id)
            answer({"deleted": arguments.id}) if arguments.json else tell(f"{arguments.id} is deleted.")
        case _:
            _list(client.datasets(), arguments.json)
    return OK


def reading_of(arguments: argparse.Namespace) -> ReadingOptions | None:
    """The options a person gave; None when they gave none. Raises UserError for one that cannot be."""
    given = {name: getattr(arguments, name) for name in ReadingOptions.model_fields}
    given = {name: value for name, value in given.items() if value is not None}
    if given.get("delimiter") == "\\t":  # as it is typed in a shell
        given["delimiter"] = "\t"
    return validated(given) if given else None


def validated(given: dict[str, Any]) -> ReadingOptions:
    """The options in a mapping; raises UserError with a problem for each that cannot be."""
    try:
        return ReadingOptions.model_validate(given)
    except ValidationError as error:
        raise UserError.of([problem_of(found) for found in error.errors()]) from None


def _add(client: EngineClient, arguments: argparse.Namespace) -> int:
    reading, import_id = reading_of(arguments), secrets.token_hex(8)
    path = str(arguments.path.expanduser().resolve())
    try:
        card = client.import_dataset(path, arguments.name, arguments.form, reading, import_id)
    except KeyboardInterrupt:
        client.cancel_import(import_id)
        tell("The import is cancelled.")
        return INTERRUPTED
    answer(card.model_dump(mode="json")) if arguments.json else print(described(card))
    return OK


def _list(cards: list[DatasetCard], as_json: bool) -> None:
    if as_json:
        answer([card.model_dump(mode="json") for card in cards])
    elif cards:
        head = ("ID", "NAME", "FORMAT", "ROWS", "COLUMNS", "REFUSED")
        print(as_table(head, [_cells(card) for card in cards]))
    else:
        print("No datasets yet. A file becomes one: main.py datasets add FILE")


def _cells(card: DatasetCard) -> tuple[str, ...]:
    form = card.reading.format if card.reading else card.form
    return card.id, card.name, form, str(card.rows), str(len(card.columns)), str(card.refused_count)


def described(card: DatasetCard) -> str:
    """The report of an import as lines."""
    lines = [f"{card.id}: {card.rows} rows, {card.duplicates} of them repeated, from {card.source}"]
    if card.reading:
        used = card.reading.model_dump(exclude_none=True, exclude={"missing", "sheets"})
        lines.append("read as " + ", ".join(f"{name} {value!r}" for name, value in used.items()))
    lines += [
        as_table(("COLUMN", "KIND", "MISSING", "DISTINCT", "WHY"), [_row(column) for column in card.columns])
    ]
    lines += [sentence(note) for note in card.notes]
    lines += [f"row {row.line}: {row.reason}: {row.text}" for row in card.refused[:10]]
    return "\n".join(lines)


def _row(column: Column) -> tuple[str, ...]:
    why = " ".join(say_reason(reason.code, reason.params) for reason in column.why)
    distinct = "many" if column.distinct is None else number(column.distinct)
    return column.name, column.kind, str(column.missing), distinct, why
