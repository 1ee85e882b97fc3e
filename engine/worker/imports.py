"""Imports what every rank needs, once, in a process that may then be copied."""

import os
from importlib import import_module

from engine.system.forking import ONE_THREAD, settle

# What training imports, and what it comes to only while it runs.
_NEEDED = (
    "engine.train.run",
    "engine.train.strategy.single",
    "engine.train.strategy.ddp",
    "numpy.ctypeslib",
)

# What only some jobs need, in pieces of a third of a second: nobody waits long for one of them.
LATER = (
    "engine.runner.prediction",  # served models: their runners are copies too
    "engine.runner.generation.serving",
    "sympy",
    "torch.distributed.tensor",
    "engine.train.strategy.fsdp",
    "engine.train.strategy.tensor_parallel",
    "engine.train.strategy.parameter_server.in_step",
    "engine.train.strategy.parameter_server.free_running",
    "engine.train.strategy.local_sgd",
    "torch._dynamo",
    "engine.train.strategy.pipeline",
)


def import_for_ranks() -> None:
    """Take in torch and the training code without starting a thread."""
    os.environ.update(ONE_THREAD)
    for name in _NEEDED:
        import_module(name)
    settle()
