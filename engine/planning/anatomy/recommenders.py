"""The parts of networks that score items for users."""

import itertools
from dataclasses import replace

from engine.planning.anatomy.base import Anatomy, Kept, Matrix, Part
from engine.planning.anatomy.texts import encoder_layer
from engine.planning.shape import Shape
from engine.schema.model_spec import MatrixFactorizationSpec, NeuralCfSpec, SasrecSpec, TwoTowerSpec

SCORED = 1 << 22  # numbers that one pass of an evaluation may hold: 16 MiB each time they are copied
MOST_ROWS = 1024  # of such a pass


def rows_at_once(anatomy: Anatomy) -> int:
    """Users for whom every item is scored in one pass of an evaluation."""
    return max(1, min(MOST_ROWS, SCORED // max(anatomy.scored, 1)))


def matrix_factorization(model: MatrixFactorizationSpec, shape: Shape) -> Anatomy:
    width, candidates = model.width, shape.positions
    return Anatomy(
        (
            _table("users", shape.users, width),
            _table("user_bias", shape.users, 1),
            replace(_table("items", shape.items, width, candidates), pairs=width),
            _table("item_bias", shape.items, 1, candidates),
        ),
        scored=shape.items + 1,
    )


def neural_cf(model: NeuralCfSpec, shape: Shape) -> Anatomy:
    width, candidates, widths = model.width, shape.positions, (2 * model.width, *model.hidden)
    parts = [_table("users", shape.users, 2 * width), _table("items", shape.items, 2 * width, candidates)]
    for number, (into, out) in enumerate(itertools.pairwise(widths)):
        # The first layer reads each side once: half of its columns for the user, half for every candidate.
        used = (1 + candidates) // 2 if number == 0 else candidates
        dense = Matrix(into, out, bias=True, positions=used)
        kept = Kept(halved=(4 if model.dropout else 2) * out, casts=into)
        parts.append(
            Part(f"layers.{number}", (dense,), positions=candidates, kept=kept, leaves=out, kernels=4)
        )
    joined = width + (model.hidden[-1] if model.hidden else 0)
    head = Kept(plain=width + joined)
    parts.append(Part("output", (Matrix(joined, 1, bias=True),), positions=candidates, kept=head, leaves=1))
    return Anatomy(tuple(parts), scored=(shape.items + 1) * (width + joined + max(model.hidden, default=0)))


def two_tower(model: TwoTowerSpec, shape: Shape) -> Anatomy:
    candidates = shape.positions
    users = _tower("users", model, shape.users, shape.user_features, 1)
    items = _tower("items", model, shape.items, shape.item_features, candidates)
    return Anatomy((*users, replace(items[0], pairs=model.width), *items[1:]), scored=shape.items + 1)


def sasrec(model: SasrecSpec, shape: Shape) -> Anatomy:
    width, history = model.width, model.history
    noise = width if model.dropout else 0
    embedding = Part(
        "embedding",
        (Matrix(shape.items + 1, width, table=True), Matrix(history, width, table=True)),
        positions=history,
        kept=Kept(plain=noise + 1),
        leaves=width,
        kernels=8,
    )
    layer = replace(encoder_layer(width, history, model.dropout), kernels=22)
    layers = tuple(replace(layer, name=f"layers.{number}") for number in range(model.layers))
    # The next item and the negatives, which all places of a row share.
    scores = 2 * width + width * model.negatives // history + 3 * (1 + model.negatives)
    norm = Part(
        "norm",
        vectors=2 * width,
        positions=history,
        kept=Kept(plain=width + scores),
        leaves=max(width, 1 + model.negatives),
        pairs=width * (1 + model.negatives),
        kernels=10,
    )
    return Anatomy((embedding, *layers, norm), positions=history, scored=shape.items + 1)


def _tower(name: str, model: TwoTowerSpec, ids: int, features: int, positions: int) -> tuple[Part, Part]:
    """The tower, and the features it looks up, which never move."""
    widths = (model.width + features, *model.hidden, model.width + 1)
    dense = tuple(Matrix(into, out, bias=True) for into, out in itertools.pairwise(widths))
    kept = Kept(plain=widths[0], halved=sum(2 * width for width in model.hidden), casts=widths[0])
    tower = Part(
        name,
        (Matrix(ids + 1, model.width, table=True), *dense),
        positions=positions,
        kept=kept,
        leaves=max(widths),
        kernels=6 + 3 * len(dense),
    )
    return tower, Part(f"{name}.features", frozen=True, held=4 * (ids + 1) * features, kernels=0)


def _table(name: str, ids: int, width: int, positions: int = 1) -> Part:
    """One row more than there are ids, for those that are unknown."""
    table = Matrix(ids + 1, width, table=True)
    return Part(name, (table,), positions=positions, kept=Kept(plain=width), leaves=width, kernels=3)
