"""POST /v1/chat/completions."""

from typing import Any

from engine.serve.http.openai.asking import check_ability, conversation_request
from engine.serve.http.openai.bodies import ChatBody
from engine.serve.http.openai.form import Answer, Choice, logprob_of, reply
from engine.serve.http.openai.reading import read
from engine.serve.http.openai.writing import Delta, Writing
from engine.serve.http.request import Request


class ChatForm:
    """Answers of a conversation."""

    prefix, whole, chunk = "chatcmpl-", "chat.completion", "chat.completion.chunk"

    def opening(self, index: int) -> list[Choice]:
        return [_piece(index, {"role": "assistant", "content": ""})]

    def pieces(self, delta: Delta) -> list[Choice]:
        """The text, and as a chunk of its own how it ended."""
        index, finish = delta["index"], delta.get("finish")
        told = [_logprob(token) for token in delta.get("logprobs") or ()]
        found = []
        if delta["text"] or told:
            found.append(_piece(index, {"content": delta["text"]}, told))
        if finish:
            found.append({**_piece(index, {}), "finish_reason": finish})
        return found

    def choice(self, answer: Answer) -> Choice:
        return {
            "index": answer.index,
            "message": {"role": "assistant", "content": answer.text, "refusal": None},
            "logprobs": _logprobs([_logprob(token) for token in answer.logprobs]),
            "finish_reason": answer.finish or "stop",
        }


async def chat(request: Request) -> None:
    """Continue a conversation."""
    body = read(request.body, ChatBody)
    served = request.find(body.model)
    introduction = await served.introduced()
    check_ability(served.name, introduction, "chat")
    asked = conversation_request(body, introduction, served.limits)
    writing = Writing(request, served, [asked])
    await reply(writing, ChatForm(), body, served.name, introduction, asked.n)


def _piece(index: int, delta: dict[str, Any], told: list[dict[str, Any]] | None = None) -> Choice:
    return {"index": index, "delta": delta, "logprobs": _logprobs(told), "finish_reason": None}


def _logprobs(told: list[dict[str, Any]] | None) -> dict[str, Any] | None:
    return {"content": told, "refusal": None} if told else None


def _logprob(token: dict[str, Any]) -> dict[str, Any]:
    return {**_one(token), "top_logprobs": [_one(other) for other in token["top"]]}


def _one(token: dict[str, Any]) -> dict[str, Any]:
    return {"token": token["token"], "logprob": logprob_of(token), "bytes": token["bytes"]}
