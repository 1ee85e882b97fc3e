"""How the matrices of each kind of network are split for tensor parallelism: the first by columns, the next by rows.

Between the two nothing is sent (Shoeybi et al., 2019). A plan names submodules, as torch's ``parallelize_module``
takes them.
"""

from torch import nn
from torch.distributed.tensor import Replicate, Shard
from torch.distributed.tensor.parallel import (
    ColwiseParallel,
    ParallelStyle,
    PrepareModuleInput,
    RowwiseParallel,
    SequenceParallel,
)

from engine.model.networks.ft_transformer import FtTransformer
from engine.model.networks.mlp import Mlp
from engine.model.networks.network import Network, Passage
from engine.model.networks.resnet_mlp import ResnetMlp
from engine.model.networks.transformer_encoder import TransformerEncoder
from engine.model.networks.vit import Vit

Plan = dict[str, ParallelStyle]


def plan_of(network: Network, *, sequence: bool, split_loss: bool) -> Plan:
    """The plan of a network; raises KeyError for one that cannot be split."""
    kind = type(network).__name__
    return _PLANS[kind](network, sequence, split_loss)


def _mlp(network: Mlp, sequence: bool, split_loss: bool) -> Plan:
    """Hidden layers in pairs; a layer without a partner stays whole."""
    plan: Plan = {}
    layers = list(network.blocks)
    for first, second in zip(layers[::2], layers[1::2], strict=False):
        plan |= {first: ColwiseParallel(), second: RowwiseParallel()}
    return plan


def _residual(network: ResnetMlp, sequence: bool, split_loss: bool) -> Plan:
    plan: Plan = {}
    for name in network.blocks:
        plan |= {f"{name}.dense_in": ColwiseParallel(), f"{name}.dense_out": RowwiseParallel()}
    return plan


def _layers(network: TransformerEncoder | FtTransformer, sequence: bool, split_loss: bool) -> Plan:
    """By heads, and the dense layers in pairs."""
    plan: Plan = {}
    for name in network.blocks:
        plan |= {
            f"{name}.query": ColwiseParallel(),
            f"{name}.key": ColwiseParallel(),
            f"{name}.value": ColwiseParallel(),
            f"{name}.attention_out": RowwiseParallel(),
            f"{name}.dense_in": ColwiseParallel(),
            f"{name}.dense_out": RowwiseParallel(),
        }
    return plan


def _encoder(network: TransformerEncoder, sequence: bool, split_loss: bool) -> Plan:
    words = {"embedding.words": RowwiseParallel(input_layouts=Replicate())}
    return words | _layers(network, sequence, split_loss)


def _vit(network: Vit, sequence: bool, split_loss: bool) -> Plan:
    plan: Plan = {}
    for name in network.blocks:
        plan |= {
            f"{name}.attention.attention.query": ColwiseParallel(),
            f"{name}.attention.attention.key": ColwiseParallel(),
            f"{name}.attention.attention.value": ColwiseParallel(),
            f"{name}.attention.output.dense": RowwiseParallel(),
            f"{name}.intermediate.dense": ColwiseParallel(),
            f"{name}.output.dense": RowwiseParallel(),
        }
    return plan


def _decoder(network: Network, sequence: bool, split_loss: bool) -> Plan:
    """Vocabulary-parallel embedding and head; with ``sequence`` norms work on parts of the sequence."""
    between = Shard(1) if sequence else Replicate()
    scores = Shard(-1) if split_loss else Replicate()
    plan: Plan = {
        "model.embed_tokens": RowwiseParallel(input_layouts=Replicate(), output_layouts=between),
        "lm_head": ColwiseParallel(
            input_layouts=between, output_layouts=scores, use_local_output=not split_loss
        ),
    }
    if sequence:
        plan["model.norm"] = SequenceParallel()
    for name in network.blocks:
        plan |= {
            f"{name}.self_attn.q_proj": ColwiseParallel(),
            f"{name}.self_attn.k_proj": ColwiseParallel(),
            f"{name}.self_attn.v_proj": ColwiseParallel(),
            f"{name}.self_attn.o_proj": RowwiseParallel(output_layouts=between),
            f"{name}.mlp.gate_proj": ColwiseParallel(),
            f"{name}.mlp.up_proj": ColwiseParallel(),
            f"{name}.mlp.down_proj": RowwiseParallel(output_layouts=between),
        }
        if sequence:
            plan |= {
                f"{name}.input_layernorm": SequenceParallel(),
                f"{name}.post_attention_layernorm": SequenceParallel(),
                f"{name}.self_attn": PrepareModuleInput(
                    input_layouts=(Shard(1), None, None), desired_input_layouts=(Replicate(), None, None)
                ),
                f"{name}.mlp": PrepareModuleInput(
                    input_layouts=(Shard(1),), desired_input_layouts=(Replicate(),)
                ),
            }
    return plan


def present(plan: Plan, network: nn.Module) -> Plan:
    """The part of a plan whose modules a stage still has."""
    names = {name for name, module in network.named_modules() if not isinstance(module, Passage)}
    return {name: style for name, style in plan.items() if name in names}


_PLANS = {
    "Mlp": _mlp,
    "ResnetMlp": _residual,
    "FtTransformer": _layers,
    "TransformerEncoder": _encoder,
    "Vit": _vit,
    "Decoder": _decoder,
}
