"""What a step gave, handed to those it is for: log probabilities of prompts, states of texts that are embedded, and the
next token of every answer whose text is computed."""

from collections.abc import Sequence
from dataclasses import dataclass

from torch import Tensor

from engine.runner.generation.answer import Answer
from engine.runner.generation.drawing import Chosen
from engine.runner.generation.refused import RefusedError
from engine.runner.generation.requests import Embedding, Request, Writing
from engine.runner.generation.sampler import draw, logprobs_of
from engine.runner.generation.scheduler import Slice
from engine.runner.generation.sequence import Sequence as Text

Works = dict[Text, tuple[Request, Answer | None]]  # whose each text is, and which answer it becomes


class NotFiniteError(RefusedError):
    """The network said what is no number."""

    def __init__(self) -> None:
        super().__init__(422, "answer_not_finite")


Failed = tuple[Request, RefusedError]


@dataclass(frozen=True)
class Rows:
    """Where in a step's scores those of each slice lie: ``first`` up to the last, which is the ``last`` token's."""

    slices: Sequence[Slice]
    every: frozenset[Text]  # texts of which every token is scored
    first: tuple[int, ...]
    last: tuple[int, ...]


def rows_of(slices: Sequence[Slice], works: Works) -> Rows:
    """Told before the step: whose prompt has been read afterwards wants no scores for it any more."""
    every = frozenset(piece.sequence for piece in slices if _scores_prompt(piece.sequence, works))
    first, last, row = [], [], 0
    for text, tokens in slices:
        first.append(row)
        row += tokens if text in every else 1
        last.append(row - 1)
    return Rows(slices, every, tuple(first), tuple(last))


def note_prompt(rows: Rows, logits: Tensor, works: Works) -> None:
    """How likely the prompts' own tokens were, each after those before it."""
    for piece, first, last in zip(rows.slices, rows.first, rows.last, strict=True):
        text, tokens = piece
        request, _ = works[text]
        if text not in rows.every or not isinstance(request, Writing):
            continue
        place = text.computed - tokens + 1  # of the token that the first row foretells
        told = text.tokens[place : place + tokens]  # the last row of a prompt foretells nothing that is known
        most = request.answers[0].drawing.asked.logprobs or 0
        found = logprobs_of(logits[first : last + 1][: len(told)], told, most)
        request.prompt_logprobs[place : place + len(told)] = found


def embed(rows: Rows, hidden: Tensor | None, works: Works) -> list[Failed]:
    """Gives the requests whose states are no numbers."""
    failed: list[Failed] = []
    start = 0
    for text, tokens in rows.slices:
        request, _ = works[text]
        if isinstance(request, Embedding) and hidden is not None:
            try:
                request.add(text, hidden[start : start + tokens])
            except ValueError:
                failed.append((request, NotFiniteError()))
        start += tokens
    return failed


def check(rows: Rows, logits: Tensor, works: Works) -> list[Failed]:
    """Gives the requests whose texts are read in part, with scores that are no numbers: found now, for nobody else may
    meet their blocks, and who cancels one leaves them behind."""
    found = [
        (works[text][0], row) for (text, _), row in zip(rows.slices, rows.last, strict=True) if text.pending
    ]
    if not found:
        return []
    are_finite = logits[[row for _, row in found]].amax(dim=1).isfinite().tolist()
    return [
        (request, NotFiniteError())
        for (request, _), is_finite in zip(found, are_finite, strict=True)
        if not is_finite
    ]


def write(rows: Rows, logits: Tensor, works: Works) -> list[Failed]:
    """Draw the next token of each answer; gives the requests whose scores are no numbers, or whose schema turns out to be
    more than can be followed."""
    found = []
    for (text, _), row in zip(rows.slices, rows.last, strict=True):
        request, answer = works[text]
        if answer is None or text.pending:
            continue
        if not answer.has_begun:
            _begin(answer, request, logits)
        if answer.finish is None:
            found.append((row, request, answer))
    if not found:
        return []
    scores = logits if len(found) == len(logits) else logits[[row for row, _, _ in found]]
    chosen = draw(scores, [answer.drawing for _, _, answer in found])
    failed: list[Failed] = []
    for token, (_, request, answer) in zip(chosen, found, strict=True):
        if token is None:
            failed.append((request, NotFiniteError()))
        elif (refused := answer.take(token)) is not None:
            failed.append((request, refused))
    return failed


def _begin(answer: Answer, request: Request, logits: Tensor) -> None:
    text = answer.sequence
    answer.drawing.begin(text.tokens[: text.prompt], logits.shape[1], logits.device)
    is_written = isinstance(request, Writing)
    logprobs: Sequence[Chosen | None] = request.prompt_logprobs if is_written else ()
    answer.begin(request.echo if is_written else None, logprobs)


def _scores_prompt(text: Text, works: Works) -> bool:
    request, _ = works[text]
    if not isinstance(request, Writing) or not request.prompt_logprobs:
        return False
    return text is request.sequences[0] and not text.begun
