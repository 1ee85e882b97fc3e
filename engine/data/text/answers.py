"""Conversations as tokens of which only the answers count, each an example; and several examples in one row.

What counts are the assistant's words and the token that ends them. Examples that share a row begin as if they stood
alone: every token carries the number of its document.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.data.text.chat import Chat, Message
from engine.data.text.token_rows import PADDING_DOCUMENT
from engine.data.text.tokenizer import TextTokenizer

UNCOUNTED = -100  # a target that no loss counts; cross-entropy ignores it of itself
_OPEN_ROWS = 64  # rows that are looked at for room: more fill hardly better, and long lists are slow


@dataclass(frozen=True)
class Example:
    """One conversation: its tokens, and which of them count."""

    tokens: np.ndarray
    counted: np.ndarray

    def __len__(self) -> int:
        """Tokens that are read; the last is only predicted."""
        return len(self.tokens) - 1

    @property
    def targets(self) -> np.ndarray:
        """What should be said at each token that is read."""
        return np.where(self.counted[1:], self.tokens[1:], UNCOUNTED)


def example_of(messages: Sequence[Message], chat: Chat, tokenizer: TextTokenizer) -> Example:
    """A conversation at its full length. An answer that its template does not end is ended."""
    put = tokenizer.guard.put
    text, answers = chat.answered(
        [{key: put(value) for key, value in message.items()} for message in messages]
    )
    tokens, starts, ends = tokenizer.spans(text)
    counted = np.zeros(len(tokens), dtype=bool)
    open_end = False
    for first, last in answers:
        # A token that reaches over the border counts: part of it is the answer.
        inside = [place for place in range(len(tokens)) if ends[place] > first and starts[place] < last]
        stop = next((n for n, place in enumerate(inside) if tokens[place] in tokenizer.stops), None)
        counted[inside if stop is None else inside[: stop + 1]] = True
        open_end = stop is None
    if open_end:
        tokens, counted = [*tokens, tokenizer.end], np.append(counted, True)
    return Example(np.array(tokens, dtype=np.int64), counted)


def fitted(example: Example, context: int) -> Example:
    """The example cut to a row. A long prompt loses its beginning, down to half a row, so that its end and the answer
    stay; what is then still too long loses its end."""
    surplus = len(example) - context
    if surplus <= 0:
        return example
    head = int(np.argmax(example.counted)) if example.counted.any() else len(example.tokens)
    dropped = min(surplus, max(head - context // 2, 0))
    kept = slice(dropped, dropped + context + 1)
    return Example(example.tokens[kept], example.counted[kept])


def shared_rows(lengths: Sequence[int], context: int) -> list[list[int]]:
    """Which examples share a row: each goes to the first open row that has room, in their order."""
    rows: list[list[int]] = []
    room: list[tuple[int, int]] = []  # row, and what is left of it
    for number, length in enumerate(lengths):
        place = next((place for place, (_, left) in enumerate(room) if left >= length), None)
        if place is None:
            rows.append([number])
            room.append((len(rows) - 1, context - length))
            room = room[-_OPEN_ROWS:]
        else:
            row, left = room[place]
            rows[row].append(number)
            room[place] = (row, left - length)
    return rows


@dataclass(frozen=True)
class AnswerRows:
    """Rows of examples, (rows, context) each; ``documents`` are None where each row is one example."""

    tokens: np.ndarray
    targets: np.ndarray
    documents: np.ndarray | None

    def __len__(self) -> int:
        return len(self.tokens)

    @property
    def lengths(self) -> np.ndarray:
        """Tokens of each row up to the last that counts: what comes after nobody learns from."""
        places = np.arange(1, self.targets.shape[1] + 1)
        return np.where(self.targets != UNCOUNTED, places, 0).max(axis=1, initial=0)

    @property
    def counts(self) -> np.ndarray:
        """Counted tokens of each row."""
        return (self.targets != UNCOUNTED).sum(axis=1)


def rows_of(examples: Sequence[Example], context: int, padding: int, *, shares: bool) -> AnswerRows:
    """Examples that fit, put into rows: several in each if they may share it."""
    if shares:
        rows = shared_rows([len(example) for example in examples], context)
    else:
        rows = [[number] for number in range(len(examples))]
    tokens = np.full((len(rows), context), padding, dtype=np.int32)
    targets = np.full((len(rows), context), UNCOUNTED, dtype=np.int32)
    documents = np.full((len(rows), context), PADDING_DOCUMENT, dtype=np.int32)
    for row, numbers in enumerate(rows):
        start = 0
        for document, number in enumerate(numbers, start=1):
            example = examples[number]
            place = slice(start, start + len(example))
            tokens[row, place], targets[row, place] = example.tokens[:-1], example.targets
            documents[row, place] = document
            start += len(example)
    return AnswerRows(tokens, targets, documents if shares else None)
