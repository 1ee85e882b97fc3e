"""``main.py [app]``: open the window. Knows the options; imports Qt only when it runs."""

import argparse

from engine.system.paths import Home


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--home", metavar="DIR", help="the folder of runs, models and datasets")


def run(arguments: argparse.Namespace) -> int:
    """Open the window on a home and stay until it closes."""
    from gui.app import main

    return main(Home.resolve(arguments.home))
