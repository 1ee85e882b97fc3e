"""One batch through the model: checked, answered, dealt out to its requests. One request's failure is not the others'."""

import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from engine.runner.prediction.bodies import MOST_PROBLEMS, Answer, RefusedError
from engine.runner.prediction.queue import Asked, Piece
from engine.schema.problem import Problem
from engine.worker.out_of_memory import is_out_of_memory


class Model(Protocol):
    """What answers the inputs of one kind of request."""

    def check(self, inputs: Sequence[Any], first: int = 0) -> list[Problem]:
        """What is wrong with them; ``first`` is the number of the first in its request."""

    def read(self, inputs: Sequence[Any]) -> Any | None:
        """The inputs as ``answer`` takes them; None where one of them may be wrong."""

    def answer(self, values: Any) -> list[Any]:
        """One output an input."""


@dataclass(frozen=True)
class Work:
    """What is done with the requests of one kind."""

    model: Model
    body: Callable[[list[Any]], Answer]  # of all outputs of a request


class _WrongInputError(Exception):
    """Among these inputs is one that the model cannot read."""


def carry_out(work: Work, pieces: list[Piece]) -> list[tuple[Asked, Answer]]:
    """The answers of requests that end with these pieces, well or not."""
    wrong = [piece for piece in pieces if piece.asked.problems]
    sound = [piece for piece in pieces if not piece.asked.problems] if wrong else pieces
    try:
        failed = _fill(work, sound)
    except _WrongInputError:
        failed = _fill(work, [piece for piece in sound if not _found_wrong(work, piece)], checked=True)
    for piece in wrong:  # an earlier piece was: the person is told all that is
        _found_wrong(work, piece)
    ending = {piece.asked: None for piece in pieces if piece.asked.ends or piece.asked in failed}
    return [(asked, failed.get(asked) or _whole(work, asked)) for asked in ending]


def _found_wrong(work: Work, piece: Piece) -> bool:
    """Look for what is wrong with a piece, and note it at its request."""
    if len(piece.asked.problems) < MOST_PROBLEMS:
        piece.asked.problems += work.model.check(piece.inputs, piece.start)
    return bool(piece.asked.problems)


def _whole(work: Work, asked: Asked) -> Answer:
    return RefusedError(422, asked.problems).answer if asked.problems else work.body(asked.outputs)


def _fill(work: Work, pieces: list[Piece], *, checked: bool = False) -> dict[Asked, Answer]:
    """Put the outputs to their requests; gives the answers of those for which the model failed.

    Raises _WrongInputError where an input may be wrong and none was ``checked``.
    """
    if not pieces:
        return {}
    try:
        outputs = iter(_outputs(work, [value for piece in pieces for value in piece.inputs]))
    except (KeyboardInterrupt, SystemExit):
        raise
    except (
        BaseException
    ) as error:  # a boundary: a request fails, the runner goes on. A tokenizer's panic is no Exception
        if isinstance(error, _WrongInputError) and not checked:
            raise
        traceback.print_exc()
        if len(pieces) == 1:
            return {pieces[0].asked: _failure(error)}
    else:
        for piece in pieces:
            piece.asked.outputs += [next(outputs) for _ in piece.inputs]
        return {}
    alone = [_fill(work, [piece], checked=True) for piece in pieces]
    return {asked: answer for failed in alone for asked, answer in failed.items()}


def _failure(error: BaseException) -> Answer:
    if is_out_of_memory(error):
        return RefusedError(503, [Problem(code="runner_out_of_memory")]).answer
    return RefusedError(500, [Problem(code="model_failed")]).answer


def _outputs(work: Work, inputs: Sequence[Any]) -> list[Any]:
    """Where memory runs out, half of them at a time."""
    try:
        values = work.model.read(inputs)
        if values is not None:
            return work.model.answer(values)
    except Exception as error:
        if len(inputs) == 1 or not is_out_of_memory(error):
            raise
        print(f"no memory for {len(inputs)} inputs at a time: {error}", flush=True)
    else:
        raise _WrongInputError
    half = len(inputs) // 2  # outside the except clause: the error's frames hold what was in memory
    return _outputs(work, inputs[:half]) + _outputs(work, inputs[half:])
