"""``main.py uninstall``: take the entry out of the applications menu. Runs, models and datasets stay."""

import argparse
import sys

from engine.setup.menu import this_platforms_entry


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "Runs, models and datasets stay where they are."


def run(arguments: argparse.Namespace) -> int:
    """Remove what ``install`` made, and nothing else."""
    entry = this_platforms_entry()
    if entry.belongs_to_another():
        print(f"{entry.place} starts another copy of Modelyard; run uninstall from there.", file=sys.stderr)
        return 1
    was_there = any(path.exists() for path in entry.files)
    try:
        entry.uninstall()
    except OSError as error:
        print(f"The entry could not be removed: {error}", file=sys.stderr)
        return 1
    print("Modelyard is out of the applications menu." if was_there else "Modelyard was not in the menu.")
    return 0
