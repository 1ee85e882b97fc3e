"""Every network part by part, in plain numbers; a new network is a function and a line here.

The parts are those of ``engine.model``, in the order of its chains; a test counts the two against each other.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from engine.planning.anatomy.base import Anatomy, Cut, Kept, Matrix, Part, moving
from engine.planning.anatomy.decoder import decoder
from engine.planning.anatomy.images import convnext, resnet, small_cnn, vit
from engine.planning.anatomy.pretrained import pretrained
from engine.planning.anatomy.recommenders import matrix_factorization, neural_cf, sasrec, two_tower
from engine.planning.anatomy.tables import ft_transformer, linear, mlp, resnet_mlp
from engine.planning.anatomy.texts import mean_embedding, text_cnn, transformer_encoder
from engine.planning.shape import Shape
from engine.schema.model_spec import ModelSpec

__all__ = ["Anatomy", "Cut", "Kept", "Matrix", "Part", "anatomy_of", "moving"]

_ANATOMIES: dict[str, Callable[[Any, Shape], Anatomy]] = {
    "linear": linear,
    "mlp": mlp,
    "resnet_mlp": resnet_mlp,
    "ft_transformer": ft_transformer,
    "mean_embedding": mean_embedding,
    "text_cnn": text_cnn,
    "transformer_encoder": transformer_encoder,
    "decoder": decoder,
    "small_cnn": small_cnn,
    "resnet": resnet,
    "convnext": convnext,
    "vit": vit,
    "matrix_factorization": matrix_factorization,
    "neural_cf": neural_cf,
    "two_tower": two_tower,
    "sasrec": sasrec,
}


def anatomy_of(model: ModelSpec, shape: Shape) -> Anatomy:
    """The network of this spec that reads and gives this shape; raises UserError for a folder that holds none."""
    if model.name == "pretrained":  # what lies in a folder may change
        return pretrained(model, shape)
    return _drawn(model, shape)


@lru_cache(maxsize=64)  # a check looks at many settings of one network
def _drawn(model: ModelSpec, shape: Shape) -> Anatomy:
    return _ANATOMIES[model.name](model, shape)
