"""The parts of a network that somebody else has trained, read from its folder: the tensors are what they are.

Widths are exact. How much is kept between forward and backward is that of transformers' layers in general, which
compose their norms of several kernels.
"""

import math
import re
from dataclasses import replace

from engine.planning.anatomy.base import Anatomy, Kept, Matrix, Part
from engine.planning.pretrained_folder import PretrainedFolder, is_hub_name, read_folder
from engine.planning.pretrained_images import image_reading
from engine.planning.shape import Shape
from engine.planning.tensor_heads import TensorHead
from engine.schema.model_spec import PretrainedSpec

FULL = 4
NF4 = 0.5 + 4 / 64  # bytes of a weight: four bits, and a scale in fp32 for each 64 (Dettmers et al., 2023)
_PATCH = 16  # pixels of a side, where the configuration does not say
_BLOCK = re.compile(r"^(.+?\.\d+)\.")
_TABLES = ("embed", "wte", "wpe", "position", "token_type")
_TOKEN_TABLES = (
    "embed_tokens.weight",
    "wte.weight",
    "word_embeddings.weight",
    "embed_in.weight",
)
_WORD_HEADS = ("lm_head.", "embed_out.")
_OTHER_HEADS = ("lm_head.", "embed_out.", "cls.", "classifier.", "score.", "vocab_", "qa_outputs.")
_DENSE_HEADS = (
    "roberta",
    "xlm-roberta",
    "camembert",
    "electra",
    "distilbert",
)  # one more layer before the classes
_UNBIASED_HEADS = (
    "llama",
    "mistral",
    "qwen2",
    "qwen3",
    "gpt2",
    "gemma",
    "gemma2",
    "gemma3_text",
    "phi",
    "phi3",
)
_BUFFERS = (".position_ids", ".inv_freq", ".attn.bias", ".masked_bias")
_WHOLE_NUMBERS = ("I64", "I32", "U8", "I8", "BOOL")


def pretrained(model: PretrainedSpec, shape: Shape) -> Anatomy:
    """Raises UserError for a folder that cannot be opened."""
    if is_hub_name(model.path):  # nothing is known before it is here
        return Anatomy((Part("unknown", (Matrix(1, 1),)),), positions=shape.positions)
    folder = read_folder(model.path)
    positions = _positions(folder, shape)
    groups = _grouped(_used(folder, shape))
    parts = [_part(name, tensors, folder, positions, shape) for name, tensors in groups.items()]
    parts = [_frozen(part, model) if model.tuning != "full" else part for part in parts]
    if model.tuning != "full":
        parts += [_adapter(part, model.lora_rank) for part in parts if _adapted(part)]
    vocabulary = _vocabulary(folder) if shape.continues else 0
    parts.append(_head(folder, model, shape, vocabulary, positions))
    pixels = image_reading(folder).size ** 2 if shape.channels else 0
    return Anatomy(tuple(parts), positions=positions, vocabulary=vocabulary, pixels=pixels)


def can_be_adapted(folder: PretrainedFolder) -> bool:
    """Whether there are linear layers below its last one, for an adapter to stand beside."""
    return any(
        len(tensor.shape) == 2
        and not name.startswith(_OTHER_HEADS)
        and not any(sign in name for sign in _TABLES)
        for name, tensor in folder.tensors.items()
    )


