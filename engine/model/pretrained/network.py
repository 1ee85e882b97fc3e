"""A network of transformers as one of ours: one tensor in, one out, its layers named, its frozen weights left alone."""

from typing import Any

from torch import Tensor, nn

from engine.data.text.token_rows import parted
from engine.model.inputs.documents import positions_in
from engine.model.networks.batch_norm import adopt
from engine.model.networks.network import Network
from engine.model.pretrained.adapter import adapt, heads_of
from engine.model.pretrained.nf4 import Nf4Linear
from engine.model.pretrained.opening import Held, blocks_of, head_of, open_network
from engine.planning.pretrained_folder import read_folder
from engine.planning.shape import Shape
from engine.schema.model_spec import PretrainedSpec


class Pretrained(Network):
    """Tokens (rows, context) to scores of the next token at each, or of classes; pixels (rows, 3, height, width) to
    classes. Parameters are transformers' own, under ``network.``."""

    chain = ("network",)

    def __init__(self, spec: PretrainedSpec, shape: Shape, held: Held | None = None) -> None:
        """From the spec's folder, or from what is ``held`` of it."""
        super().__init__()
        self.head = head_of(shape)
        self._padding, self._keeps_whole = shape.padding, spec.tuning == "full"
        self.network, drawn = open_network(held or read_folder(spec.path), shape, shape.padding)
        self.heads = heads_of(self.network, self.head, drawn)
        adopt(self.network)
        if not self._keeps_whole:
            adapt(self.network, spec, self.head, self.heads)
        self.blocks = tuple(f"network.{name}" for name in blocks_of(self.network))
        self.train()  # transformers hands networks out that drop nothing

    def forward(self, inputs: Tensor, whole: Tensor | None = None) -> Tensor:
        if self.head == "images":
            return self.network(pixel_values=inputs).logits
        if self.head == "classes":
            return self.network(input_ids=inputs, attention_mask=(inputs != self._padding).long()).logits
        tokens, documents = parted(inputs)
        logits = self._continued(tokens, documents)
        return logits.unflatten(0, inputs.shape[:2]) if inputs.ndim == 4 else logits

    @property
    def size(self) -> int:
        """With those that lie in four bits, which torch knows as no parameters."""
        packed = (part for part in self.modules() if isinstance(part, Nf4Linear))
        return super().size + sum(part.out_features * part.in_features for part in packed)

    def prepare(self, device: str, precision: str) -> None:
        """Weights that are trained stay fp32. Frozen ones are halved where products are computed in bf16 on a GPU
        anyway; on a CPU they would be widened anew for each product."""
        if self._keeps_whole or device != "cuda" or precision != "bf16":
            return
        for parameter in self.parameters():
            if not parameter.requires_grad:
                parameter.data = parameter.data.bfloat16()

    def _continued(self, tokens: Tensor, documents: Tensor | None) -> Tensor:
        """Positions that begin anew tell transformers that documents do: it lets none see another. Padding stands at
        the end of a row, where nothing before sees it, so that no mask is needed for it."""
        settings: dict[str, Any] = {"use_cache": False}
        if documents is not None:
            settings["position_ids"] = positions_in(documents)
        return self.network(input_ids=tokens, **settings).logits

    def plain(self) -> nn.Module:
        """transformers' own network."""
        return self.network
