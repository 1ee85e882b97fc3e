"""POST /v1/completions."""

from collections import defaultdict
from typing import Any

from engine.serve.http.openai.asking import check_ability, completion_requests
from engine.serve.http.openai.bodies import CompletionBody
from engine.serve.http.openai.form import Answer, Choice, logprob_of, reply
from engine.serve.http.openai.reading import read
from engine.serve.http.openai.writing import Delta, Writing
from engine.serve.http.request import Request


class CompletionForm:
    """Answers that go on where a prompt ends; knows how far the text of each has come."""

    prefix, whole, chunk = "cmpl-", "text_completion", "text_completion"

    def __init__(self) -> None:
        self._letters: dict[int, int] = defaultdict(int)

    def opening(self, index: int) -> list[Choice]:
        return []

    def pieces(self, delta: Delta) -> list[Choice]:
        finish = delta.get("finish")
        if not (delta["text"] or delta.get("logprobs") or finish):
            return []
        return [self._choice(delta["index"], delta["text"], delta.get("logprobs"), finish)]

    def choice(self, answer: Answer) -> Choice:
        return self._choice(answer.index, answer.text, answer.logprobs, answer.finish or "stop")

    def _choice(self, index: int, text: str, told: list[dict[str, Any]] | None, finish: str | None) -> Choice:
        return {"text": text, "index": index, "logprobs": self._told(index, told), "finish_reason": finish}

    def _told(self, index: int, told: list[dict[str, Any]] | None) -> dict[str, Any] | None:
        """Log probabilities in the four lists of this route; offsets are letters from the answer's first."""
        if not told:
            return None
        offsets = []
        for token in told:
            offsets.append(self._letters[index])
            self._letters[index] += len(token["token"])
        return {
            "tokens": [_spelt(token) for token in told],
            "token_logprobs": [logprob_of(token) for token in told],
            "top_logprobs": [
                {_spelt(other): logprob_of(other) for other in (*token["top"], token)}
                if token["logprob"] is not None
                else None
                for token in told
            ],
            "text_offset": offsets,
        }


async def complete(request: Request) -> None:
    """Go on where each prompt ends."""
    body = read(request.body, CompletionBody)
    served = request.find(body.model)
    introduction = await served.introduced()
    check_ability(served.name, introduction, "complete")
    asked = completion_requests(body, introduction, served.limits)
    writing = Writing(request, served, asked)
    await reply(writing, CompletionForm(), body, served.name, introduction, sum(one.n for one in asked))


def _spelt(token: dict[str, Any]) -> str:
    """A token as a key; one that is no whole sign is spelt by its bytes, so that two of them stay two."""
    data = bytes(token["bytes"] or ())
    try:
        data.decode()
    except UnicodeDecodeError:
        return "bytes:" + "".join(f"\\x{byte:02x}" for byte in data)
    return token["token"]
