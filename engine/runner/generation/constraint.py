"""Which tokens may come next so that an answer is JSON of a schema: the automaton of llguidance, one for each answer."""

import json
from functools import cached_property
from typing import Any

import numpy as np
import torch
from torch import Tensor

from engine.data.text.tokenizer import TextTokenizer
from engine.runner.generation.refused import RefusedError

_ANY_OBJECT = {"type": "object"}
# Between the parts of a JSON text. A model that may go on with spaces for ever sometimes does.
_FORM: dict[str, Any] = {"whitespace_pattern": r"[ \n]{0,4}"}
_LONGEST_REASON = 500  # letters of the library's own words


class Constraint:
    """Follows one answer."""

    def __init__(self, matcher: Any, vocabulary: int) -> None:
        self._matcher, self._vocabulary = matcher, vocabulary
        self._bits = np.zeros(-(-vocabulary // 32), dtype=np.int32)

    @property
    def is_complete(self) -> bool:
        """Whether nothing but the end of the text can follow."""
        return bool(self._matcher.is_stopped())

    @property
    def refused(self) -> RefusedError | None:
        """Why the schema cannot be followed any further: some turn out to be too much only in their midst."""
        return _refused(self._matcher.get_error()) if self._matcher.is_error() else None

    def mask(self, scores: Tensor) -> None:
        """Leave only (vocabulary,) scores of tokens that may come next."""
        self._matcher.unsafe_compute_mask_ptr(self._bits.ctypes.data, self._bits.nbytes)
        allowed = np.unpackbits(self._bits.view(np.uint8), bitorder="little")[: self._vocabulary]
        scores.masked_fill_(torch.from_numpy(allowed == 0).to(scores.device), float("-inf"))

    def take(self, token: int) -> None:
        self._matcher.consume_token(token)

    def again(self) -> "Constraint":
        """The same for another answer."""
        return Constraint(self._matcher.deep_copy(), self._vocabulary)


class Grammars:
    """Schemas to constraints, for one tokenizer."""

    def __init__(self, tokenizer: TextTokenizer, vocabulary: int) -> None:
        self._text_tokenizer, self._vocabulary = tokenizer, vocabulary

    def constraint(self, schema: dict[str, Any] | bool) -> Constraint:
        """Raises RefusedError with the library's reason where the schema cannot be followed."""
        from llguidance import LLMatcher

        wanted = schema if isinstance(schema, dict) else _ANY_OBJECT
        try:
            grammar = LLMatcher.grammar_from_json_schema(json.dumps(wanted), overrides=_FORM)
        except ValueError as error:
            raise _refused(str(error)) from error
        matcher = LLMatcher(self._tokenizer, grammar, log_level=0)
        if matcher.is_error():
            raise _refused(matcher.get_error())
        return Constraint(matcher, self._vocabulary)

    @cached_property
    def _tokenizer(self) -> Any:
        from llguidance import LLTokenizer

        text = self._text_tokenizer
        return LLTokenizer(text.as_json(), n_vocab=self._vocabulary, eos_token=sorted(text.stops))


def _refused(reason: str) -> RefusedError:
    return RefusedError(400, "schema_refused", reason=reason.strip()[:_LONGEST_REASON])
