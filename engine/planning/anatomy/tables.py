"""The parts of networks for rows of a table."""

import itertools

from engine.planning.anatomy.base import Anatomy, Cut, Kept, Matrix, Part
from engine.planning.shape import Shape
from engine.schema.model_spec import LinearSpec, MlpSpec


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
