"""A talk with one served language model: what was said, and what it says now. No widgets."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from gui.state.generation import Figures, Generation

if TYPE_CHECKING:
    from gui.client.connection import Connection

TOO_LONG = "context_length_exceeded"  # what an endpoint says of a prompt that its model cannot hold


@dataclass
class Said:
    """One turn. Of a completion, ``text`` goes on where ``prompt`` ends."""

    role: str  # "user", "assistant"
    text: str = ""
    prompt: str = ""
    figures: Figures = field(default_factory=Figures)
    finish: str = ""  # as ``Generation.finish``; empty while it is being written
    problem: str = ""
    unseen: int = 0  # messages at the beginning that the model was not shown: they did not fit


class Talk(QObject):
    """Asks ``name`` of ``endpoint``; a turn is known by its place in ``turns``."""

    begun = Signal(int)
    grown = Signal(int, str)
    ended = Signal(int)
    cut = Signal(int)  # this turn and those after it are gone

    def __init__(self, connection: "Connection", endpoint: str, name: str) -> None:
        super().__init__()
        self.endpoint, self.name = endpoint, name
        self.turns: list[Said] = []
        self._connection = connection
        self._generation: Generation | None = None
        self._question: dict[str, Any] = {}  # what is asked now

    @property
    def writing(self) -> bool:
        """Whether the model is at it."""
        return self._generation is not None

    @property
    def can_repeat(self) -> bool:
        return bool(self.turns) and not self.writing

    def chat(self, text: str, sampling: dict[str, Any], system: str = "") -> None:
        """Say something, and have it answered with all that was said before in mind."""
        if not self.writing:
            self._put(Said("user", text))
            self._answer(sampling, system)

    def complete(self, prompt: str, sampling: dict[str, Any]) -> None:
        """Have a text go on."""
        if not self.writing:
            self._write("complete", Said("assistant", prompt=prompt), {"prompt": prompt, **sampling})

    def repeat(self, sampling: dict[str, Any], system: str = "") -> None:
        """Have the last answer given anew."""
        if not self.can_repeat:
            return
        last = self.turns[-1]
        if last.prompt:
            self._cut(len(self.turns) - 1)
            self.complete(last.prompt, sampling)
            return
        if last.role == "assistant":
            self._cut(len(self.turns) - 1)
        self._answer(sampling, system)

    def stop(self) -> None:
        if self._generation is not None:
            self._generation.stop()

    def clear(self) -> None:
        self.stop()
        self._cut(0)

    def _answer(self, sampling: dict[str, Any], system: str) -> None:
        said = self._answered()
        answer = Said("assistant", unseen=max((turn.unseen for turn in said), default=0))
        messages = [{"role": turn.role, "content": turn.text} for turn in said[answer.unseen :]]
        if system.strip():
            messages.insert(0, {"role": "system", "content": system})
        self._write("chat", answer, {"messages": messages, **sampling})

    def _answered(self) -> list[Said]:
        """Questions with their answers, and the one that waits for its; many a template wants turns to alternate."""
        said: list[Said] = []
        for turn in (turn for turn in self.turns if not turn.prompt):
            if turn.role == "assistant" and (not turn.text or turn.finish == "failed"):
                said = said[:-1]
            else:
                said.append(turn)
        return said

    def _write(self, kind: str, turn: Said, question: dict[str, Any]) -> None:
        generation = self._generation_of(turn)
        self._put(turn)
        self._ask(generation, kind, question)

    def _generation_of(self, turn: Said) -> Generation:
        generation = self._generation = Generation(self)
        generation.grown.connect(self._on_grown)
        generation.ended.connect(self._on_ended)
        turn.figures = generation.figures
        return generation

    def _ask(self, generation: Generation, kind: str, question: dict[str, Any]) -> None:
        self._question = question
        generation.begin(self._connection, self.endpoint, kind, {"model": self.name, **question})

    def _ask_shorter(self, answer: Said) -> bool:
        """Again without the older half of what was said before the question; false where nothing was."""
        messages = self._question.get("messages", [])
        system = [each for each in messages if each["role"] == "system"]
        before = len(messages) - len(system) - 1
        if before <= 0:
            return False
        half = min(before, 2 * ((before + 3) // 4))  # a question goes with its answer
        answer.unseen += half
        left = system + messages[len(system) + half :]
        self._ask(self._generation_of(answer), "chat", {**self._question, "messages": left})
        return True

    def _on_grown(self, text: str) -> None:
        self.turns[-1].text += text
        self.grown.emit(len(self.turns) - 1, text)

    def _on_ended(self) -> None:
        generation, self._generation = self._generation, None
        generation.deleteLater()
        turn = self.turns[-1]
        if generation.code == TOO_LONG and self._ask_shorter(turn):
            return
        turn.finish, turn.problem = generation.finish, generation.problem
        self.ended.emit(len(self.turns) - 1)

    def _put(self, turn: Said) -> None:
        self.turns.append(turn)
        self.begun.emit(len(self.turns) - 1)

    def _cut(self, place: int) -> None:
        if place < len(self.turns):
            del self.turns[place:]
            self.cut.emit(place)
