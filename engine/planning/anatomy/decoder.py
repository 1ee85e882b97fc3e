"""The parts of a network that continues a text."""

from dataclasses import replace

from engine.planning.anatomy.base import Anatomy, Kept, Matrix, Part
from engine.planning.shape import Shape
from engine.schema.model_spec import DecoderSpec


def decoder(model: DecoderSpec, shape: Shape) -> Anatomy:
    sizes, context = model.shape, model.context
    width, inner, vocabulary = sizes.width, sizes.feed_forward, sizes.vocabulary
    keys = width // sizes.heads * sizes.kv_heads
    layer = Part(
        "layers",
        (
            Matrix(width, width, cut="columns"),
            *(Matrix(width, keys, cut="columns") for _ in range(2)),
            Matrix(width, width, cut="rows"),
            *(Matrix(width, inner, cut="columns") for _ in range(2)),
            Matrix(inner, width, cut="rows"),
        ),
        vectors=2 * width,
        positions=context,
        # The stream twice; what left the norms; queries, keys and values as turned, and what attention mixed; gate, its
        # SiLU, the other half and their product.
        kept=Kept(
            plain=2 * width,
            halved=4 * width + 2 * keys + 4 * inner,
            split=2 * width + 2 * keys + 4 * inner,
            products=2 * width + 2 * keys + 2 * inner,
            entry=width,
        ),
        leaves=width,
        attention=width // 2,  # causal: half of the pairs
        block=True,
        kernels=40,
    )
    embedding = Part(
        "model.embed_tokens",
        (Matrix(vocabulary, width, cut="words", table=True),),
        positions=context,
        leaves=width,
        kernels=2,
    )
    norm = Part("model.norm", vectors=width, positions=context, kept=Kept(plain=width), leaves=width)
    head = Part(
        "lm_head",
        (Matrix(width, vocabulary, cut="columns"),),
        positions=context,
        kept=Kept(halved=width, entry=width),
        leaves=vocabulary,
        kernels=8,
    )
    blocks = tuple(replace(layer, name=f"model.layers.{number}") for number in range(sizes.layers))
    return Anatomy(
        (embedding, *blocks, norm, head),
        positions=context,
        vocabulary=vocabulary,
        limits={"heads": sizes.heads, "kv_heads": sizes.kv_heads, "feed_forward": inner},
    )