def _positions(folder: PretrainedFolder, shape: Shape) -> int:
    """Tokens of a row, or patches of an image and the one that stands for all."""
    if not shape.channels:
        return shape.positions
    patch = folder.number("patch_size") or _PATCH
    return (image_reading(folder).size // patch) ** 2 + 1


def _used(folder: PretrainedFolder, shape: Shape) -> dict[str, TensorHead]:
    """What of the folder the network for this task takes over; the last layer is counted by itself."""
    heads = _WORD_HEADS if shape.continues else _OTHER_HEADS
    return {
        name: tensor
        for name, tensor in folder.tensors.items()
        if not name.startswith(heads)
        and not name.endswith(_BUFFERS)
        and tensor.dtype not in _WHOLE_NUMBERS
        and not (shape.continues and _is_tied(folder) and name.endswith(_TOKEN_TABLES))
    }


def _is_tied(folder: PretrainedFolder) -> bool:
    """Whether the last layer of a model that writes is its table of words."""
    stands_alone = any(name.startswith(_WORD_HEADS) for name in folder.tensors)
    return not stands_alone or bool(folder.config.get("tie_word_embeddings", False))


def _grouped(tensors: dict[str, TensorHead]) -> dict[str, dict[str, TensorHead]]:
    """By block; what repeats not by the first two words of its name."""
    groups: dict[str, dict[str, TensorHead]] = {}
    for name, tensor in tensors.items():
        found = _BLOCK.match(name)
        group = found[1] if found else ".".join(name.split(".")[:2])
        groups.setdefault(group, {})[name] = tensor
    return groups


def _part(
    name: str, tensors: dict[str, TensorHead], folder: PretrainedFolder, positions: int, shape: Shape
) -> Part:
    matrices = tuple(
        Matrix(math.prod(tensor.shape[1:]), tensor.shape[0], table=any(sign in key for sign in _TABLES))
        for key, tensor in tensors.items()
        if len(tensor.shape) > 1
    )
    vectors = sum(tensor.numbers for tensor in tensors.values() if len(tensor.shape) <= 1)
    width = folder.number("hidden_size", "n_embd", "dim", "d_model", default=1)
    if _BLOCK.match(name + ".") is None:
        return Part(name, matrices, vectors, positions, kept=Kept(plain=width), leaves=width)
    products = sum(matrix.outputs for matrix in matrices if not matrix.table)
    inner = max((max(matrix.inputs, matrix.outputs) for matrix in matrices), default=width)
    kept = Kept(
        plain=6 * width,  # the stream twice, and each norm's input as it is and squared
        halved=products + 2 * inner + 2 * width,
        casts=2 * width,
        products=products,
        entry=width,
    )
    attention = width // 2 if shape.continues else width
    return Part(
        name, matrices, vectors, positions, kept, leaves=width, attention=attention, block=True, kernels=60
    )


def _frozen(part: Part, model: PretrainedSpec) -> Part:
    """The same, held as it is; linear weights of blocks in four bits where asked for."""
    packs = model.tuning == "qlora" and part.block
    linear = sum(matrix.inputs * matrix.outputs for matrix in part.matrices if packs and not matrix.table)
    packed = int(NF4 * linear)
    return replace(part, frozen=True, held=FULL * (part.numbers() - linear) + packed, packed=packed)


def _adapted(part: Part) -> bool:
    return any(not matrix.table for matrix in part.matrices)


def _adapter(part: Part, rank: int) -> Part:
    """Two small matrices beside each large one (Hu et al., 2022)."""
    matrices = tuple(
        small
        for large in part.matrices
        if not large.table
        for small in (Matrix(large.inputs, rank), Matrix(rank, large.outputs))
    )
    outputs = sum(matrix.outputs for matrix in matrices)
    kept = Kept(halved=outputs, products=outputs)
    return Part(
        f"{part.name}.adapter",
        matrices,
        positions=part.positions,
        kept=kept,
        leaves=part.leaves,
        block=part.block,
        kernels=len(matrices) * 2,
    )


def _head(
    folder: PretrainedFolder, model: PretrainedSpec, shape: Shape, vocabulary: int, positions: int
) -> Part:
    width = folder.number("hidden_size", "n_embd", "dim", "d_model", default=1)
    if shape.continues:
        head = Part(
            "lm_head",
            (Matrix(width, vocabulary, bias="lm_head.bias" in folder.tensors),),
            positions=positions,
            kept=Kept(halved=width, entry=width),
            leaves=vocabulary,
            kernels=8,
        )
        return head if model.tuning == "full" else _frozen(head, model)
    dense = (Matrix(width, width, bias=True),) if folder.kind in _DENSE_HEADS else ()
    biased = folder.kind not in _UNBIASED_HEADS
    return Part("classifier", (*dense, Matrix(width, shape.outputs, bias=biased)), leaves=shape.outputs)


def _vocabulary(folder: PretrainedFolder) -> int:
    sizes = (tensor.shape[0] for name, tensor in folder.tensors.items() if name.endswith(_TOKEN_TABLES))
    return next(sizes, folder.number("vocab_size", default=1))
