"""Imports what every rank needs, once, in a process that may then be copied."""

import os
from importlib import import_module

from engine.system.forking import ONE_THREAD, settle

# What training imports, and what it comes to only while it runs.
_NEEDED = ("engine.train.run", "numpy.ctypeslib")


def import_for_ranks() -> None:
    """Take in torch and the training code without starting a thread."""
    os.environ.update(ONE_THREAD)
    for name in _NEEDED:
        import_module(name)
    settle()
