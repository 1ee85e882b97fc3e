"""Conversations as examples that fit a row; what has no answer left in it, or a form its template refuses, is counted."""

from collections import Counter
from collections.abc import Sequence

from engine.data.text.answers import Example, example_of, fitted
from engine.data.text.chat import Chat, Message
from engine.data.text.tokenizer import TextTokenizer
from engine.schema.problem import UserError


class Examples:
    """Turns conversations into examples, and counts what happened to them on the way."""

    def __init__(self, tokenizer: TextTokenizer, context: int) -> None:
        self._tokenizer, self._context = tokenizer, context
        self._chat = Chat(tokenizer.specials)
        self._refusal: UserError | None = None
        self.counts: Counter[str] = (
            Counter()
        )  # of rows: cut_short, cut_off (no answer was left), template_refused

    def of(self, messages: Sequence[Message]) -> Example | None:
        """One conversation; None when nothing of it can be learnt."""
        try:
            whole = example_of(messages, self._chat, self._tokenizer)
        except UserError as error:
            self._refusal = error
            self.counts["template_refused"] += 1
            return None
        example = fitted(whole, self._context)
        if not example.counted[1:].any():  # the first token is read, never said
            self.counts["cut_off"] += 1
            return None
        self.counts["cut_short"] += len(example) < len(whole)
        return example

    def refuse_none(self, rows: int) -> None:
        """Called when nothing can be learnt from: raises UserError that says why."""
        if self.counts["template_refused"] == rows and self._refusal is not None:
            raise self._refusal
        raise UserError("no_answers", field="data", rows=rows, context=self._context)
