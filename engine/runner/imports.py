"""Imports what every runner needs, once, in a process that is then copied."""

import os
from importlib import import_module

from engine.system.forking import ONE_THREAD, settle

_NEEDED = ("engine.runner.prediction", "engine.runner.generation.serving")


def import_for_runners() -> None:
    """Take in torch and what opens and asks a model, without starting a thread."""
    os.environ.update(ONE_THREAD)
    for name in _NEEDED:
        import_module(name)
    settle()
