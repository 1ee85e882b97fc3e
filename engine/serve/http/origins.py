"""What a browser must be told before a page of another origin may ask here (Fetch standard, CORS protocol).

Which origins may is the inspection's to say; none may send credentials: the key is all there is.
"""

from engine.web.guard import ANSWER_HEADERS
from engine.web.inspection import Head, Send
from engine.web.refusal import Headers, Refusal

_PREFLIGHT: Headers = [
    (b"access-control-allow-methods", b"GET, POST"),
    (b"access-control-allow-headers", b"authorization, content-type, inference-header-content-length"),
    (b"access-control-max-age", b"600"),
    (b"vary", b"Origin, Access-Control-Request-Private-Network"),
]
_EXPOSED = b"retry-after, inference-header-content-length"


def shared_with(origin: bytes) -> Headers:
    """Headers of an answer that the page of an origin may read."""
    return [
        *ANSWER_HEADERS,
        (b"access-control-allow-origin", origin),
        (b"access-control-expose-headers", _EXPOSED),
        (b"vary", b"Origin"),
    ]


async def answer_preflight(head: Head, send: Send) -> int:
    """A browser asks whether a page may ask; a key it cannot show yet. Returns the status; raises Refusal."""
    if b"origin" not in head or b"access-control-request-method" not in head:
        raise Refusal(405, "method_not_allowed")
    headers = [(b"access-control-allow-origin", head[b"origin"]), *_PREFLIGHT, *ANSWER_HEADERS]
    if head.get(b"access-control-request-private-network") == b"true":
        headers.append((b"access-control-allow-private-network", b"true"))
    await send({"type": "http.response.start", "status": 204, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
    return 204
