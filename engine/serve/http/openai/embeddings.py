"""POST /v1/embeddings."""

import base64
import struct

from engine.runner.exchange import Kind
from engine.schema.introduction import Introduction
from engine.serve.http.openai.answers import answer_of
from engine.serve.http.openai.asking import Prompts, check_ability, check_tokens, prompts_of
from engine.serve.http.openai.bodies import EmbeddingBody
from engine.serve.http.openai.reading import MOST_INPUTS, read, refused
from engine.serve.http.request import Request


async def embed(request: Request) -> None:
    """A vector for each text."""
    body = read(request.body, EmbeddingBody)
    served = request.find(body.model)
    introduction = await served.introduced()
    check_ability(served.name, introduction, "embed")
    inputs = _inputs(body, introduction)
    answer = await answer_of(served, Kind.EMBED, {"inputs": inputs})
    tokens = answer["prompt_tokens"]
    request.account(tokens, 0)
    written = _base64 if body.encoding_format == "base64" else list
    await request.reply_json(
        200,
        {
            "object": "list",
            "data": [
                {"object": "embedding", "index": index, "embedding": written(vector)}
                for index, vector in enumerate(answer["embeddings"])
            ],
            "model": served.name,
            "usage": {"prompt_tokens": tokens, "total_tokens": tokens},
        },
    )


def _inputs(body: EmbeddingBody, introduction: Introduction) -> Prompts:
    dimensions = introduction.dimensions
    if body.dimensions is not None and body.dimensions != dimensions:
        raise refused("dimensions_fixed", "dimensions", value=body.dimensions, dimensions=dimensions)
    inputs = prompts_of(body.input, "input", MOST_INPUTS)
    for entry in inputs:
        if not isinstance(entry, str):
            check_tokens(entry, "input", introduction)
    return inputs


def _base64(vector: list[float]) -> str:
    """Little-endian 32-bit floats, which is what clients ask for by default."""
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()
