"""The mean of the words' embeddings, then a dense layer."""

from torch import Tensor, nn

from engine.data.text.vocabulary import PADDING
from engine.model.networks.network import Network
from engine.planning.shape import Shape
from engine.schema.model_spec import MeanEmbeddingSpec


class MeanEmbedding(Network):
    """Reads padded word numbers; padding takes no part in the mean."""

    chain = ("embedding", "dropout", "output")

    def __init__(self, spec: MeanEmbeddingSpec, shape: Shape) -> None:
        super().__init__()
        self.embedding = nn.EmbeddingBag(shape.inputs, spec.width, mode="mean", padding_idx=PADDING)
        self.dropout = nn.Dropout(spec.dropout)
        self.output = nn.Linear(spec.width, shape.outputs)

    def forward(self, tokens: Tensor, whole: Tensor | None = None) -> Tensor:
        return self.output(self.dropout(self.embedding(tokens)))
