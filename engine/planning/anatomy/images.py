"""The parts of networks that look at images. A convolution is a matrix that meets every pixel it gives."""

from dataclasses import replace

from engine.planning.anatomy.base import Anatomy, Kept, Matrix, Part
from engine.planning.image_sizes import (
    CONVNEXT_SHAPES,
    FEED_FORWARD,
    PATCH,
    REDUCTION,
    RESNET_SHAPES,
    STEM,
    VIT_SHAPES,
    grid_of,
    half,
)
from engine.planning.shape import Shape
from engine.schema.model_spec import ConvnextSpec, ResnetSpec, SmallCnnSpec, VitSpec

_NORM = 2  # numbers of a norm for each channel


def small_cnn(model: SmallCnnSpec, shape: Shape) -> Anatomy:
    side, into = model.image_size, shape.channels
    parts = []
    for number in range(model.stages):
        out = model.width << number
        parts.append(
            Part(
                f"stages.{number}",
                (_convolution(into, out, 3), _convolution(out, out, 3)),
                vectors=2 * _NORM * out,
                positions=side**2,
                # What enters; of both convolutions what they gave and what was left of it.
                kept=Kept(halved=2 * out, plain=2 * out, casts=into + out, products=2 * out, entry=into),
                leaves=out,
                block=True,
                kernels=14,
            )
        )
        side, into = half(side), out
    means = into * grid_of(model) ** 2
    noise = 2 * means if model.dropout else 0
    head = Part(
        "head",
        (Matrix(means, shape.outputs, bias=True),),
        kept=Kept(plain=means + noise),
        leaves=shape.outputs,
        kernels=5,
    )
    return Anatomy((*parts, head), pixels=model.image_size**2)


def resnet(model: ResnetSpec, shape: Shape) -> Anatomy:
    sizes = RESNET_SHAPES[model.size]
    side = half(model.image_size)
    stem = Part(
        "resnet.embedder",
        (_convolution(shape.channels, STEM, 7),),
        vectors=_NORM * STEM,
        positions=side**2,
        kept=Kept(halved=2 * STEM, casts=4 * shape.channels, products=STEM, entry=4 * shape.channels),
        leaves=STEM,
        kernels=8,
    )
    parts, into, side = [stem], STEM, half(side)
    for stage, (depth, width) in enumerate(zip(sizes.depths, sizes.widths, strict=True)):
        for number in range(depth):
            name = f"resnet.encoder.stages.{stage}.layers.{number}"
            before = side
            side = half(side) if stage and not number else side
            block = _bottleneck if sizes.bottleneck else _basic
            parts.append(block(name, into, width, before, side))
            into = width
    parts.append(Part("resnet.pooler", leaves=into, kernels=1))
    head = Matrix(into, shape.outputs, bias=True)
    parts.append(Part("classifier", (head,), kept=Kept(plain=into), leaves=shape.outputs, kernels=3))
    return Anatomy(tuple(parts), pixels=model.image_size**2)


def _basic(name: str, into: int, out: int, before: int, side: int) -> Part:
    layers = (_convolution(into, out, 3), _convolution(out, out, 3))
    return _residual(name, layers, 2 * out, into, out, before, side)


def _bottleneck(name: str, into: int, out: int, before: int, side: int) -> Part:
    inner = out // REDUCTION
    layers = (
        Matrix(into, inner, positions=before**2),
        _convolution(inner, inner, 3),
        Matrix(inner, out),
    )
    return _residual(name, layers, 2 * inner + out, into, out, before, side)


def _residual(
    name: str, layers: tuple[Matrix, ...], normed: int, into: int, out: int, before: int, side: int
) -> Part:
    """``normed`` channels leave the convolutions; each is kept as it left, as it was normalised, and as it was cut."""
    if into != out or before != side:
        layers, normed = (*layers, Matrix(into, out)), normed + out
    return Part(
        name,
        layers,
        vectors=_NORM * normed,
        positions=side**2,
        kept=Kept(
            halved=2 * normed + out,
            casts=into * before**2 // side**2,
            products=normed,
            entry=into * before**2 // side**2,
        ),
        leaves=out,
        block=True,
        kernels=6 * len(layers) + 3,
    )


