"""One answer in the making: its tokens, how they are drawn, and the text they become. Knows no frame and no batch."""

from collections.abc import Sequence as Tokens
from typing import Any

from engine.runner.generation.drawing import Chosen, Drawing
from engine.runner.generation.refused import RefusedError
from engine.runner.generation.sequence import Sequence
from engine.runner.generation.text_stream import TextStream
from engine.runner.generation.token_text import TokenTexts

Delta = dict[str, Any]


class Answer:
    """``take`` gets each token; ``delta`` gives what has become readable since the last one was asked for."""

    def __init__(
        self,
        sequence: Sequence,
        drawing: Drawing,
        stream: TextStream,
        most: int,
        stops: frozenset[int],
        texts: TokenTexts,
    ) -> None:
        """``most`` tokens are written; ``stops`` are those that end it."""
        self.sequence, self.drawing = sequence, drawing
        self.finish: str | None = None
        self.has_begun = False
        self._is_told = False  # that it is finished
        self.written: list[int] = []
        self._stream, self.most, self.stops, self._texts = stream, most, stops, texts
        self._text: list[str] = []
        self._new: list[int] = []
        self._logprobs: list[dict[str, Any]] = []

    def take(self, chosen: Chosen) -> RefusedError | None:
        """The next token was drawn; gives why the answer cannot go on, where it cannot."""
        constraint = self.drawing.constraint
        if chosen.token not in self.stops:
            self.sequence.tokens.append(chosen.token)
            self.written.append(chosen.token)
            self.drawing.take(chosen.token)
            self._say(chosen, self._stream.put(chosen.token))
        if constraint is not None and (refused := constraint.refused) is not None:
            return refused
        if (
            chosen.token in self.stops
            or self._stream.has_stopped
            or (constraint is not None and constraint.is_complete)
        ):
            self._end("stop")
        elif len(self.written) >= self.most:
            self._end("length")
        return None

    def begin(self, echo: str | None, logprobs: Tokens[Chosen | None]) -> None:
        """The prompt was read. With ``echo`` the answer begins with it; ``logprobs`` are those of its tokens where they
        are wanted, None for the first."""
        self.has_begun = True
        if echo is not None:
            prompt = self.sequence.tokens[: self.sequence.prompt]
            self._new += prompt
            self._text.append(echo)
            if logprobs:
                told = (found or Chosen(token) for token, found in zip(prompt, logprobs, strict=True))
                self._logprobs += map(self._told, told)
        if self.most <= 0:
            self.finish = "length"

    def delta(self, index: int) -> Delta | None:
        """None where there is nothing to tell yet."""
        text = "".join(self._text)
        if self._is_told or not (text or self.finish or self._logprobs):
            return None
        self._is_told = self.finish is not None
        delta: Delta = {"index": index, "text": text, "tokens": self._new, "finish": self.finish}
        if self._logprobs:
            delta["logprobs"] = self._logprobs
        self._text, self._new, self._logprobs = [], [], []
        return delta

    def _say(self, chosen: Chosen, text: str) -> None:
        self._new.append(chosen.token)
        if text:
            self._text.append(text)
        if self.drawing.asked.logprobs is not None:
            self._logprobs.append(self._told(chosen))

    def _end(self, finish: str) -> None:
        self.finish = finish
        self._text.append(self._stream.rest())

    def _told(self, chosen: Chosen) -> dict[str, Any]:
        text, data = self._texts.of(chosen.token)
        top = [
            {"token": words, "bytes": raw, "logprob": logprob}
            for token, logprob in chosen.top
            for words, raw in (self._texts.of(token),)
        ]
        return {"token": text, "bytes": data, "logprob": chosen.logprob, "top": top}
