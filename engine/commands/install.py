"""``main.py install``: an entry in this account's applications menu."""

import argparse
import sys

from engine.setup.error import SetupError
from engine.setup.menu import this_platforms_entry


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--home", metavar="DIR", help="the home that the entry opens, if not the usual one")


def run(arguments: argparse.Namespace) -> int:
    """Make the entry, or renew it; returns 0 when it stands."""
    entry = this_platforms_entry(arguments.home)
    try:
        entry.install()
    except (OSError, SetupError) as error:
        print(f"The entry could not be made: {error}", file=sys.stderr)
        return 1
    print(f"Modelyard is in the applications menu: {entry.place}")
    return 0
