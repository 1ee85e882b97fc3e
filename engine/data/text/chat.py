"""Conversations as the text that a model reads, and which part of it are the assistant's answers.

A template is what model folders bring: jinja, run in a sandbox that lets it read what it is given and nothing else. It
is not told the date, so that the same conversations give the same text tomorrow; templates that ask have another answer.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from engine.data.text.allowance import allowing
from engine.data.text.tokenizer import Specials
from engine.schema.problem import UserError

Message = Mapping[str, str]

USER, ASSISTANT = "user", "assistant"
# For models whose folder brings none; a system's message stands by itself.
_FIRST = "{{ bos_token }}"
PLAIN = _FIRST + (
    "{% for message in messages %}"
    "{% if message['role'] == 'user' %}{{ '### Instruction:\n' + message['content'] + '\n\n' }}"
    "{% elif message['role'] == 'assistant' %}{{ '### Response:\n' + message['content'] + eos_token + '\n\n' }}"
    "{% else %}{{ message['content'] + '\n\n' }}{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}{{ '### Response:\n' }}{% endif %}"
)
_LONGEST_REASON = 200  # letters of a template's own words


def plain_template(specials: Specials) -> str:
    """``PLAIN`` as other programs must read it: they may know a first token that this tokenizer does not write."""
    return PLAIN if specials.begin else PLAIN.removeprefix(_FIRST)


class Answered(NamedTuple):
    """A conversation as text; ``answers`` are where the assistant's words lie in it."""

    text: str
    answers: tuple[tuple[int, int], ...]


class Chat:
    """A template with the special tokens that it may write."""

    def __init__(self, specials: Specials) -> None:
        self._source = specials.template or plain_template(specials)
        self._tokens = {
            "bos_token": specials.opening or specials.begin or "",
            "eos_token": specials.end or "",
            "pad_token": specials.padding or "",
        }

    def text(self, messages: Sequence[Message], *, asks: bool = False) -> str:
        """The conversation; with ``asks`` up to where the assistant's next answer begins.

        Raises UserError when the template refuses it.
        """
        from engine.data.text.sandbox import compiled  # with jinja, which not every run needs

        given = sum(
            len(value) for message in messages for value in message.values() if isinstance(value, str)
        )
        try:
            template = compiled(self._source)
            with allowing(given) as allowed:
                text = template.render(
                    messages=list(messages),
                    add_generation_prompt=asks,
                    tools=None,
                    documents=None,
                    **self._tokens,
                )
                return allowed.check_text(text)
        except Exception as error:  # a template's author may raise anything
            raise UserError("chat_template_failed", reason=_sentence(str(error))) from error

    def answered(self, messages: Sequence[Message]) -> Answered:
        """The conversation up to its last answer. An answer is what follows when the template asks for it, as far as it
        stands like that in the whole: templates may write earlier turns otherwise than the last."""
        ends = [number for number, message in enumerate(messages) if message["role"] == ASSISTANT]
        if not ends:
            return Answered(self.text(messages), ())
        whole = self.text(messages[: ends[-1] + 1])
        answers = []
        for number in ends:
            before, upto = self.text(messages[:number], asks=True), self.text(messages[: number + 1])
            if whole.startswith(upto) and upto.startswith(before):
                answers.append((len(before), len(upto)))
        return Answered(whole, tuple(answers))


def messages_in(value: str) -> list[Message] | None:
    """A cell of JSON as messages; None when it is no list of messages."""
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, list) or not found or not all(_is_message(entry) for entry in found):
        return None
    return [{"role": entry["role"], "content": entry["content"]} for entry in found]


def turn(prompt: str, answer: str) -> list[Message]:
    """A question and its answer as a conversation."""
    return [{"role": USER, "content": prompt}, {"role": ASSISTANT, "content": answer}]


def _is_message(entry: Any) -> bool:
    return isinstance(entry, dict) and all(isinstance(entry.get(key), str) for key in ("role", "content"))


def _sentence(text: str) -> str:
    text = text[:_LONGEST_REASON].strip() or "It gives no reason"
    return text if text.endswith((".", "!", "?")) else f"{text}."
