"""From a model's spec to its network. A new network is a file and a line here."""

from engine.model.networks.convnext import Convnext
from engine.model.networks.decoder import Decoder
from engine.model.networks.ft_transformer import FtTransformer
from engine.model.networks.linear import Linear
from engine.model.networks.matrix_factorization import MatrixFactorization
from engine.model.networks.mean_embedding import MeanEmbedding
from engine.model.networks.mlp import Mlp
from engine.model.networks.network import Network
from engine.model.networks.neural_cf import NeuralCf
from engine.model.networks.resnet import Resnet
from engine.model.networks.resnet_mlp import ResnetMlp
from engine.model.networks.sasrec import Sasrec
from engine.model.networks.small_cnn import SmallCnn
from engine.model.networks.text_cnn import TextCnn
from engine.model.networks.transformer_encoder import TransformerEncoder
from engine.model.networks.two_tower import TwoTower
from engine.model.networks.vit import Vit
from engine.planning.shape import Shape
from engine.schema.model_spec import ModelSpec, PretrainedSpec

NETWORKS: dict[str, type[Network]] = {
    "linear": Linear,
    "mlp": Mlp,
    "resnet_mlp": ResnetMlp,
    "ft_transformer": FtTransformer,
    "mean_embedding": MeanEmbedding,
    "text_cnn": TextCnn,
    "transformer_encoder": TransformerEncoder,
    "decoder": Decoder,
    "small_cnn": SmallCnn,
    "resnet": Resnet,
    "convnext": Convnext,
    "vit": Vit,
    "matrix_factorization": MatrixFactorization,
    "neural_cf": NeuralCf,
    "sasrec": Sasrec,
    "two_tower": TwoTower,
}


def build_model(spec: ModelSpec, shape: Shape) -> Network:
    """The network with fresh weights; a pretrained one with those it was saved with. Raises UserError where its folder
    cannot be opened."""
    if isinstance(spec, PretrainedSpec):  # it brings transformers, which no other network needs
        from engine.model.pretrained.network import Pretrained

        return Pretrained(spec, shape)
    return NETWORKS[spec.name](spec, shape)
