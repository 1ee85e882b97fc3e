"""POST /v1/tokenize: how many tokens a text or a conversation has. No client of OpenAI's asks this; our window does."""

from typing import Any

from engine.runner.exchange import Kind
from engine.serve.http.openai.answers import answer_of
from engine.serve.http.openai.asking import check_ability
from engine.serve.http.openai.bodies import TokenizeBody, conversation_of
from engine.serve.http.openai.reading import read, refused
from engine.serve.http.request import Request


async def tokenize(request: Request) -> None:
    """The numbers of the tokens, their count, and how many the model can read and write together."""
    body = read(request.body, TokenizeBody)
    if (body.prompt is None) == (body.messages is None):
        raise refused("prompt_or_messages", "prompt")
    served = request.find(body.model)
    introduction = await served.introduced()
    check_ability(served.name, introduction, "complete" if body.messages is None else "chat")
    answer = await answer_of(served, Kind.TOKENIZE, _payload(body))
    found = {"model": served.name, "context": introduction.context}
    await request.reply_json(200, {**found, "tokens": answer["tokens"], "count": answer["count"]})


def _payload(body: TokenizeBody) -> dict[str, Any]:
    return {"text": body.prompt} if body.messages is None else {"messages": conversation_of(body.messages)}
