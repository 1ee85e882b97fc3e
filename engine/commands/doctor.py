"""``main.py doctor``: what works on this machine; exit status 0 when a run could start."""

import argparse
import json
import sys

from engine.setup.doctor import examine
from engine.system.paths import Home


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--home", metavar="DIR", help="the folder of runs, models and datasets")
    parser.add_argument("--json", action="store_true", help="end with one line of JSON on standard output")


def run(arguments: argparse.Namespace) -> int:
    """Say every finding as it comes."""
    people = sys.stderr if arguments.json else sys.stdout
    checks = []
    for check in examine(Home.resolve(arguments.home)):
        checks.append(check)
        print(check.line(), file=people, flush=True)
    can_start = all(check.state != "broken" for check in checks)
    print("A run could start." if can_start else "A run could not start; see the lines with ✗.", file=people)
    if arguments.json:
        print(json.dumps({"ok": can_start, "checks": [check.as_json() for check in checks]}))
    return 0 if can_start else 1
