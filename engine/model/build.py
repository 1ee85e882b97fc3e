"""From a model's spec to its network. A new network is a file and a line here."""

from engine.model.decoder import Decoder
from engine.model.ft_transformer import FtTransformer
from engine.model.linear import Linear
from engine.model.mean_embedding import MeanEmbedding
from engine.model.mlp import Mlp
from engine.model.network import Network
from engine.model.resnet_mlp import ResnetMlp
from engine.model.text_cnn import TextCnn
from engine.model.transformer_encoder import TransformerEncoder
from engine.planning.shape import Shape
from engine.schema.model_spec import ModelSpec

NETWORKS: dict[str, type[Network]] = {
    "linear": Linear,
    "mlp": Mlp,
    "resnet_mlp": ResnetMlp,
    "ft_transformer": FtTransformer,
    "mean_embedding": MeanEmbedding,
    "text_cnn": TextCnn,
    "transformer_encoder": TransformerEncoder,
    "decoder": Decoder,
}


def build_model(spec: ModelSpec, shape: Shape) -> Network:
    """The network with fresh weights."""
    return NETWORKS[spec.name](spec, shape)
