"""What is asked of a language model, as tokens: a text, tokens, or a conversation in the words of the model's template."""

from collections.abc import Mapping, Sequence

from engine.data.text.chat import USER, Chat
from engine.model.inputs.token_preprocessing import TokenPreprocessing
from engine.runner.generation.refused import RefusedError
from engine.runner.generation.request import GenerationRequest
from engine.schema.problem import UserError

_ALWAYS_READ = 1 << 16  # letters
_SPARE = 4  # times what all tokens can hold: some tokenizers write several letters as one before they read


class Prompts:
    """Of one model. Belongs to one thread."""

    def __init__(self, preprocessing: TokenPreprocessing, vocabulary: int, context: int) -> None:
        self._preprocessing, self._vocabulary, self._context = preprocessing, vocabulary, context
        self._tokenizer = preprocessing.tokenizer
        self._chat = Chat(self._tokenizer.specials)
        self._longest = max(int(self._tokenizer.lengths.max(initial=1)), 1)  # bytes of a token

    def of(self, request: GenerationRequest) -> list[int]:
        """Raises RefusedError when they do not fit the model, or its template refuses the conversation."""
        if request.messages is not None:
            tokens = self.of_messages(request.messages)
        elif request.tokens is not None:
            tokens = self.checked(request.tokens)
        else:
            tokens = self.of_text(request.prompt or "")
        self.check_room(tokens, request.max_tokens)
        return tokens

    def of_text(self, text: str) -> list[int]:
        """A text to go on from; where there is none, from the end of the one before."""
        text = self._preprocessing.passed(text)
        self._check_length(text)
        return self._preprocessing.written(text) or [self._tokenizer.end]

    def of_messages(self, messages: Sequence[Mapping[str, str]]) -> list[int]:
        """A conversation up to where the answer begins; what people wrote in it stays words."""
        try:
            text = self._chat.text([self._said(message) for message in messages], asks=True)
        except UserError as error:
            reason = error.problems[0].params["reason"]
            raise RefusedError(400, "chat_template_failed", reason=reason) from error
        self._check_length(text)
        return self._tokenizer.spans(text).tokens or [self._tokenizer.end]

    def checked(self, tokens: Sequence[int]) -> list[int]:
        """Token numbers as they came."""
        wrong = next((token for token in tokens if not 0 <= token < self._vocabulary), None)
        if wrong is not None:
            raise RefusedError(400, "token_unknown", token=wrong, vocabulary=self._vocabulary)
        return list(tokens) or [self._tokenizer.end]

    def check_room(self, tokens: Sequence[int], answer: int | None) -> None:
        """Raises RefusedError where the context leaves no room for one token more; ``answer`` is what was asked for."""
        wanted = 1 if answer is None else answer
        if len(tokens) + min(wanted, 1) > self._context:
            params = {"prompt": len(tokens), "answer": wanted, "context": self._context}
            raise RefusedError(400, "context_exceeded", **params)

    def _check_length(self, text: str) -> None:
        """Raises RefusedError for what is far too long, whatever its tokens: to count them would hold up the others."""
        if len(text) > max(_ALWAYS_READ, _SPARE * self._context * self._longest):
            least = f"≥ {len(text) // self._longest}"
            raise RefusedError(400, "context_exceeded", prompt=least, answer=1, context=self._context)

    def _said(self, message: Mapping[str, str]) -> dict[str, str]:
        said = dict(message)
        if said.get("role") == USER:
            said["content"] = self._preprocessing.passed(said["content"])
        return {key: self._tokenizer.guard.put(value) for key, value in said.items()}
