"""The parts of networks that read a text's words."""

from dataclasses import replace

from engine.planning.anatomy.base import Anatomy, Kept, Matrix, Part
from engine.planning.shape import Shape
from engine.schema.model_spec import MeanEmbeddingSpec, TextCnnSpec, TransformerEncoderSpec

FEED_FORWARD = 4  # width of an encoder's inner layer over its own


def mean_embedding(model: MeanEmbeddingSpec, shape: Shape) -> Anatomy:
    width, outputs, positions = model.width, shape.outputs, shape.positions
    table = Matrix(model.vocabulary, width, table=True)
    noise = 2 * width if model.dropout else 0
    return Anatomy(
        (
            Part("embedding", (table,), kept=Kept(plain=2 * positions + width), leaves=width),
            Part("dropout", kept=Kept(halved=noise), leaves=width, kernels=3),
            Part("output", (Matrix(width, outputs, bias=True),), kept=Kept(casts=width, entry=width)),
        ),
        positions=positions,
    )


def text_cnn(model: TextCnnSpec, shape: Shape) -> Anatomy:
    """A pattern of k words is a matrix that meets k words at once, at every position."""
    width, lengths, positions = model.width, len(model.lengths), shape.positions
    patterns = model.filters * lengths
    table = Matrix(model.vocabulary, width, table=True)
    convolutions = Part(
        "convolutions",
        tuple(Matrix(width * length, model.filters, bias=True) for length in model.lengths),
        positions=positions,
        # What enters the convolutions, and what leaves their ReLU, before and after the mask.
        kept=Kept(plain=patterns, halved=width + patterns, casts=width * (lengths - 1), products=patterns),
        leaves=model.filters,
        kernels=5 + 4 * lengths,
    )
    noise = 2 * patterns if model.dropout else 0
    return Anatomy(
        (
            Part("embedding", (table,), positions=positions, kept=Kept(plain=1), leaves=width, kernels=4),
            convolutions,
            Part("dropout", kept=Kept(halved=noise), leaves=patterns, kernels=3),
            Part(
                "output",
                (Matrix(patterns, shape.outputs, bias=True),),
                kept=Kept(casts=patterns, entry=patterns),
            ),
        ),
        positions=positions,
    )


def transformer_encoder(model: TransformerEncoderSpec, shape: Shape) -> Anatomy:
    width, outputs, positions = model.width, shape.outputs, shape.positions
    noise = width if model.dropout else 0
    table = Matrix(model.vocabulary, width, cut="words", table=True)
    places = Matrix(model.max_tokens, width, table=True)
    layer = encoder_layer(width, positions, model.dropout)
    head = Part(
        "head",
        (Matrix(width, outputs, bias=True),),
        vectors=2 * width,
        kept=Kept(plain=3 * width * positions, casts=width, entry=width * positions),
        leaves=outputs,
        kernels=7,
    )
    embedding = Part(
        "embedding",
        (table, places),
        positions=positions,
        kept=Kept(plain=noise + 1),
        leaves=width,
        kernels=6,
    )
    blocks = tuple(replace(layer, name=f"layers.{number}") for number in range(model.layers))
    return Anatomy(
        (embedding, *blocks, head),
        positions=positions,
        limits={"model.heads": model.heads, "model.width": width},
    )


def encoder_layer(width: int, positions: int, dropout: float) -> Part:
    """One layer of an encoder: attention over all positions of a row, and a dense layer."""
    inner, noise = FEED_FORWARD * width, width if dropout else 0
    return Part(
        "layers",
        (
            *(Matrix(width, width, bias=True, cut="columns") for _ in range(3)),
            Matrix(width, width, bias=True, cut="rows"),
            Matrix(width, inner, bias=True, cut="columns"),
            Matrix(inner, width, bias=True, cut="rows"),
        ),
        vectors=2 * 2 * width,
        positions=positions,
        # The stream twice, and what left the norms; queries, keys, values, what attention mixed; the inner layer
        # before and after GELU; the noise of two dropouts.
        kept=Kept(
            plain=2 * width,
            halved=6 * width + 2 * inner + 2 * noise,
            casts=2 * width,  # queries, keys and values each cast the norm's output anew
            split=4 * width + 2 * inner,
            products=4 * width + inner,
            entry=width,
        ),
        leaves=width,
        attention=width,
        block=True,
        kernels=22,
    )
