"""The paths of this interface, for the table of all paths."""

from engine.serve.http.openai import describe
from engine.serve.http.openai.chat import chat
from engine.serve.http.openai.completions import complete
from engine.serve.http.openai.embeddings import embed
from engine.serve.http.openai.errors import error_body, status_of
from engine.serve.http.openai.tokenize import tokenize
from engine.serve.http.request import Handler, Request
from engine.serve.http.route import Route, Routes
from engine.serve.refused import Refused


def _answering(handler: Handler) -> Handler:
    """The handler, with the statuses that clients of this interface expect."""

    async def answer(request: Request) -> None:
        try:
            await handler(request)
        except Refused as refused:
            raise Refused(status_of(refused.status), refused.problem, refused.headers) from None

    return answer


ROUTES: Routes = {
    path: {"POST": Route(_answering(handler), "infer", described, error_body)}
    for path, handler, described in (
        ("/v1/chat/completions", chat, describe.describe_chat),
        ("/v1/completions", complete, describe.describe_completions),
        ("/v1/embeddings", embed, describe.describe_embeddings),
        ("/v1/tokenize", tokenize, describe.describe_tokenize),
    )
}
