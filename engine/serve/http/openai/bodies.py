"""The bodies of each route, as OpenAI's clients send them."""

from typing import Annotated, Any, Literal

from pydantic import Field

from engine.serve.http.openai.fields import MOST_TOP, Body, Name, Prompt, Sampling, Whole

MOST_MESSAGES = 4096


class TextPart(Body):
    """One part of a message."""

    type: Literal["text"]
    text: str


class Message(Body):
    """One turn of a conversation. Names of those who speak are not looked at."""

    role: Literal["system", "developer", "user", "assistant"]
    content: str | Annotated[list[TextPart], Field(fail_fast=True)] | None = None


Messages = Annotated[list[Message], Field(min_length=1, max_length=MOST_MESSAGES, fail_fast=True)]


class ChatBody(Sampling):
    """POST /v1/chat/completions."""

    messages: Messages = Field(description="The conversation.")
    max_completion_tokens: Whole | None = Field(None, ge=1, description="The same as max_tokens.")
    logprobs: bool | None = Field(None, description="Tell the log probability of each token.")
    top_logprobs: Whole | None = Field(
        None, ge=0, le=MOST_TOP, description="And of so many of the likeliest in its place."
    )


class CompletionBody(Sampling):
    """POST /v1/completions."""

    prompt: Prompt = Field(description="A text, token numbers, or a list of either.")
    echo: bool | None = Field(None, description="Begin each answer with its prompt.")
    logprobs: Whole | None = Field(
        None,
        ge=0,
        le=MOST_TOP,
        description="Tell log probabilities, and those of so many of the likeliest tokens.",
    )
    best_of: Whole | None = Field(None, ge=1, le=1, description="Only 1.")


class EmbeddingBody(Body):
    """POST /v1/embeddings."""

    model: Name | None = Field(None, description="The name it is served by.")
    input: Prompt = Field(description="A text, token numbers, or a list of either.")
    encoding_format: Literal["float", "base64"] | None = Field(
        None, description="Lists of numbers, or little-endian 32-bit floats in base64."
    )
    dimensions: Whole | None = Field(None, ge=1, description="Only as many as the model has.")


class TokenizeBody(Body):
    """POST /v1/tokenize; exactly one of prompt and messages."""

    model: Name | None = Field(None, description="The name it is served by.")
    prompt: str | None = Field(None, description="A text.")
    messages: Messages | None = Field(None, description="A conversation.")


def conversation_of(messages: list[Message]) -> list[dict[str, Any]]:
    """As a template reads it: contents are texts, and a developer speaks as the system."""
    return [
        {"role": "system" if message.role == "developer" else message.role, "content": _text_of(message)}
        for message in messages
    ]


def _text_of(message: Message) -> str:
    if isinstance(message.content, list):
        return "".join(part.text for part in message.content)
    return message.content or ""