def convnext(model: ConvnextSpec, shape: Shape) -> Anatomy:
    sizes = CONVNEXT_SHAPES[model.size]
    into, side = sizes.widths[0], model.image_size // PATCH
    parts = [_patches("convnext.embeddings", shape.channels * PATCH**2, into, side)]
    for stage, (depth, width) in enumerate(zip(sizes.depths, sizes.widths, strict=True)):
        place = f"convnext.encoder.stages.{stage}"
        if stage:
            side //= 2
            halving = Matrix(4 * into, width, bias=True)
            kept = Kept(plain=8 * into, casts=4 * into, products=width, entry=4 * into)
            parts.append(
                Part(
                    f"{place}.downsampling_layer",
                    (halving,),
                    vectors=_NORM * into,
                    positions=side**2,
                    kept=kept,
                    leaves=width,
                    kernels=6,
                )
            )
        parts += [_convnext_layer(f"{place}.layers.{number}", width, side) for number in range(depth)]
        into = width
    norm = Part("convnext.layernorm", vectors=_NORM * into, kept=Kept(plain=into), leaves=into, kernels=3)
    head = Part(
        "classifier",
        (Matrix(into, shape.outputs, bias=True),),
        kept=Kept(plain=into),
        leaves=shape.outputs,
        kernels=3,
    )
    return Anatomy((*parts, norm, head), pixels=model.image_size**2)


def _convnext_layer(name: str, width: int, side: int) -> Part:
    inner = FEED_FORWARD * width
    return Part(
        name,
        (
            Matrix(49, width, bias=True),  # each channel by itself
            Matrix(width, inner, bias=True),
            Matrix(inner, width, bias=True),
        ),
        vectors=_NORM * width + width,
        positions=side**2,
        # What left the convolution; as normalised; the inner layer before and after GELU; what was scaled, and the sum.
        kept=Kept(
            plain=2 * width,
            halved=2 * width + 2 * inner,
            casts=width,
            products=2 * width + inner,
            entry=width,
        ),
        leaves=width,
        block=True,
        kernels=14,
    )


def vit(model: VitSpec, shape: Shape) -> Anatomy:
    sizes = VIT_SHAPES[model.size]
    width, inner, side = sizes.width, FEED_FORWARD * sizes.width, model.image_size // model.patch
    positions = side**2 + 1
    noise = width if model.dropout else 0
    pixels = shape.channels * model.patch**2
    embeddings = Part(
        "vit.embeddings",
        (
            Matrix(pixels, width, bias=True, positions=side**2),
            Matrix(positions + 1, width, table=True),  # where each stands, and the vector of the whole
        ),
        positions=positions,
        kept=Kept(plain=pixels + noise, products=width),
        leaves=width,
        kernels=6,
    )
    layer = Part(
        "vit.encoder.layer",
        (
            *(Matrix(width, width, bias=True, cut="columns") for _ in range(3)),
            Matrix(width, width, bias=True, cut="rows"),
            Matrix(width, inner, bias=True, cut="columns"),
            Matrix(inner, width, bias=True, cut="rows"),
        ),
        vectors=2 * _NORM * width,
        positions=positions,
        # As an encoder of texts keeps them: the stream twice, what left the norms, queries, keys, values and their mix;
        # the inner layer before and after GELU; the noise of two dropouts.
        kept=Kept(
            plain=2 * width,
            halved=6 * width + 2 * inner + 2 * noise,
            casts=2 * width,
            split=4 * width + 2 * inner,
            products=4 * width + inner,
            entry=width,
        ),
        leaves=width,
        attention=width,
        block=True,
        kernels=22,
    )
    blocks = tuple(replace(layer, name=f"vit.encoder.layer.{number}") for number in range(sizes.layers))
    norm = Part("vit.layernorm", vectors=_NORM * width, kept=Kept(plain=width), leaves=width, kernels=2)
    head = Part(
        "classifier",
        (Matrix(width, shape.outputs, bias=True),),
        kept=Kept(plain=width),
        leaves=shape.outputs,
        kernels=2,
    )
    return Anatomy(
        (embeddings, *blocks, norm, head),
        pixels=model.image_size**2,
        limits={"heads": sizes.heads, "width": width},
    )


def _patches(name: str, pixels: int, width: int, side: int) -> Part:
    """Squares of so many numbers as vectors, normalised."""
    return Part(
        name,
        (Matrix(pixels, width, bias=True),),
        vectors=_NORM * width,
        positions=side**2,
        kept=Kept(plain=width, halved=width, casts=pixels, products=width, entry=pixels),
        leaves=width,
        kernels=8,
    )


def _convolution(into: int, out: int, kernel: int) -> Matrix:
    return Matrix(into * kernel**2, out)
