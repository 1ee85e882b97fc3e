"""Every network part by part, in plain numbers; a new network is a function and a line here.

The parts are those of ``engine.model``, in the order of its chains; a test counts the two against each other.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from engine.planning.anatomy.base import Anatomy, Cut, Kept, Matrix, Part
from engine.planning.anatomy.decoder import decoder
from engine.planning.anatomy.tables import linear, mlp
from engine.planning.anatomy.texts import mean_embedding, text_cnn, transformer_encoder
from engine.planning.shape import Shape
from engine.schema.model_spec import ModelSpec

__all__ = ["Anatomy", "Cut", "Kept", "Matrix", "Part", "anatomy_of"]

_ANATOMIES: dict[str, Callable[[Any, Shape], Anatomy]] = {
    "linear": linear,
    "mlp": mlp,
    "mean_embedding": mean_embedding,
    "text_cnn": text_cnn,
    "transformer_encoder": transformer_encoder,
    "decoder": decoder,
}


@lru_cache(maxsize=64)  # a check looks at many settings of one network
def anatomy_of(model: ModelSpec, shape: Shape) -> Anatomy:
    """The network of this spec that reads and gives this shape."""
    return _ANATOMIES[model.name](model, shape)
