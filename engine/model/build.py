"""From a model's spec to its network. A new network is a file and a line here."""

from engine.model.convnext import Convnext
from engine.model.decoder import Decoder
from engine.model.ft_transformer import FtTransformer
from engine.model.linear import Linear
from engine.model.matrix_factorization import MatrixFactorization
from engine.model.mean_embedding import MeanEmbedding
from engine.model.mlp import Mlp
from engine.model.network import Network
from engine.model.neural_cf import NeuralCf
from engine.model.resnet import Resnet
from engine.model.resnet_mlp import ResnetMlp
from engine.model.sasrec import Sasrec
from engine.model.small_cnn import SmallCnn
from engine.model.text_cnn import TextCnn
from engine.model.transformer_encoder import TransformerEncoder
from engine.model.two_tower import TwoTower
from engine.model.vit import Vit
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
