"""What is being worked at, by the number of its frame: texts to write, inputs to predict, texts to embed. Each knows
what it sends; none knows a batch."""

import json
from collections.abc import Callable, Iterator
from typing import Any, Protocol

import torch
from torch import Tensor

from engine.runner.exchange import Kind, frame
from engine.runner.generation.answer import Answer
from engine.runner.generation.drawing import Chosen
from engine.runner.generation.sequence import Sequence

STATUS = 2  # bytes before the body of an ANSWER


class Request(Protocol):
    """One of them."""

    number: int
    sequences: list[Sequence]

    def frames(self) -> Iterator[bytes]:
        """What there is to send after a step."""

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will be sent."""


class Writing:
    """A GENERATE: one or several answers to a prompt. ``prompt_logprobs`` are those of the prompt's tokens, to be filled
    in before the first answer begins; empty where nobody wants them."""

    def __init__(self, number: int, answers: list[Answer], echo: str | None = None) -> None:
        """With ``echo`` the answers begin with it."""
        self.number, self.answers = number, answers
        self.sequences = [answer.sequence for answer in answers]
        self.echo = echo
        self.prompt_logprobs: list[Chosen | None] = []
        if echo is not None and answers[0].drawing.asked.logprobs is not None:
            self.prompt_logprobs = [None] * self.sequences[0].prompt
        self._has_begun = False

    @property
    def has_ended(self) -> bool:
        return all(answer.finish for answer in self.answers)

    def frames(self) -> Iterator[bytes]:
        first = self.sequences[0]
        counts = {"prompt_tokens": first.prompt, "cached_tokens": first.reused}
        if not self._has_begun and (first.computed or first.begun):
            self._has_begun = True
            yield _json_frame(Kind.BEGUN, self.number, counts)
        deltas = [delta for index, answer in enumerate(self.answers) if (delta := answer.delta(index))]
        if deltas:
            yield _json_frame(Kind.DELTA, self.number, deltas)
        if self.has_ended:
            written = sum(len(answer.written) for answer in self.answers)
            yield _json_frame(Kind.END, self.number, {**counts, "completion_tokens": written})


class Prediction:
    """A PREDICT: a text for each input, sent when all are there, with what they cost."""

    def __init__(
        self,
        number: int,
        answers: list[Answer],
        decode: Callable[[list[int]], str],
        served: str,
    ) -> None:
        self.number, self.answers = number, answers
        self.sequences = [answer.sequence for answer in answers]
        self._decode, self._served = decode, served

    @property
    def has_ended(self) -> bool:
        return all(answer.finish for answer in self.answers)

    def frames(self) -> Iterator[bytes]:
        if self.has_ended:
            outputs = [{"text": self._decode(answer.written)} for answer in self.answers]
            usage = {
                "prompt_tokens": sum(sequence.prompt for sequence in self.sequences),
                "completion_tokens": sum(len(answer.written) for answer in self.answers),
            }
            told = {"model": self._served, "outputs": outputs, "usage": usage}
            yield answer_frame(self.number, 200, json.dumps(told).encode())


class Embedding:
    """An EMBED: the mean of a text's last hidden states, of length one."""

    def __init__(self, number: int, sequences: list[Sequence]) -> None:
        self.number, self.sequences = number, sequences
        self._sums: dict[Sequence, Tensor] = {}
        self._found: dict[Sequence, list[float]] = {}

    @property
    def has_ended(self) -> bool:
        return len(self._found) == len(self.sequences)

    def add(self, sequence: Sequence, hidden: Tensor) -> bool:
        """The states of the next (tokens, width) of a sequence; true when these were the last. Raises ValueError where
        they are no numbers."""
        total = hidden.sum(dim=0, dtype=torch.float32)
        if sequence.computed > len(hidden):  # else it begins, maybe anew
            total += self._sums[sequence]
        self._sums[sequence] = total
        if sequence.pending:
            return False
        mean = total / sequence.computed
        if not bool(mean.isfinite().all()):
            raise ValueError("states that are no numbers")
        self._found[sequence] = torch.nn.functional.normalize(mean, dim=0).tolist()
        return True

    def frames(self) -> Iterator[bytes]:
        if self.has_ended:
            tokens = sum(sequence.prompt for sequence in self.sequences)
            found = [self._found[sequence] for sequence in self.sequences]
            body = {"embeddings": found, "prompt_tokens": tokens}
            yield answer_frame(self.number, 200, json.dumps(body).encode())


def answer_frame(number: int, status: int, body: bytes) -> bytes:
    """An ANSWER."""
    return frame(Kind.ANSWER, number, status.to_bytes(STATUS, "little") + body)


def _json_frame(kind: Kind, number: int, value: Any) -> bytes:
    return frame(kind, number, json.dumps(value).encode())
