"""One program, its roles as subcommands.

Uses the standard library alone until the environment is complete, and must parse on any
Python 3, so that an old one gets a sentence and not a traceback.
"""

import os
import sys

ROOT = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - pathlib would cost every rank's start 5 ms

# Processes of a job: started as [python, "-I", main.py, role, run_dir] by a complete environment. The warm one
# gets the home; those that it and its copies fork go through main() here too.
ROLES = {
    "warm": "engine.worker.warm",
    "shim": "engine.jobs.shim",
    "agent": "engine.worker.agent",
    "worker": "engine.worker.entry",
    "server": "engine.serve.entry",
    "nursery": "engine.runner.nursery",
    "runner": "engine.runner.entry",
}

COMMANDS = {
    "app": "open the window (what happens without a command)",
    "engine": "run the local engine in this terminal, or stop it",
    "train": "submit a spec file and follow the run",
    "runs": "list the runs",
    "datasets": "list the datasets, add a file or folder, look at one, delete one",
    "models": "list the finished models",
    "serve": "serve models at an address of their own, swap a version, or stop serving",
    "keys": "list the keys of served models, make one, revoke one",
    "audit": "say who did what to endpoints, keys and models",
    "doctor": "say what works on this machine",
    "install": "add Modelyard to this account's applications menu",
    "uninstall": "take it out of the menu again",
    "test": "run the tests",
}
# These start without the environment; doctor looks at it, the other two need nothing of it.
FREE_STANDING = ("doctor", "install", "uninstall")

USAGE = """usage: main.py [command] [options]

{commands}

main.py COMMAND --help explains a command. Without a command the window opens."""


def main(argv):
    """Do what the arguments ask; returns the exit status."""
    if ROOT not in sys.path:  # isolated mode leaves the script's folder out
        sys.path.insert(0, ROOT)
    if len(argv) == 2 and argv[0] in ROLES:
        return _module(ROLES[argv[0]]).main(argv[1])
    if sys.version_info < (3, 11):  # noqa: UP036 - an old Python does come this far
        return _refuse_old_python()
    if argv and argv[0] in ("-h", "--help", "help"):
        lines = [f"  {name:<11}{words}" for name, words in COMMANDS.items()]
        print(USAGE.format(commands="\n".join(lines)))
        return 0
    if argv and not argv[0].startswith("-") and argv[0] not in COMMANDS:
        print(f"“{argv[0]}” is not a command. Known: {', '.join(COMMANDS)}.", file=sys.stderr)
        return 2
    command = argv[0] if argv and argv[0] in COMMANDS else "app"
    return _command(command, argv[1:] if argv and argv[0] == command else argv)


def _command(name, options):
    if name not in FREE_STANDING:
        from engine.setup.start import prepare

        asks_for_help = bool({"-h", "--help"} & set(options))
        # Goes on in the environment's Python where that is another one.
        status = prepare(name, options, may_install=not asks_for_help)
        if status != 0:
            return status
    import argparse

    module = _module("gui.command" if name == "app" else "engine.commands." + name)
    parser = argparse.ArgumentParser(
        prog="main.py " + name,
        description=COMMANDS[name][0].upper() + COMMANDS[name][1:] + ".",
        allow_abbrev=False,
    )
    if name not in FREE_STANDING:
        parser.add_argument(
            "--yes", action="store_true", help="install missing system libraries without asking"
        )
    module.add_arguments(parser)
    if name == "test":  # what it does not know is pytest's
        arguments, arguments.pytest = parser.parse_known_args(options)
    else:
        arguments = parser.parse_args(options)
    return module.run(arguments)


def _module(name):
    from importlib import import_module

    return import_module(name)


def _refuse_old_python():
    print(
        f"Modelyard needs Python 3.11 or newer; this is Python {sys.version_info[0]}.{sys.version_info[1]} "
        f"({sys.executable}). Install a newer one and start with it, for example: python3.12 main.py",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
