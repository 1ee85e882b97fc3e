"""A model's files, after whatever a person has to say before they can be read."""

from engine.model.model_files import ModelFiles, open_files
from engine.runner.setup import Setup
from engine.schema.problem import Problem, UserError


def unlocked(setup: Setup) -> ModelFiles:
    """The files of the model that is to be served. Raises UserError where they are damaged, and LinkClosed where nobody
    knows the passphrase."""
    passphrase: str | None = None
    while True:
        try:
            return open_files(setup.folder, passphrase)
        except UserError as error:
            passphrase = setup.passphrase(_wrong(error))


def _wrong(error: UserError) -> Problem | None:
    """What was wrong with the last passphrase; None where there was none."""
    problem = error.problems[0]
    if problem.code == "model_locked":
        return None
    if problem.code == "passphrase_wrong":
        return problem
    raise error
