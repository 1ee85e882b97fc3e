"""The parts of networks for rows of a table."""

import itertools
from dataclasses import replace

from engine.planning.anatomy.base import Anatomy, Cut, Kept, Matrix, Part
from engine.planning.anatomy.texts import encoder_layer
from engine.planning.shape import Shape
from engine.schema.model_spec import FtTransformerSpec, LinearSpec, MlpSpec, ResnetMlpSpec


def linear(model: LinearSpec, shape: Shape) -> Anatomy:
    dense = Matrix(shape.inputs, shape.outputs, bias=True)
    return Anatomy((Part("output", (dense,), kept=Kept(entry=shape.inputs)),))


def mlp(model: MlpSpec, shape: Shape) -> Anatomy:
    """Column split and row split take turns, so that what lies between two layers is never gathered."""
    widths = [shape.inputs, *model.hidden, shape.outputs]
    parts: list[Part] = []
    for number, (into, out) in enumerate(itertools.pairwise(widths)):
        last = number == len(model.hidden)
        cut: Cut = "rows" if number % 2 else (None if last else "columns")
        dense = Matrix(into, out, bias=True, cut=cut)
        kept = Kept(halved=0 if last else out, products=out, casts=into, entry=into)
        parts.append(Part(f"layers.{len(parts)}", (dense,), kept=kept, leaves=out, block=True, kernels=2))
        if last:
            break
        parts.append(Part(f"layers.{len(parts)}", kept=Kept(), leaves=out, kernels=1))
        if model.dropout:
            noise = Kept(halved=2 * out)  # what was drawn, and what is left
            parts.append(Part(f"layers.{len(parts)}", kept=noise, leaves=out, kernels=3))
    limits = {f"model.hidden.{number}": width for number, width in enumerate(model.hidden) if number % 2 == 0}
    return Anatomy(tuple(parts), limits=limits)


def resnet_mlp(model: ResnetMlpSpec, shape: Shape) -> Anatomy:
    width, inner = model.width, model.inner
    noise = 2 * inner if model.dropout else 0  # what was drawn, and what is left
    block = Part(
        "layers",
        (
            Matrix(width, inner, bias=True, cut="columns"),
            Matrix(inner, width, bias=True, cut="rows"),
        ),
        vectors=2 * width,
        # The stream and what left the norm; the inner layer after its ReLU.
        kept=Kept(
            plain=2 * width,
            halved=inner + noise,
            casts=width,
            split=inner + noise,
            products=inner + width,
            entry=width,
        ),
        leaves=width,
        block=True,
        kernels=8 if model.dropout else 5,
    )
    first = Part(
        "input",
        (Matrix(shape.inputs, width, bias=True),),
        kept=Kept(casts=shape.inputs, entry=shape.inputs),
        leaves=width,
        kernels=2,
    )
    blocks = tuple(replace(block, name=f"layers.{number}") for number in range(model.blocks))
    return Anatomy((first, *blocks, _head(width, shape.outputs)), limits={"model.inner": inner})


def ft_transformer(model: FtTransformerSpec, shape: Shape) -> Anatomy:
    groups, width = shape.groups or (1,) * shape.inputs, model.width
    tokens = 1 + len(groups)
    embedding = Part(
        "embedding",
        # Each number of a row meets its own row of the matrix once, whichever token that makes.
        (Matrix(sum(groups), width), Matrix(tokens, width, table=True)),
        kept=Kept(plain=sum(groups)),
        leaves=tokens * width,
        kernels=6 + 4 * len(set(groups)),
    )
    layer = encoder_layer(width, tokens, model.dropout)
    blocks = tuple(replace(layer, name=f"layers.{number}") for number in range(model.layers))
    return Anatomy(
        (embedding, *blocks, _head(width, shape.outputs)),
        positions=tokens,
        limits={"model.heads": model.heads},
    )


def _head(width: int, outputs: int) -> Part:
    """Norm, ReLU, dense."""
    dense = Matrix(width, outputs, bias=True)
    kept = Kept(plain=3 * width, casts=width, entry=width)
    return Part("head", (dense,), vectors=2 * width, kept=kept, leaves=outputs, kernels=4)
