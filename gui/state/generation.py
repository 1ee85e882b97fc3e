"""One text that a served language model is writing: its words as they come, and what they took. No widgets."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, Signal

from gui.client.words import problem_line

if TYPE_CHECKING:
    from gui.client.connection import Connection
    from gui.client.hearing import Hearing

PATHS = {"chat": "v1/chat/completions", "complete": "v1/completions"}


class Piece(NamedTuple):
    """One message of the stream, and when it came, in seconds after the question."""

    seconds: float
    data: dict[str, Any]


@dataclass
class Figures:
    """What a text took, in seconds and tokens; until the end tells the tokens, the pieces that came."""

    first: float | None = None  # to the first word
    last: float = 0.0
    tokens: int = 0

    @property
    def rate(self) -> float | None:
        """Tokens a second after the first."""
        spent = self.last - (self.first or 0.0)
        return (self.tokens - 1) / spent if self.first is not None and self.tokens > 1 and spent > 0 else None


class Generation(QObject):
    """``begin`` asks once; ``ended`` comes once, whether it finished, was stopped or failed."""

    grown = Signal(str)
    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.figures = Figures()
        self.finish = ""  # "stop", "length"; "stopped" by the person; "failed"
        self.problem = ""  # in words
        self.code = ""  # of the problem, as the endpoint told it
        self._hearing: Hearing[Piece] | None = None

    @property
    def running(self) -> bool:
        return self._hearing is not None

    def begin(self, connection: "Connection", endpoint: str, kind: str, body: dict[str, Any]) -> None:
        """Ask ``chat`` or ``complete`` of an endpoint."""
        asked = {**body, "stream": True, "stream_options": {"include_usage": True}}
        self._hearing = connection.hear(
            lambda engine: _Timed(lambda: engine.ask_stream(endpoint, PATHS[kind], asked)),
            self._on_pieces,
            self._on_end,
            receiver=self,
        )

    def stop(self) -> None:
        """Keep what was written; the model writes no more."""
        if self._hearing is not None:
            self._hearing.close()
            self._end("stopped")

    def _on_pieces(self, pieces: list[Piece]) -> None:
        words = "".join(self._take(piece) for piece in pieces)
        if words:
            self.grown.emit(words)

    def _take(self, piece: Piece) -> str:
        data, figures = piece.data, self.figures
        usage = data.get("usage")
        if usage:
            figures.tokens = int(usage.get("completion_tokens") or figures.tokens)
        words = ""
        for choice in data.get("choices") or ():
            words += choice.get("text") or (choice.get("delta") or {}).get("content") or ""
            self.finish = choice.get("finish_reason") or self.finish
        if words:
            figures.first = piece.seconds if figures.first is None else figures.first
            figures.last = piece.seconds
            figures.tokens += not usage
        return words

    def _on_end(self, problems: tuple) -> None:
        if problems:
            self.finish, self.problem = "failed", problem_line(problems[0])
            self.code = str(problems[0].params.get("code") or problems[0].code)
        self._end(self.finish or "stop")

    def _end(self, finish: str) -> None:
        self.finish, self._hearing = finish, None
        self.ended.emit()


class _Timed:
    """A stream's messages with the time at which each came."""

    def __init__(self, ask: Callable[[], Any]) -> None:
        self._begun = perf_counter()
        self._stream = ask()

    def __iter__(self) -> Iterator[Piece]:
        for data in self._stream:
            yield Piece(perf_counter() - self._begun, json.loads(data))

    def close(self) -> None:
        self._stream.close()
