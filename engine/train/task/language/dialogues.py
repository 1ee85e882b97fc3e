"""Reads the columns of a language model as conversations, cleaned and parted; one a row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from engine.data.rows.prepare import Prepared, prepare
from engine.data.text.chat import USER, Chat, Message, messages_in, turn
from engine.data.text.tokenizer import Specials
from engine.schema.problem import UserError
from engine.schema.roles import LANGUAGE_FORMS, language_form
from engine.train.task.base import SPLITS, Source

_EXAMPLE_LENGTH = 200  # characters of a question shown in the model's form


@dataclass(frozen=True)
class Dialogues:
    """Conversations by part of the data; of preferences first those with the better answer, then with the worse."""

    column: str  # what a person asks in
    prepared: Prepared
    sides: tuple[dict[str, list[list[Message]]], ...]

    @property
    def example(self) -> str:
        """The first question of the training part."""
        first = self.sides[0]["train"][0]
        asked = (message["content"] for message in first if message["role"] == USER)
        return next(asked, "")[:_EXAMPLE_LENGTH]

    def texts(self) -> Iterator[str]:
        """The training part as text without special tokens: what a tokenizer may be learnt from."""
        chat = Chat(Specials(end=""))
        for side in self.sides:
            yield from (chat.text(messages) for messages in side["train"])


def read_dialogues(source: Source) -> Dialogues:
    """Raises UserError for a column of messages that holds none."""
    spec = source.spec.data
    form = language_form(spec.model_dump())
    columns = [getattr(spec, role) for role in LANGUAGE_FORMS[form]]
    kinds = {column.name: column.kind for column in source.card.columns}
    kinds |= dict.fromkeys(columns, "text")
    prepared = prepare(source.data, kinds, spec, columns, needed=columns)
    cells = [prepared.table.columns[name] for name in columns]
    match form:
        case "chat":
            sides = [_conversations(cells[0], columns[0], prepared.rows)]
        case "instruction":
            sides = [[turn(*cell) for cell in zip(*cells, strict=True)]]
        case _:
            prompts, *answers = cells
            sides = [[turn(*cell) for cell in zip(prompts, side, strict=True)] for side in answers]
    return Dialogues(columns[0], prepared, tuple(_by_part(side, prepared) for side in sides))


def without(dialogues: Dialogues, counts: dict[str, int]) -> dict[str, int]:
    """What cleaning touched, and what was left out or cut afterwards."""
    return {**dialogues.prepared.counts, **{name: count for name, count in counts.items() if count}}


def _conversations(cells: Sequence[str], column: str, rows: np.ndarray) -> list[list[Message]]:
    found = [messages_in(cell) for cell in cells]
    for row, messages in zip(rows, found, strict=True):
        if messages is None:
            raise UserError("messages_unreadable", field="data.messages", column=column, row=int(row) + 1)
    return [messages for messages in found if messages is not None]


def _by_part(side: list[list[Message]], prepared: Prepared) -> dict[str, list[list[Message]]]:
    return {part: [side[row] for row in getattr(prepared.split, part)] for part in SPLITS}
