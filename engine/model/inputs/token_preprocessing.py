"""Texts as they come in a request, to the tokens that a language model goes on from."""

from dataclasses import dataclass, field
from typing import Any

from engine.data.rows.steps import FittedSteps
from engine.data.text.chat import USER, Chat
from engine.data.text.tokenizer import TextTokenizer
from engine.model.inputs.text_input import TextInput
from engine.model.model_files import ModelFiles
from engine.planning.shape import Shape

TOKENIZER = "tokenizer.json"


@dataclass(frozen=True)
class TokenPreprocessing(TextInput):
    """Inputs are texts to go on from; where the model has learnt conversations, what a user says in one.

    The tokenizer has a file of its own, in the form its library reads.
    """

    column: str
    tokenizer: TextTokenizer
    context: int
    example: str = ""
    steps: FittedSteps = field(
        default_factory=FittedSteps
    )  # what is done to a text before its tokens are read
    chats: bool = False

    def shape(self, outputs: int) -> Shape:
        return Shape(self.tokenizer.size, outputs, positions=self.context, continues=True)

    def encode(self, text: str) -> list[int]:
        """Tokens of the text as far back as the model sees; the end of the text before stands where there is none."""
        text = self.passed(text)
        if self.chats:
            said = {"role": USER, "content": self.tokenizer.guard.put(text)}
            asked = Chat(self.tokenizer.specials).text([said], asks=True)
            tokens = self.tokenizer.spans(asked).tokens
        else:
            tokens = self.written(text)
        return tokens[-self.context :] or [self.tokenizer.end]

    def written(self, text: str) -> list[int]:
        """Tokens of all of a text that has passed through the steps."""
        return [*self.tokenizer.begin, *self.tokenizer.encode(text)]

    def as_json(self) -> dict[str, Any]:
        return {
            "form": self.form,
            "column": self.column,
            "tokenizer": TOKENIZER,
            "specials": self.tokenizer.specials_as_json(),
            "context": self.context,
            "chats": self.chats,
            "example": self.example,
            "steps": self.steps.as_json(),
        }

    @classmethod
    def from_json(cls, value: dict[str, Any], files: ModelFiles) -> "TokenPreprocessing":
        """The inverse of ``as_json``; models of before there were steps or conversations have none."""
        steps = FittedSteps.from_json(value["steps"]) if "steps" in value else FittedSteps()
        tokenizer = read_tokenizer(value, files)
        return cls(
            value["column"], tokenizer, value["context"], value["example"], steps, value.get("chats", False)
        )


def read_tokenizer(value: dict[str, Any], files: ModelFiles) -> TextTokenizer:
    """The tokenizer that lies beside a stored preprocessing."""
    text = files.read(TOKENIZER).decode()
    return TextTokenizer.from_json(text, value.get("specials"))
